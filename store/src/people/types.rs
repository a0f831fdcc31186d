//! Readings of sources, and the memory's answers.

use std::sync::Arc;

use crate::identifier_hash::IdentifierHash;

/// An identifier and its public description.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier {
    /// Its hash, which includes the kind.
    pub hash: IdentifierHash,
    /// Its kind. The caller defines the kinds, except [`Identifier::NAME`], [`Identifier::ACCOUNT`] and
    /// [`Identifier::MAILBOX`], which the store knows.
    pub kind: String,
    /// What it stands for, if that is public: an account's number or a key's fingerprint.
    pub shown: Option<String>,
}

impl Identifier {
    /// Kind of a full name so rare that it joins people across sources, unless two accounts have it.
    pub const NAME: &'static str = "name";
    /// Kind of a GitHub account.
    pub const ACCOUNT: &'static str = "account";
    /// Kind of a personal mailbox.
    pub const MAILBOX: &'static str = "mailbox";
}

/// A repository that was read into the memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Its unique name: `github:<repository id>`, or the address or folder that was scanned.
    pub place: String,
    /// Its name, as shown to people.
    pub name: String,
    /// The organisation that owns it; sources of one organisation share histories.
    pub organisation: String,
    /// GitHub's id of the repository, if the App covers it. The record of that repository then replaces the
    /// name, organisation, installation and privacy given here.
    pub repository: Option<i64>,
    /// The installation that covers it. Only the operator and that installation see it in answers.
    pub installation: Option<i64>,
    /// Whether only its installation and the operator may see its content.
    pub private: bool,
}

/// When a commit was authored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Authored {
    /// Unix seconds.
    pub seconds: i64,
    /// UTC offset in minutes east; `None` if the clock was not the author's own.
    pub offset: Option<i16>,
}

/// An identifier with a name and a login, and its authoring times under them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The identifier that appears.
    pub identifier: IdentifierHash,
    /// The name as commits spell it, cut after [`Appearance::LONGEST`] characters.
    pub name: String,
    /// The account's login, cut like the name; empty if there is none.
    pub login: String,
    /// The authoring time of each commit, in any order; answers are sorted.
    pub moments: Vec<Authored>,
}

impl Appearance {
    /// Characters of a name or a login that are kept: `PostgreSQL` cannot index longer ones.
    pub const LONGEST: usize = 256;
}

/// Why two identifiers belong to one person. The order of `a` and `b` has no meaning; answers have the smaller
/// hash first.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// One identifier.
    pub a: IdentifierHash,
    /// The other identifier.
    pub b: IdentifierHash,
    /// The reason; the caller defines the text.
    pub reason: String,
    /// Its strength in bits; `None` if the source's `.mailmap` states it.
    pub bits: Option<f64>,
    /// Whether it is an anchor, which needs no other evidence.
    pub anchor: bool,
}

/// A key and an identifier that signed with it; or a mailbox that several people share, and so joins none of
/// them, and an identifier that uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// The key, or the mailbox.
    pub key: IdentifierHash,
    /// The identifier that signed or uses the mailbox.
    pub identifier: IdentifierHash,
    /// Authoring time of the first commit, Unix seconds.
    pub first: i64,
    /// Authoring time of the last commit, Unix seconds.
    pub last: i64,
    /// The number of commits.
    pub commits: i64,
}

/// A finding about a person, without the values that it quotes.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonFinding {
    /// One of the person's identifiers.
    pub identifier: IdentifierHash,
    /// Its fingerprint, unique in the source.
    pub fingerprint: String,
    /// The heuristic that made it.
    pub heuristic: String,
    /// That heuristic's revision.
    pub revision: i64,
    /// Its strength; the caller defines the names.
    pub strength: String,
    /// Decimal logarithm of how much likelier it is under a false identity.
    pub weight: f64,
    /// JSON array of `{commit, field}`.
    pub evidence: String,
}

