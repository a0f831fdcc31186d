//! Small histories for tests, written commit by commit.
//!
//! A [`Story`] keeps its commits, so that [`Variant`]s can be made from it: with all clocks moved, or with all names in
//! another script.

mod content;
mod grant;
mod pull_request;
mod variant;

pub(crate) use grant::{GiverInStory, giver, key};
pub(crate) use pull_request::{AccountInStory, account};
pub(crate) use variant::{Cloaked, Landing, Variant};

use std::collections::BTreeSet;

use countersign_facts::{
    Batch, FileChange, Grade, Grant, HashKey, History, Indicator, IndicatorKind, IndicatorList,
    Indicators, Key, KeyKind, KeyedHash, ObjectId, PlatformClaim, PullRequest, RepositoryIndex,
    Subject, Tlp, Traces,
};
use countersign_people::Population;
use jiff::Timestamp;
use jiff::tz::Offset;

/// What a heuristic must answer about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// It has a finding about someone.
    Fires,
    /// It has enough history and no finding.
    Quiet,
    /// It needs more history, or does not apply.
    Silent,
}

/// A small history with the expected answer of the heuristic whose folder it is in.
pub(crate) struct Case {
    /// One sentence about what happens in it.
    pub(crate) name: &'static str,
    /// What the heuristic must answer.
    pub(crate) expect: Expect,
    /// Writes the history.
    pub(crate) story: fn(&mut Story),
}

/// A name and an e-mail address. A name in braces inside the address is spelled by a machine:
/// `ada@{Bruno Hatch}s-laptop.local` becomes `ada@Bruno-Hatchs-laptop.local`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Who(pub(crate) &'static str, pub(crate) &'static str);

/// GitHub's own committer.
pub(crate) const GITHUB: Who = Who("GitHub", "noreply@github.com");

/// A date in a commit: Unix seconds, and minutes east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At(pub(crate) i64, pub(crate) i32);

/// The first second of 2024-03-04, a Monday, in UTC.
pub(crate) const MONDAY: i64 = 1_709_510_400;
pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 86_400;

/// By how many seconds a person is late on one of many occasions: 0 to 40 minutes, always the same for the same
/// occasion. Only scripts are punctual to the second.
fn late(occasion: i64) -> i64 {
    let mixed = occasion.wrapping_add(1).wrapping_mul(0x1E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0x3F58_476D_1CE4_E5B9);
    (mixed >> 32).rem_euclid(40 * MINUTE)
}

impl At {
    /// About `hour:minute` on a local clock that is `zone` minutes east of UTC, `day` days after that Monday. Every
    /// hour of every day is a little late, and all its minutes are late by the same time.
    pub(crate) fn local(day: i64, hour: i64, minute: i64, zone: i32) -> Self {
        Self::exact(day, hour, minute, zone).plus(late(day * 24 + hour))
    }

    /// Like [`At::local`], but exact to the second, as scripts are.
    pub(crate) const fn exact(day: i64, hour: i64, minute: i64, zone: i32) -> Self {
        Self(
            MONDAY + day * DAY + hour * HOUR + minute * MINUTE - zone as i64 * MINUTE,
            zone,
        )
    }

    /// The same clock `seconds` later.
    pub(crate) fn plus(self, seconds: i64) -> Self {
        Self(self.0 + seconds, self.1)
    }

    /// The same instant on a clock `zone` minutes east.
    pub(crate) fn on(self, zone: i32) -> Self {
        Self(self.0, zone)
    }

    /// The moment as a program writes it, in the spelling of `strftime`.
    pub(crate) fn text(self, spelling: &str) -> String {
        let instant = Timestamp::from_second(self.0).expect("stories are set in our time");
        let zone = Offset::from_seconds(self.1 * 60).expect("a real offset");
        instant
            .to_zoned(zone.to_time_zone())
            .strftime(spelling)
            .to_string()
    }
}

/// The position of a commit in its story.
pub(crate) type Position = usize;

/// A commit to add to a story. It starts as a self-committed commit without parents.
#[derive(Clone, Debug)]
pub(crate) struct NewCommit {
    author: Who,
    authored: At,
    committer: Who,
    committed: At,
    parents: Vec<Position>,
    subject: Subject,
    cherry_picked: bool,
    platform: PlatformClaim,
    traces: Traces,
    signature: Option<Signed>,
    co_author: Option<Who>,
    signed_off: Option<Who>,
    repository: usize,
    also_in: Option<usize>,
    tree: Option<usize>,
}

#[derive(Clone, Debug)]
struct Signed {
    key: Key,
    created: Option<i64>,
    signer: Option<Who>,
}

#[derive(Clone, Debug)]
struct NewTag {
    name: String,
    target: Position,
    tagger: Who,
    at: At,
    signature: Option<Signed>,
}

/// A self-committed commit: author and committer are the same, at the same moment.
pub(crate) fn own(who: Who, at: At) -> NewCommit {
    NewCommit {
        author: who,
        authored: at,
        committer: who,
        committed: at,
        parents: Vec::new(),
        subject: Subject::Other,
        cherry_picked: false,
        platform: PlatformClaim::None,
        traces: Traces::empty(),
        signature: None,
        co_author: None,
        signed_off: None,
        repository: 0,
        also_in: None,
        tree: None,
    }
}

