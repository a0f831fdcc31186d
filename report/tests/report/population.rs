//! A small population with hand-made outcomes, so that these tests do not move with the heuristics.

use countersign_facts::{
    ActorLine, Batch, CommitRecord, History, Key, KeyKind, ObjectId, PlatformClaim,
    SignatureRecord, Subject, Tlp, Traces,
};
use countersign_heuristics::{
    Answer, Evidence, Fact, Family, Finding, Heuristic, Level, Outcome, PersonAssessment, Strength,
    catalogue,
};
use countersign_people::{Dossier, Population};
use countersign_report::{BaseRate, Baseline, Repository, Request, Scan, Skipped, Tally};

/// The first second of 2024-03-04, a Monday, in UTC.
const MONDAY: i64 = 1_709_510_400;
const DAY: i64 = 86_400;

/// One author's commits in one repository.
pub(crate) struct Work {
    pub(crate) who: &'static str,
    pub(crate) commits: i64,
    pub(crate) repository: usize,
    /// Zone of the author's and of the committer's time.
    pub(crate) zones: [&'static str; 2],
    pub(crate) key: Option<(KeyKind, &'static str)>,
}

pub(crate) fn work(who: &'static str, commits: i64) -> Work {
    Work {
        who,
        commits,
        repository: 0,
        zones: ["-0500", "-0500"],
        key: None,
    }
}

/// What the heuristic answers about whoever uses an address.
pub(crate) type Answers<'a> = &'a dyn Fn(&str, &Dossier<'_>) -> Outcome;

pub(crate) fn population(works: &[Work]) -> Population {
    let mut history = History::default();
    let repositories = works
        .iter()
        .map(|work| work.repository)
        .max()
        .unwrap_or_default();
    for repository in 0..=repositories {
        let index = history.add_repository(&format!("repository-{repository}"));
        let mut batch = Batch::default();
        for (number, work) in (0u8..).zip(works) {
            if work.repository == repository {
                (0..work.commits).for_each(|day| push(&mut batch, number, work, day));
            }
        }
        history.absorb(index, batch);
    }
    history.seal();
    Population::new(history)
}

fn push(batch: &mut Batch, number: u8, work: &Work, day: i64) {
    let mut id = [number + 0xa0; 20];
    id[..8].copy_from_slice(&day.to_be_bytes());
    id.rotate_left(7);
    let seconds = MONDAY + day * DAY + i64::from(number) * 3_600;
    let line = |seconds, zone: &'static str| ActorLine {
        identity: work.who.as_bytes(),
        seconds: Some(seconds),
        offset: zone.as_bytes(),
    };
    let key = work.key.map(|(kind, id)| Key {
        kind,
        id: id.into(),
    });
    batch.push(&CommitRecord {
        id: ObjectId::from_bytes(&id).expect("twenty bytes are an id"),
        tree: None,
        parents: Vec::new(),
        author: line(seconds, work.zones[0]),
        committer: line(seconds + 24, work.zones[1]),
        encoding: None,
        subject: Subject::Other,
        cherry_picked: false,
        platform: PlatformClaim::None,
        traces: Traces::empty(),
        trailers: Vec::new(),
        signature: key.map(|key| SignatureRecord {
            key: Some(key),
            ..SignatureRecord::default()
        }),
    });
}

/// A finding over all of a person's commits: author against committer date.
pub(crate) fn finding(
    dossier: &Dossier<'_>,
    strength: Strength,
    subject: &str,
    summary: &str,
) -> Finding {
    let evidence = dossier.authored().map(|commit| {
        Evidence::of(
            &commit,
            Fact::author_date(&commit),
            Some(Fact::committer_date(&commit)),
        )
    });
    Finding::new(strength, summary.to_owned(), evidence.collect()).about(subject)
}

/// The only heuristic that answers.
pub(crate) fn heuristic() -> &'static Heuristic {
    catalogue()
        .iter()
        .find(|one| one.id == "split-clock")
        .expect("it is in the catalogue")
}

pub(crate) fn assess(population: &Population, answers: Answers<'_>) -> Vec<PersonAssessment> {
    let assess = |dossier: Dossier<'_>| {
        let first = dossier.person().identities[0];
        let email = dossier
            .history()
            .identities()
            .get(first)
            .email()
            .into_owned();
        let outcome = Some(answers(&email, &dossier));
        PersonAssessment {
            person: dossier.index(),
            answers: vec![Answer {
                heuristic: heuristic(),
                outcome,
            }],
        }
    };
    population.dossiers().map(assess).collect()
}

