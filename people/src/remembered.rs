//! What a memory holds about one person, as one reader may see it: what a dossier is made of.

use std::collections::BTreeMap;

use countersign_facts::{ObjectId, RepositoryIndex};

use crate::resolve::PersonIndex;

/// Everything that is remembered about one person.
#[derive(Clone, Debug, Default)]
pub struct Remembered {
    /// The installation for which it was read; `None` for whoever runs the program.
    pub installation: Option<i64>,
    /// What belongs to the person, by its id: `m-` and twelve hexadecimal digits.
    pub identifiers: BTreeMap<String, Identifier>,
    /// The repositories it was read from.
    pub sources: Vec<Source>,
    /// Names on commits.
    pub appearances: Vec<Appearance>,
    /// Why its identifiers are one person's.
    pub joins: Vec<Join>,
    /// What was said to be another person's.
    pub partings: Vec<Parting>,
    /// Uses of its keys, by the person and by others.
    pub keys: Vec<KeyUse>,
    /// What was found about it.
    pub findings: Vec<Finding>,
    /// Its accounts, as the platform showed them.
    pub accounts: Vec<Account>,
    /// Deploy keys it added.
    pub deploy_keys: Vec<DeployKey>,
    /// Rights it gave, took, was given or lost.
    pub rights: Vec<Right>,
    /// Pull requests that the person approved.
    pub approvals: Vec<Approval>,
    /// Others who look alike and are not joined.
    pub leads: Vec<Lead>,
    /// Whether it is joined to more than was followed.
    pub cut_short: bool,
}

/// What identifies the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// `mailbox`, `account`, `key`, `name`, or `local` for an address that identifies nobody.
    pub kind: String,
    /// The account's number or the key, which are public; nothing for what is only kept as a hash.
    pub shown: Option<String>,
}

/// A repository that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Tells it from all others.
    pub place: String,
    /// The name to show.
    pub name: String,
    /// Who holds it; empty where that is not known.
    pub organisation: String,
    /// Whether it is private.
    pub private: bool,
}

impl Source {
    /// Who holds it. Repositories of unknown holders are each of a holder of their own.
    #[must_use]
    pub fn holder(&self) -> &str {
        match &*self.organisation {
            "" => &self.place,
            organisation => organisation,
        }
    }
}

/// One name of one identifier in one repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The identifier's id.
    pub identifier: String,
    /// Position of the repository in [`Remembered::sources`].
    pub source: usize,
    /// The name.
    pub name: String,
    /// The login in the address; empty where it has none.
    pub login: String,
    /// When each commit was authored: Unix seconds, and the clock's offset in minutes east of UTC where
    /// the clock was the person's own.
    pub moments: Vec<(i64, Option<i16>)>,
}

/// A join of two identifiers.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// Ids of the two.
    pub ends: [String; 2],
    /// What it rests on, as a fragment.
    pub reason: String,
    /// log2 of how much likelier this is between identifiers of one person than of two; `None` where the
    /// `.mailmap` says so.
    pub bits: Option<f64>,
    /// Whether it proves what names and handles only suggest.
    pub anchor: bool,
    /// Position of the repository that shows it.
    pub source: usize,
    /// When it was last seen, Unix milliseconds.
    pub seen: i64,
}

/// Somebody's word that two identifiers are two people's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    /// Ids of the two.
    pub ends: [String; 2],
    /// Who says so.
    pub who: String,
    /// Why.
    pub reason: String,
    /// When, Unix milliseconds.
    pub at: i64,
}

/// Commits of one repository that one identifier signed with one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// The key.
    pub key: String,
    /// Position of the repository.
    pub source: usize,
    /// When the first such commit was made, Unix seconds.
    pub first: i64,
    /// When the last was.
    pub last: i64,
    /// How many there are.
    pub commits: i64,
    /// Who signed, where that is somebody else: the id of an identifier of theirs, and their names.
    pub other: Option<(String, Vec<String>)>,
}

/// A finding that was remembered.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The heuristic's id.
    pub heuristic: String,
    /// Its revision at the time.
    pub revision: i64,
    /// How much it says.
    pub strength: String,
    /// What it weighed.
    pub weight: f64,
    /// The finding's name in decisions and baselines.
    pub fingerprint: String,
    /// Position of the repository.
    pub source: usize,
    /// Commits that show it, each with the field.
    pub evidence: Vec<(String, String)>,
    /// When it was first found, Unix milliseconds.
    pub first_seen: i64,
    /// When it was last found, Unix milliseconds.
    pub last_seen: i64,
    /// What maintainers decided about it.
    pub decisions: Vec<Decision>,
}

/// What a maintainer decided about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Why.
    pub reason: String,
    /// Who.
    pub who: String,
    /// When, Unix milliseconds.
    pub at: i64,
}

/// An account as the platform showed it. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The platform's number for it.
    pub number: i64,
    /// When it was created.
    pub created: Option<i64>,
    /// Every login it was seen with: first and last sight.
    pub logins: Vec<(String, i64, i64)>,
    /// Every signing key it listed.
    pub keys: Vec<AccountKey>,
}

/// A signing key that an account lists. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountKey {
    /// The key.
    pub key: String,
    /// When it was added or made.
    pub created: Option<i64>,
    /// When it was first seen there.
    pub first_seen: i64,
    /// When it was last seen there.
    pub last_seen: i64,
    /// Whether it was gone when the account was last looked at.
    pub removed: bool,
}

/// A deploy key that the person added. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeployKey {
    /// `owner/name` of the repository.
    pub repository: String,
    /// The key.
    pub key: String,
    /// When it was first heard of.
    pub first_seen: i64,
    /// When it was last heard of.
    pub last_seen: i64,
}

/// A right that changed hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// When, Unix milliseconds.
    pub at: i64,
    /// The event and its action: `member.added`.
    pub kind: String,
    /// The repository or organisation, as far as its name is known.
    pub place: String,
    /// Login of whoever did it.
    pub by: Option<String>,
    /// Login of whoever it was done to.
    pub to: Option<String>,
}

/// A pull request that somebody approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// When, Unix milliseconds.
    pub at: i64,
    /// `owner/name` of the repository, as far as it is known.
    pub repository: String,
    /// The pull request's number.
    pub pull_request: u64,
    /// Its head at the time.
    pub commit: Option<String>,
}

/// Somebody who looks alike and is not joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Id of an identifier of theirs.
    pub id: String,
    /// Their names.
    pub names: Vec<String>,
    /// What is alike, as a fragment.
    pub alike: String,
    /// Names of the repositories where they appear.
    pub repositories: Vec<String>,
}

/// A finding of a scan in the form that a memory keeps: who it is about, and where its records stand.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFinding {
    /// Whom it is about.
    pub person: PersonIndex,
    /// The heuristic's id.
    pub heuristic: &'static str,
    /// The heuristic's revision.
    pub revision: u16,
    /// How much the finding says.
    pub strength: &'static str,
    /// What it weighs.
    pub weight: f64,
    /// The stable name of the finding in decisions and baselines.
    pub fingerprint: String,
    /// The records that contradict each other.
    pub evidence: Vec<NewEvidence>,
}

/// One piece of evidence of a [`NewFinding`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvidence {
    /// The repository that shows it.
    pub repository: RepositoryIndex,
    /// The commit or tag, and its field.
    pub record: (ObjectId, &'static str),
    /// The commit or tag that it contradicts, and its field.
    pub contradicts: Option<(ObjectId, &'static str)>,
}