impl NewCommit {
    /// With another committer date.
    pub(crate) fn committed(mut self, at: At) -> Self {
        self.committed = at;
        self
    }

    /// Committed by someone else.
    pub(crate) fn by(mut self, who: Who, at: At) -> Self {
        self.committer = who;
        self.committed = at;
        if who == GITHUB {
            self.platform = PlatformClaim::Verified;
        }
        self
    }

    /// Committed by somebody who calls themselves GitHub, at the moment of the commit, with the signature it has.
    pub(crate) fn claims_github(mut self) -> Self {
        self.committer = GITHUB;
        self.platform = match self.signature {
            Some(_) => PlatformClaim::Unverified,
            None => PlatformClaim::Unsigned,
        };
        self
    }

    /// On top of earlier commits.
    pub(crate) fn on(mut self, parents: &[Position]) -> Self {
        self.parents = parents.to_vec();
        self
    }

    /// With a subject line of this kind.
    pub(crate) fn subject(mut self, subject: Subject) -> Self {
        self.subject = subject;
        self
    }

    /// With a `Co-authored-by` line.
    pub(crate) fn with(mut self, who: Who) -> Self {
        self.co_author = Some(who);
        self
    }

    /// With a `Signed-off-by` line.
    pub(crate) fn signed_off(mut self, who: Who) -> Self {
        self.signed_off = Some(who);
        self
    }

    /// Claims a platform as its committer, with or without a signature that confirms it.
    pub(crate) fn platform(mut self, claim: PlatformClaim) -> Self {
        self.platform = claim;
        self
    }

    /// With git's cherry-pick marker.
    pub(crate) fn cherry_picked(mut self) -> Self {
        self.cherry_picked = true;
        self
    }

    /// Signed with the OpenPGP key of this id, `created` being the signature's own time.
    pub(crate) fn pgp(mut self, id: &str, created: i64) -> Self {
        let key = Key {
            kind: KeyKind::OpenPgp,
            id: id.into(),
        };
        self.signature = Some(Signed {
            key,
            created: Some(created),
            signer: None,
        });
        self
    }

    /// Signed with the SSH key of this fingerprint.
    pub(crate) fn ssh(mut self, id: &str) -> Self {
        let key = Key {
            kind: KeyKind::Ssh,
            id: id.into(),
        };
        self.signature = Some(Signed {
            key,
            created: None,
            signer: None,
        });
        self
    }

    /// With this user id in the signature it has.
    pub(crate) fn signer(mut self, who: Who) -> Self {
        if let Some(signed) = &mut self.signature {
            signed.signer = Some(who);
        }
        self
    }

    /// That names this tool.
    pub(crate) fn traced(mut self, traces: Traces) -> Self {
        self.traces |= traces;
        self
    }

    /// In another repository of the scan than the first.
    pub(crate) fn in_repository(mut self, repository: usize) -> Self {
        self.repository = repository;
        self
    }

    /// In a second repository too.
    pub(crate) fn also_in(mut self, repository: usize) -> Self {
        self.also_in = Some(repository);
        self
    }

    /// With the files of this number. The same number means the same files.
    pub(crate) fn files(mut self, number: usize) -> Self {
        self.tree = Some(number);
        self
    }
}

/// A history that is written commit by commit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Story {
    commits: Vec<NewCommit>,
    tags: Vec<NewTag>,
    organisations: Vec<&'static str>,
    pull: Option<pull_request::Opened>,
    lists: Vec<(IndicatorList, Vec<KeyedHash>)>,
    changes: Vec<(Position, FileChange)>,
    grant: Option<Grant>,
    recalled: Vec<pull_request::Recalled>,
    namesakes: Vec<(&'static str, usize)>,
}

/// The key under which the lists of stories are hashed.
const HASH_KEY: HashKey = HashKey::new([7; 32]);

impl Story {
    /// Adds a commit.
    pub(crate) fn add(&mut self, commit: NewCommit) -> Position {
        self.commits.push(commit);
        self.commits.len() - 1
    }

    /// Adds a merge made with GitHub's button, which shows the clock of `who`'s browser.
    pub(crate) fn web_merge(&mut self, who: Who, at: At) -> Position {
        let parents = [self.commits.len().saturating_sub(1), 0];
        let merge = own(who, at)
            .by(GITHUB, at)
            .on(&parents)
            .subject(Subject::PullRequestMerge);
        self.add(merge)
    }

    /// Adds `count` self-committed commits, about one every `step` seconds from `at` on.
    pub(crate) fn every(&mut self, step: i64, count: i64, who: Who, at: At) {
        for turn in 0..count {
            let wobble = late(turn) * step.min(HOUR) / HOUR;
            self.add(own(who, at.plus(turn * step + wobble)));
        }
    }