pub(crate) fn scan(
    population: &Population,
    answers: Answers<'_>,
    baseline: &Baseline,
    min_level: Level,
) -> Scan {
    let assessments = assess(population, answers);
    let repositories = population
        .history()
        .repositories()
        .iter()
        .map(|name| Repository {
            name: name.to_string(),
            source: format!("../{name}"),
            object_format: "sha1".to_owned(),
            commits: 20,
            refs: 2,
            ..Repository::default()
        });
    let scan = Scan::new(Request {
        population,
        assessments: &assessments,
        repositories: repositories.collect(),
        baseline,
        min_level,
        tlp: Tlp::Red,
    });
    frozen(scan)
}

/// The same scan with words and figures that no heuristic's author changes.
fn frozen(mut scan: Scan) -> Scan {
    scan.tool.version = "0.0.0";
    for person in &mut scan.people {
        for finding in &mut person.findings {
            freeze(finding);
        }
    }
    scan.heuristics
        .iter_mut()
        .for_each(|tally: &mut Tally| tally.revision = 1);
    scan
}

fn freeze(finding: &mut countersign_report::Finding) {
    let rate = |fired, testable, among: &str| {
        Some(BaseRate {
            fired,
            testable,
            share: f64::from(fired) / f64::from(testable),
            low: 0.0,
            high: 0.004,
            among: among.to_owned(),
            corpus: "259 public repositories".to_owned(),
        })
    };
    finding.revision = 1;
    finding.weight = 1.3;
    if finding.subject.is_empty() {
        finding.title = "two dates of one commit show two clocks";
        finding.innocent = "a script or tool that sets only one of git's two dates, or a machine \
                            whose zone was being changed at that moment";
        finding.base_rate = rate(
            1,
            22_758,
            "identities with at least ten self-committed commits",
        );
    } else {
        finding.heuristic = "unrelated-names";
        finding.family = Family::Identity;
        finding.title = "one identifier carries unrelated names";
        finding.innocent = "a shared mailbox, a changed name";
        finding.base_rate = rate(10, 683, "ordinary people");
    }
}

/// Somebody at every level, two repositories, gaps, and an accepted finding.
pub(crate) fn cast() -> Population {
    let key = Some((KeyKind::OpenPgp, "AAAABBBBCCCCDDDD"));
    let zones = ["-0500", "+0800"];
    population(&[
        Work {
            zones,
            key,
            ..work("Ada Example <ada@corp.test.example>", 20)
        },
        Work {
            key,
            ..work("A. Example <ada@home.test.example>", 2)
        },
        Work {
            key,
            ..work("Ada E. <77+ada-e@users.noreply.github.com>", 1)
        },
        Work {
            repository: 1,
            ..work("Bea Sample <bea@mail.test.example>", 7)
        },
        work("Chi 山田太郎 <chi@mail.test.example>", 2),
        work("Dan Quiet <dan@mail.test.example>", 1),
        work("Eve Accepted <eve@mail.test.example>", 3),
        work("build <build-bot[bot]@users.noreply.github.com>", 5),
    ])
}

pub(crate) fn said(email: &str, dossier: &Dossier<'_>) -> Outcome {
    let split =
        "20 of 23 self-committed commits carry two clocks at once, up to 13 h apart within 24 s";
    let finding = |strength, subject, summary| finding(dossier, strength, subject, summary);
    match email {
        "ada@corp.test.example" => Outcome::Fired(vec![
            finding(
                Strength::Context,
                "ada@corp.test.example",
                "2 names on one mailbox",
            ),
            finding(Strength::Strong, "", split),
        ]),
        "bea@mail.test.example" => Outcome::Fired(vec![finding(
            Strength::Moderate,
            "",
            "7 commits carry two clocks",
        )]),
        "chi@mail.test.example" => Outcome::Fired(vec![finding(
            Strength::Context,
            "",
            "1 commit carries two clocks",
        )]),
        "eve@mail.test.example" => Outcome::Fired(vec![finding(
            Strength::Moderate,
            "",
            "3 commits carry two clocks",
        )]),
        _ => Outcome::NotEnough {
            have: 1,
            want: 5,
            of: "self-committed commits",
        },
    }
}

/// The cast's scan; Eve's finding is accepted.
pub(crate) fn cast_scan(min_level: Level) -> Scan {
    let population = cast();
    let open = scan(&population, &said, &Baseline::default(), Level::Quiet);
    let eve = open
        .people
        .iter()
        .find(|person| person.names == ["Eve Accepted"])
        .expect("everybody is listed");
    let fingerprint = &eve.findings[0].fingerprint;
    let baseline = Baseline::parse(&format!(
        "[[accepted]]\nfinding = \"{fingerprint}\"\nheuristic = \"split-clock\"\n\
         reason = \"the release script sets one date\"\ndate = 2026-01-02\n",
    ))
    .expect("a baseline");
    let mut scan = scan(&population, &said, &baseline, min_level);
    scan.repositories[0].skipped = Skipped {
        malformed: 3,
        unreadable: 1,
        ..Skipped::default()
    };
    scan.repositories[1].shallow = true;
    scan.repositories[1].replaced = 2;
    scan
}
