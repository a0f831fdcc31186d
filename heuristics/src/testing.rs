//! Small histories for tests: told commit by commit, then examined.
//!
//! A [`Story`] keeps what it was told, so that the same story can be told again with every clock moved
//! or every name in another script.

use crate::facts::{
    ActorLine, Batch, CommitRecord, History, Key, KeyKind, ObjectId, SignatureRecord, Subject,
    TagRecord,
};
use crate::population::Population;

/// What a heuristic must answer about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// It fires on somebody.
    Fires,
    /// It has enough and says nothing about anybody.
    Quiet,
    /// It asks for more history, or does not apply.
    Silent,
}

/// A small history with the expected answer of the heuristic whose folder it is in.
pub(crate) struct Case {
    /// A sentence: who does what.
    pub(crate) name: &'static str,
    /// What the heuristic must answer.
    pub(crate) expect: Expect,
    /// Tells the history.
    pub(crate) story: fn(&mut Story),
}

/// Who commits: name and address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Who(pub(crate) &'static str, pub(crate) &'static str);

/// GitHub's own committer.
pub(crate) const GITHUB: Who = Who("GitHub", "noreply@github.com");

/// A clock reading: Unix seconds and minutes east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At(pub(crate) i64, pub(crate) i32);

/// The first second of 2024-03-04, a Monday, in UTC.
pub(crate) const MONDAY: i64 = 1_709_510_400;
pub(crate) const MINUTE: i64 = 60;
pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 86_400;

impl At {
    /// `hour:minute` by the local clock, `day` days after that Monday, on a clock `zone` minutes east.
    pub(crate) fn local(day: i64, hour: i64, minute: i64, zone: i32) -> Self {
        Self(
            MONDAY + day * DAY + hour * HOUR + minute * MINUTE - i64::from(zone) * MINUTE,
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
}

/// Position of a told commit.
pub(crate) type Told = usize;

/// One commit to tell; starts as a self-committed one without parents.
#[derive(Clone, Debug)]
pub(crate) struct Telling {
    author: Who,
    authored: At,
    committer: Who,
    committed: At,
    parents: Vec<Told>,
    subject: Subject,
    cherry_picked: bool,
    signature: Option<Signed>,
    repository: usize,
}

#[derive(Clone, Debug)]
struct Signed {
    key: Key,
    created: Option<i64>,
}

#[derive(Clone, Debug)]
struct ToldTag {
    name: String,
    target: Told,
    tagger: Who,
    at: At,
    signature: Option<Signed>,
}

/// A self-committed commit: author and committer are the same, at the same moment.
pub(crate) fn own(who: Who, at: At) -> Telling {
    Telling {
        author: who,
        authored: at,
        committer: who,
        committed: at,
        parents: Vec::new(),
        subject: Subject::Other,
        cherry_picked: false,
        signature: None,
        repository: 0,
    }
}

impl Telling {
    /// Committed at another moment than authored.
    pub(crate) fn committed(mut self, at: At) -> Self {
        self.committed = at;
        self
    }

    /// Committed by somebody else.
    pub(crate) fn by(mut self, who: Who, at: At) -> Self {
        self.committer = who;
        self.committed = at;
        self
    }

    /// On top of earlier commits.
    pub(crate) fn on(mut self, parents: &[Told]) -> Self {
        self.parents = parents.to_vec();
        self
    }

    /// With a telling subject line.
    pub(crate) fn subject(mut self, subject: Subject) -> Self {
        self.subject = subject;
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
        });
        self
    }

    /// Signed with the SSH key of this fingerprint.
    pub(crate) fn ssh(mut self, id: &str) -> Self {
        let key = Key {
            kind: KeyKind::Ssh,
            id: id.into(),
        };
        self.signature = Some(Signed { key, created: None });
        self
    }

    /// In another repository of the scan than the first.
    pub(crate) fn in_repository(mut self, repository: usize) -> Self {
        self.repository = repository;
        self
    }
}

/// A history being told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Story {
    commits: Vec<Telling>,
    tags: Vec<ToldTag>,
}

impl Story {
    /// Tells a commit.
    pub(crate) fn tell(&mut self, commit: Telling) -> Told {
        self.commits.push(commit);
        self.commits.len() - 1
    }

    /// Tells a merge made by GitHub's button: `who`'s browser clock, two parents.
    pub(crate) fn web_merge(&mut self, who: Who, at: At) -> Told {
        let parents = [self.commits.len().saturating_sub(1), 0];
        let merge = own(who, at)
            .by(GITHUB, at)
            .on(&parents)
            .subject(Subject::PullRequestMerge);
        self.tell(merge)
    }

    /// `count` self-committed commits in step: one every `step` seconds from `at`.
    pub(crate) fn every(&mut self, step: i64, count: i64, who: Who, at: At) {
        for turn in 0..count {
            self.tell(own(who, at.plus(turn * step)));
        }
    }

