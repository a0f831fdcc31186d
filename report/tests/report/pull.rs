//! Pull requests: the demo's first persona, and one with as many findings as a test wants.

use countersign_facts::{
    Account, AccountId, ActorLine, Batch, CommitRecord, HashKey, History, Indicator, IndicatorKind,
    IndicatorList, Indicators, Key, KeyKind, ObjectId, PlatformClaim, PullRequest,
    PullRequestNumber, RepositoryIndex, SignatureRecord, Subject, Tlp, Traces,
};
use countersign_heuristics::{Heuristic, PullRequestAssessment, catalogue, examine_pull_request};
use countersign_people::Population;
use countersign_report::review::{Disclosure, Review, ReviewRequest};
use countersign_report::{BaseRate, Baseline};

/// The first second of 2024-03-04, a Monday, in UTC.
const MONDAY: i64 = 1_709_510_400;
const DAY: i64 = 86_400;
pub(crate) const HEAD: &str = "4fd1a7c09b6e2d38c5104fe7ab93d2680c1e5f97";

/// The persona of `countersign demo` whose author dates are set by hand: three names on one address and
/// key, and a machine whose clock says something else.
pub(crate) struct Persona {
    population: Population,
    pull: PullRequest,
    assessment: PullRequestAssessment,
}

impl Persona {
    pub(crate) fn new() -> Self {
        Self::listed(&[])
    }

    /// The same, whose mailbox is on imported lists.
    pub(crate) fn listed(lists: &[IndicatorList]) -> Self {
        let mut history = History::default();
        let repository = history.add_repository("mirror");
        let mut batch = Batch::default();
        let names = ["Victor Lindqvist", "Samuel Brandt", "Oliver Kessler"];
        for day in 0..36 {
            push(&mut batch, names[usize::from(day) / 12], day);
        }
        history.absorb(repository, batch);
        history.seal();
        let population = Population::new(history).with_indicators(indicators(lists));
        let commits = population.history().commits();
        let mut commits: Vec<_> = commits.collect();
        commits.sort_by_key(|commit| commit.authored().seconds);
        let commits = commits.iter().skip(30).map(|commit| commit.index());
        let pull = PullRequest {
            repository: RepositoryIndex(0),
            number: PullRequestNumber::new(7),
            author: Some(Account {
                id: AccountId::new(70_123_456),
                login: "vlindqvist-dev".to_owned(),
                name: None,
                mailboxes: vec!["v.lindqvist@northgate.example".to_owned()],
                created: MONDAY - 900 * DAY,
                bot: false,
                keys: Vec::new(),
            }),
            commits: commits.collect(),
            paths: Vec::new(),
            content: None,
            elsewhere: None,
            now: MONDAY + 60 * DAY,
        };
        // The heuristics of these tests' texts, whatever else the catalogue grows.
        let heuristics: Vec<&'static Heuristic> = catalogue()
            .iter()
            .copied()
            .filter(|one| {
                [
                    "split-clock",
                    "unrelated-names",
                    "shared-key",
                    "indicator-match",
                ]
                .contains(&one.id)
            })
            .collect();
        let assessment = examine_pull_request(&population, &pull, &heuristics);
        Self {
            population,
            pull,
            assessment,
        }
    }

    pub(crate) fn review(&self, accepted: &Baseline) -> Review {
        self.shared_with(accepted, Tlp::Clear)
    }

    /// The review as those see it with whom so much may be shared.
    pub(crate) fn shared_with(&self, accepted: &Baseline, tlp: Tlp) -> Review {
        let mut review = Review::new(ReviewRequest {
            repository: "acme/ledger",
            head: HEAD,
            population: &self.population,
            pull_request: &self.pull,
            assessment: &self.assessment,
            accepted,
            disclosure: Disclosure::Summary,
            tlp,
        });
        review.tool.version = "0.0.0";
        let findings = review
            .people
            .iter_mut()
            .flat_map(|person| &mut person.findings);
        findings.for_each(|finding| {
            finding.base_rate = Some(measured(finding.heuristic));
            finding.weight = 1.3;
        });
        review
    }

    /// The same review with its pictures.
    pub(crate) fn pictured(&self, review: Review) -> Review {
        review.with_pictures(&self.population)
    }
}

/// Lists that have the persona's mailbox on them.
fn indicators(lists: &[IndicatorList]) -> Indicators {
    let key = HashKey::new([7; 32]);
    let mailbox = Indicator::parse(IndicatorKind::Mailbox, "v.lindqvist@northgate.example");
    let hash = key.hash(&mailbox.expect("a mailbox"));
    let lists = lists.iter().map(|list| (list.clone(), vec![hash]));
    Indicators::new(key, lists, 0)
}

/// Figures that stay when somebody measures again.
fn measured(heuristic: &str) -> BaseRate {
    let (testable, among) = match heuristic {
        "split-clock" => (7_439, "people with at least five self-committed commits"),
        _ => (
            6_693,
            "people with a mailbox or account under enough commits to carry three names",
        ),
    };
    BaseRate {
        fired: 0,
        testable,
        share: 0.0,
        low: 0.0,
        high: 0.000_57,
        among: among.to_owned(),
        corpus: "29 public repositories, 1,595,037 commits".to_owned(),
    }
}

/// The persona's review with nothing accepted.
pub(crate) fn review() -> Review {
    Persona::new().review(&Baseline::default())
}

/// The same with so many findings about so many people.
pub(crate) fn crowded(findings: usize, people: usize) -> Review {
    let mut review = review();
    let mut person = review.people.remove(0);
    let finding = person.findings[0].clone();
    person.findings = vec![finding; findings / people];
    review.people = vec![person; people];
    review
}

fn push(batch: &mut Batch, name: &str, day: u8) {
    let mut id = [day.wrapping_mul(37); 20];
    (0u8..).zip(&mut id).for_each(|(place, byte)| {
        *byte = byte
            .wrapping_add(place.wrapping_mul(59))
            .rotate_left(u32::from(place % 8));
    });
    let identity = format!("{name} <v.lindqvist@northgate.example>");
    let seconds = MONDAY + i64::from(day) * DAY + 15 * 3_600 + i64::from(day) * 977;
    let line = |seconds, zone: &'static str| ActorLine {
        identity: identity.as_bytes(),
        seconds: Some(seconds),
        offset: zone.as_bytes(),
    };
    batch.push(&CommitRecord {
        id: ObjectId::from_bytes(&id).expect("twenty bytes are an id"),
        tree: None,
        parents: Vec::new(),
        author: line(seconds, "-0500"),
        committer: line(seconds + 24, "+0400"),
        encoding: None,
        subject: Subject::Other,
        cherry_picked: false,
        platform: PlatformClaim::None,
        traces: Traces::empty(),
        trailers: Vec::new(),
        signature: Some(SignatureRecord {
            key: Some(Key {
                kind: KeyKind::OpenPgp,
                id: "7C1D09E5A2B84F36".into(),
            }),
            ..SignatureRecord::default()
        }),
    });
}