    /// Adds an annotated tag, signed with the OpenPGP key of this id if one is given.
    pub(crate) fn tag(
        &mut self,
        name: &str,
        target: Position,
        tagger: Who,
        at: At,
        pgp: Option<&str>,
    ) {
        let signature = pgp.map(|id| Signed {
            key: Key {
                kind: KeyKind::OpenPgp,
                id: id.into(),
            },
            created: Some(at.0),
            signer: None,
        });
        self.tags.push(NewTag {
            name: name.to_owned(),
            target,
            tagger,
            at,
            signature,
        });
    }

    /// The user imports a list of these values. Values that identify nobody are left out, as in every import.
    pub(crate) fn list(&mut self, grade: &str, tlp: Option<Tlp>, listed: &[(IndicatorKind, &str)]) {
        let list = IndicatorList {
            name: format!("list-{}", self.lists.len()),
            source: "Example CERT".to_owned(),
            grade: Grade::parse(grade),
            date: "2024-02-01".to_owned(),
            expires: None,
            tlp,
        };
        let hash = |(kind, value): &(IndicatorKind, &str)| {
            let indicator = Indicator::parse(*kind, value).ok()?;
            Some(HASH_KEY.hash(&indicator))
        };
        let mut hashes: Vec<_> = listed.iter().filter_map(hash).collect();
        // A list is never empty: someone else is on it too.
        hashes.push(KeyedHash([0; 32]));
        self.lists.push((list, hashes));
    }

    /// Names the organisations of the repositories, in order. Each further repository has an organisation of its own.
    pub(crate) fn held_by(&mut self, organisations: &[&'static str]) {
        self.organisations = organisations.to_vec();
    }

    /// The offsets with a meaning of their own on which a variant puts clocks of this story.
    pub(crate) fn landings(&self, variant: &Variant) -> BTreeSet<Landing> {
        let of_commit = |commit: &NewCommit| {
            let by_button = commit.subject == Subject::PullRequestMerge;
            [commit.authored, commit.committed].map(|at| variant.landing(at, by_button))
        };
        let commits = self.commits.iter().flat_map(of_commit);
        let tags = self.tags.iter().map(|tag| variant.landing(tag.at, false));
        let texts = self.stated_clocks().into_iter();
        let texts = texts.map(|at| variant.landing(at, false));
        commits.chain(tags).chain(texts).flatten().collect()
    }

    /// Addresses of everybody who commits on a machine of their own.
    pub(crate) fn committers(&self) -> BTreeSet<&'static str> {
        let own = self
            .commits
            .iter()
            .filter(|commit| commit.author == commit.committer);
        own.map(|commit| commit.author.1).collect()
    }

    /// Everybody who authored a commit.
    pub(crate) fn authors(&self) -> Vec<Who> {
        let mut authors: Vec<_> = self.commits.iter().map(|commit| commit.author).collect();
        authors.sort_by_key(|who| (who.1, who.0));
        authors.dedup();
        authors
    }

    /// The story as facts.
    pub(crate) fn population(&self) -> Population {
        self.facts(&Variant::default()).0
    }

    /// A variant of the story as facts, with its pull request if it has one.
    pub(crate) fn facts(&self, variant: &Variant) -> (Population, Option<PullRequest>) {
        let mut history = History::default();
        let repositories = self
            .commits
            .iter()
            .map(|commit| commit.repository.max(commit.also_in.unwrap_or_default()) + 1)
            .max()
            .unwrap_or(1);
        for repository in 0..repositories {
            let index = history.add_repository(&format!("repository-{repository}"));
            if let Some(organisation) = self.organisations.get(repository) {
                history.set_organisation(index, organisation);
            }
            let mut batch = Batch::default();
            for (position, commit) in self.commits.iter().enumerate() {
                if commit.repository == repository {
                    variant.push(&mut batch, position, commit);
                }
            }
            if repository == 0 {
                variant.push_invented(&mut batch);
                self.tags
                    .iter()
                    .enumerate()
                    .for_each(|(position, tag)| variant.push_tag(&mut batch, position, tag));
            }
            history.absorb(index, batch);
        }
        for (position, commit) in self.commits.iter().enumerate() {
            if let Some(other) = commit.also_in {
                let other = u16::try_from(other).expect("a story has few repositories");
                let index = history.index_of(&id(0, position));
                history.share(index, RepositoryIndex(other));
            }
        }
        let pull = self.pull.as_ref();
        let pull = pull.map(|opened| variant.pull_request(&mut history, opened));
        let indicators = Indicators::new(HASH_KEY, self.lists.clone(), 0);
        let is_examined = !self.changes.is_empty();
        let pull = pull.map(|pull| PullRequest {
            content: self
                .pull
                .as_ref()
                .filter(|_| is_examined)
                .map(|opened| self.content(opened.commits(), &indicators, variant)),
            elsewhere: self.elsewhere(variant),
            ..pull
        });
        let contents = self.contents(&mut history, &indicators, variant);
        history.seal();
        let population = Population::new(history).with_indicators(indicators);
        (population.with_contents(contents), pull)
    }
}

fn id(kind: u8, position: usize) -> ObjectId {
    let mut bytes = [0; 20];
    bytes[0] = kind;
    bytes[12..].copy_from_slice(&(position as u64).to_be_bytes());
    ObjectId::from_bytes(&bytes).expect("twenty bytes are an id")
}
