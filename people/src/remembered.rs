//! What the memory holds about one person, as far as one reader may see it. Dossiers are made from it.

use std::collections::BTreeMap;

use countersign_facts::{ObjectId, RepositoryIndex};

use crate::resolve::PersonIndex;

/// Everything that is remembered about one person.
#[derive(Clone, Debug, Default)]
pub struct Remembered {
    /// The installation for which it was read; `None` for the operator.
    pub installation: Option<i64>,
    /// The person's identifiers, each by its id: `m-` and twelve hexadecimal digits.
    pub identifiers: BTreeMap<String, Identifier>,
    /// The repositories it was read from.
    pub sources: Vec<Source>,
    /// Names on commits.
    pub appearances: Vec<Appearance>,
    /// Why the identifiers belong to one person.
    pub joins: Vec<Join>,
    /// Identifiers that were separated from the person.
    pub partings: Vec<Parting>,
    /// Uses of the person's keys, by the person and by others.
    pub keys: Vec<KeyUse>,
    /// Findings about the person.
    pub findings: Vec<Finding>,
    /// The person's accounts, as the platform showed them.
    pub accounts: Vec<Account>,
    /// Deploy keys that the person added.
    pub deploy_keys: Vec<DeployKey>,
    /// Rights that the person gave, removed, received or lost.
    pub rights: Vec<Right>,
    /// Pull requests that the person approved.
    pub approvals: Vec<Approval>,
    /// Possible matches that are not linked.
    pub leads: Vec<Lead>,
    /// Whether the person has more links than were followed.
    pub cut_short: bool,
}

/// One identifier of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// `mailbox`, `account`, `key`, `name`, or `local` for an address that does not identify a person.
    pub kind: String,
    /// The account's number or the key, which are public; `None` for values that are only kept as a hash.
    pub shown: Option<String>,
}

/// A repository that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its unique name: host and path, or the path of a local folder.
    pub place: String,
    /// The name to show.
    pub name: String,
    /// Its organisation; empty when unknown.
    pub organisation: String,
    /// Whether it is private.
    pub private: bool,
}

impl Source {
    /// Its organisation. A repository without a known organisation counts as one of its own.
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
    /// The login in the address; empty when it has none.
    pub login: String,
    /// When each commit was authored: Unix seconds, and the offset in minutes east of UTC if it is from the
    /// person's own clock.
    pub moments: Vec<(i64, Option<i16>)>,
}

/// A link between two identifiers.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// Ids of the two.
    pub ends: [String; 2],
    /// Its reason, as a fragment.
    pub reason: String,
    /// log2 of how much likelier this is between identifiers of one person than of two; `None` when the
    /// `.mailmap` states it.
    pub bits: Option<f64>,
    /// Whether it is an anchor.
    pub anchor: bool,
    /// Position of the repository that shows it.
    pub source: usize,
    /// When it was last seen, Unix milliseconds.
    pub seen: i64,
}

/// A statement that two identifiers belong to different people.
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
    /// If another person signed: the id of one of their identifiers, and their names.
    pub other: Option<(String, Vec<String>)>,
}

/// A finding that was remembered.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The heuristic's id.
    pub heuristic: String,
    /// Its revision at the time.
    pub revision: i64,
    /// Its strength.
    pub strength: String,
    /// Its weight at the time.
    pub weight: f64,
    /// The finding's name in decisions and baselines.
    pub fingerprint: String,
    /// Position of the repository.
    pub source: usize,
    /// Commits that show it, each with the field that does.
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
    /// Every login it was seen with, and when it was first and last seen with it.
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
    /// Whether the account no longer listed it when last checked.
    pub removed: bool,
}

/// A deploy key that the person added. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeployKey {
    /// `owner/name` of the repository.
    pub repository: String,
    /// The key.
    pub key: String,
    /// When it was first reported.
    pub first_seen: i64,
    /// When it was last reported.
    pub last_seen: i64,
}

/// A right that was given or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// When, Unix milliseconds.
    pub at: i64,
    /// The event and its action: `member.added`.
    pub kind: String,
    /// The repository or organisation; empty when its name is unknown.
    pub place: String,
    /// Login of the account that did it.
    pub by: Option<String>,
    /// Login of the account that received or lost the right.
    pub to: Option<String>,
}

/// A pull request that the person approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// When, Unix milliseconds.
    pub at: i64,
    /// `owner/name` of the repository; empty when unknown.
    pub repository: String,
    /// The pull request's number.
    pub pull_request: u64,
    /// Its head at the time.
    pub commit: Option<String>,
}

/// A possible match that is not linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Id of an identifier of theirs.
    pub id: String,
    /// Their names.
    pub names: Vec<String>,
    /// What matches, as a fragment.
    pub alike: String,
    /// Names of the repositories where they appear.
    pub repositories: Vec<String>,
}

/// A finding of a scan in the form that the memory stores.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFinding {
    /// The person that it is about.
    pub person: PersonIndex,
    /// The heuristic's id.
    pub heuristic: &'static str,
    /// The heuristic's revision.
    pub revision: u16,
    /// The finding's strength.
    pub strength: &'static str,
    /// Its weight.
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