/// What one reading of a source adds to the memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The source that was read.
    pub source: Source,
    /// Every identifier that the other fields use; others are left out.
    pub identifiers: Vec<Identifier>,
    /// Where identifiers appear.
    pub appearances: Vec<Appearance>,
    /// What joins identifiers. The strongest join of each pair is kept.
    pub joins: Vec<Join>,
    /// Which identifier signed with which key.
    pub keys: Vec<KeyUse>,
    /// The findings of heuristics.
    pub findings: Vec<PersonFinding>,
    /// Whether the source was read completely. Older joins that this reading does not make are then withdrawn.
    pub complete: bool,
}

/// The number that stands for the operator where separations name an installation.
pub(crate) const OPERATOR: i64 = 0;

/// Who asks. Data that the viewer may not see never affects an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// The operator sees everything.
    Operator,
    /// An installation sees public sources and its own.
    Installation(i64),
}

impl Viewer {
    /// The installation that asks, if one does.
    pub(crate) fn installation(self) -> Option<i64> {
        match self {
            Self::Operator => None,
            Self::Installation(id) => Some(id),
        }
    }
}

/// Identifiers that belong to one person, by what the viewer may see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Component {
    /// Sorted by hash.
    pub identifiers: Vec<Identifier>,
    /// What joins them, sorted by their hashes and place.
    pub joins: Vec<SeenJoin>,
    /// Whether the walk stopped before its end. Names then join nothing.
    pub cut_short: bool,
}

/// An appearance and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenAppearance {
    /// Its moments are sorted.
    pub appearance: Appearance,
    /// Its source.
    pub source: Arc<Source>,
    /// When a reading last showed it, Unix milliseconds.
    pub seen: i64,
}

/// A join and its source.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenJoin {
    /// The join, with the smaller hash first.
    pub join: Join,
    /// Its source.
    pub source: Arc<Source>,
    /// When a reading last made it, Unix milliseconds.
    pub seen: i64,
}

/// A key use and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenKeyUse {
    /// The key use, over all readings of that source.
    pub key_use: KeyUse,
    /// Its source.
    pub source: Arc<Source>,
    /// When a reading last showed it, Unix milliseconds.
    pub seen: i64,
}

/// A finding, its source, and the decision about it.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenPersonFinding {
    /// The finding, as last made.
    pub finding: PersonFinding,
    /// Its source.
    pub source: Arc<Source>,
    /// When it was first made, Unix milliseconds.
    pub first_seen: i64,
    /// When it was last made, Unix milliseconds.
    pub last_seen: i64,
    /// The latest decision; only the operator and the repository's installation see it.
    pub decision: Option<FindingDecision>,
}

/// A maintainer's decision to accept a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingDecision {
    /// The reason given.
    pub reason: String,
    /// The account's login at the time.
    pub who: String,
    /// When, Unix milliseconds.
    pub at: i64,
}

/// A statement that two identifiers belong to different people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Separation {
    /// The installation for which it holds; `None` if the operator stated it, for all installations.
    pub installation: Option<i64>,
    /// Who stated it.
    pub who: String,
    /// The reason given.
    pub reason: String,
}

/// The number of rows that were forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Appearances.
    pub appearances: u64,
    /// Joins.
    pub joins: u64,
    /// Uses of keys.
    pub key_uses: u64,
    /// Findings.
    pub findings: u64,
}

/// The number of records that expired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expired {
    /// Sources, with their content.
    pub sources: u64,
    /// Appearances in sources that stay.
    pub appearances: u64,
    /// Joins in sources that stay.
    pub joins: u64,
    /// Uses of keys in sources that stay.
    pub key_uses: u64,
    /// Findings in sources that stay.
    pub findings: u64,
    /// Accounts, with their logins and keys.
    pub accounts: u64,
    /// Privilege events.
    pub events: u64,
    /// Deploy keys.
    pub deploy_keys: u64,
    /// Bodies of deliveries.
    pub bodies: u64,
    /// Pages of reviews.
    pub pages: u64,
}