    /// An annotated tag, signed by the OpenPGP key of this id where one is given.
    pub(crate) fn tag(&mut self, name: &str, target: Told, tagger: Who, at: At, pgp: Option<&str>) {
        let signature = pgp.map(|id| Signed {
            key: Key {
                kind: KeyKind::OpenPgp,
                id: id.into(),
            },
            created: Some(at.0),
        });
        self.tags.push(ToldTag {
            name: name.to_owned(),
            target,
            tagger,
            at,
            signature,
        });
    }

    /// The story as facts.
    pub(crate) fn population(&self) -> Population {
        self.population_with(&Retelling::default())
    }

    /// The story as facts, told differently.
    pub(crate) fn population_with(&self, retelling: &Retelling) -> Population {
        let mut history = History::default();
        let repositories = self
            .commits
            .iter()
            .map(|commit| commit.repository + 1)
            .max()
            .unwrap_or(1);
        for repository in 0..repositories {
            let index = history.add_repository(&format!("repository-{repository}"));
            let mut batch = Batch::default();
            for (position, commit) in self.commits.iter().enumerate() {
                if commit.repository == repository {
                    retelling.push(&mut batch, position, commit);
                }
            }
            if repository == 0 {
                self.tags
                    .iter()
                    .enumerate()
                    .for_each(|(position, tag)| retelling.push_tag(&mut batch, position, tag));
            }
            history.absorb(index, batch);
        }
        history.seal();
        Population::new(history)
    }
}

/// A way to tell the same story that must not change what is said about anybody.
#[derive(Clone, Debug, Default)]
pub(crate) struct Retelling {
    /// Everybody lives this many minutes further east; UTC machines stay what they are. Cases use
    /// zones of full and half hours: an odd quarter never puts a person's clock on UTC.
    pub(crate) minutes_east: i32,
    /// Latin letters of names become letters of this script, starting here.
    pub(crate) script: Option<char>,
}

impl Retelling {
    fn push(&self, batch: &mut Batch, position: usize, commit: &Telling) {
        let (author, committer) = (
            self.identity(commit.author),
            self.identity(commit.committer),
        );
        let (authored, committed) = (self.moment(commit.authored), self.moment(commit.committed));
        batch.push(&CommitRecord {
            id: id(0, position),
            parents: commit.parents.iter().map(|parent| id(0, *parent)).collect(),
            author: line(&author, &authored),
            committer: line(&committer, &committed),
            encoding: None,
            subject: commit.subject,
            cherry_picked: commit.cherry_picked,
            trailers: Vec::new(),
            signature: commit
                .signature
                .as_ref()
                .map(|signed| self.signature(signed)),
        });
    }

    fn push_tag(&self, batch: &mut Batch, position: usize, tag: &ToldTag) {
        let (tagger, at) = (self.identity(tag.tagger), self.moment(tag.at));
        batch.push_tag(&TagRecord {
            id: id(1, position),
            name: tag.name.as_bytes(),
            target: id(0, tag.target),
            tagger: Some(line(&tagger, &at)),
            signature: tag.signature.as_ref().map(|signed| self.signature(signed)),
        });
    }

    fn signature(&self, signed: &Signed) -> SignatureRecord<'static> {
        SignatureRecord {
            key: Some(signed.key.clone()),
            created: signed
                .created
                .map(|created| created - i64::from(self.minutes_east) * MINUTE),
            signer: None,
        }
    }

    /// Who lives further east does the same things at the same local time, and so earlier.
    fn moment(&self, at: At) -> (i64, String) {
        let zone = match at.1 {
            0 => 0,
            zone => (zone + self.minutes_east + 12 * 60).rem_euclid(24 * 60) - 12 * 60,
        };
        let sign = if zone < 0 { '-' } else { '+' };
        let hhmm = zone.abs() / 60 * 100 + zone.abs() % 60;
        (
            at.0 - i64::from(self.minutes_east) * MINUTE,
            format!("{sign}{hhmm:04}"),
        )
    }

    fn identity(&self, Who(name, email): Who) -> String {
        let Some(first) = self.script.filter(|_| name != GITHUB.0) else {
            return format!("{name} <{email}>");
        };
        let letter = |c: char| match c.to_ascii_lowercase() {
            c @ 'a'..='z' => {
                char::from_u32(u32::from(first) + u32::from(c) - u32::from('a')).unwrap_or(c)
            }
            c => c,
        };
        format!("{} <{email}>", name.chars().map(letter).collect::<String>())
    }
}

fn line<'a>(identity: &'a str, (seconds, zone): &'a (i64, String)) -> ActorLine<'a> {
    ActorLine {
        identity: identity.as_bytes(),
        seconds: Some(*seconds),
        offset: zone.as_bytes(),
    }
}

fn id(kind: u8, position: usize) -> ObjectId {
    let mut bytes = [0; 20];
    bytes[0] = kind;
    bytes[12..].copy_from_slice(&(position as u64).to_be_bytes());
    ObjectId::from_bytes(&bytes).expect("twenty bytes are an id")
}
