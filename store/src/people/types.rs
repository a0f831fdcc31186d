//! What a reading of a source says about people, and what the memory answers.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A keyed hash that stands for something that identifies a person: a mailbox, an account, a key, a rare
/// name. The store neither makes nor reads one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentifierHash(pub [u8; 16]);

impl fmt::Display for IdentifierHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

/// Text that is no [`IdentifierHash`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier's hash: give its 32 hexadecimal digits")]
pub struct NotAnIdentifier;

impl FromStr for IdentifierHash {
    type Err = NotAnIdentifier;

    fn from_str(text: &str) -> Result<Self, NotAnIdentifier> {
        let is_hash = text.len() == 32 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = u128::from_str_radix(text, 16).ok().filter(|_| is_hash);
        let number = number.ok_or(NotAnIdentifier)?;
        Ok(Self(number.to_be_bytes()))
    }
}

/// An identifier and what may be said of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier {
    /// Its hash, which the kind is part of.
    pub hash: IdentifierHash,
    /// What it is, in the caller's words. Two of them mean something here: [`Identifier::NAME`] and
    /// [`Identifier::ACCOUNT`].
    pub kind: String,
    /// What it stands for, where everybody may know: an account's number, a key's fingerprint.
    pub shown: Option<String>,
}

impl Identifier {
    /// Kind of a full name so rare that it joins people across sources, unless two accounts bear it.
    pub const NAME: &'static str = "name";
    /// Kind of a GitHub account.
    pub const ACCOUNT: &'static str = "account";
    /// Kind of a personal mailbox.
    pub const MAILBOX: &'static str = "mailbox";
}

/// A history that was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// What tells it from every other: `github:<repository id>`, or the address or folder that was scanned.
    pub place: String,
    /// Its name for people.
    pub name: String,
    /// Whose it is; sources of one organisation share histories.
    pub organisation: String,
    /// GitHub's id of the repository, where the App covers it. What is recorded of that repository then
    /// holds for name, organisation, installation and private, whatever the reading says.
    pub repository: Option<i64>,
    /// The installation that covers it. Answers name it to the operator and to that installation only.
    pub installation: Option<i64>,
    /// Whether only its installation, and whoever runs the program, may see what is in it.
    pub private: bool,
}

/// When a commit was authored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Authored {
    /// Unix seconds.
    pub seconds: i64,
    /// Minutes east of UTC; `None` where the clock is nobody's or another's.
    pub offset: Option<i16>,
}

/// An identifier with a name and a login, and what was authored under them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// Whose.
    pub identifier: IdentifierHash,
    /// The name as commits spell it; beyond [`Appearance::LONGEST`] characters it is cut.
    pub name: String,
    /// The account's login, cut like the name; empty where there is none.
    pub login: String,
    /// One for each commit, in any order; answers are sorted.
    pub moments: Vec<Authored>,
}

impl Appearance {
    /// Characters of a name or a login that are kept: `PostgreSQL` cannot index longer ones.
    pub const LONGEST: usize = 256;
}

/// Why two identifiers are one person's. Which is `a` and which `b` means nothing; answers have the smaller
/// hash first.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// One.
    pub a: IdentifierHash,
    /// The other.
    pub b: IdentifierHash,
    /// In the caller's words.
    pub reason: String,
    /// How much it says, in bits; `None` where the source's `.mailmap` says it.
    pub bits: Option<f64>,
    /// Whether it alone makes them one person.
    pub anchor: bool,
}

/// A key and an identifier that signed with it; or a mailbox that several people use, which therefore
/// joins none of them, and an identifier that stands at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// The key, or the mailbox.
    pub key: IdentifierHash,
    /// Who signed, or stands there.
    pub identifier: IdentifierHash,
    /// Authoring time of the first commit, Unix seconds.
    pub first: i64,
    /// Authoring time of the last commit, Unix seconds.
    pub last: i64,
    /// How many commits.
    pub commits: i64,
}

/// A finding about a person, without what it quotes.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonFinding {
    /// One of the person's identifiers.
    pub identifier: IdentifierHash,
    /// Tells it from the source's other findings.
    pub fingerprint: String,
    /// Which heuristic found it.
    pub heuristic: String,
    /// That heuristic's revision.
    pub revision: i64,
    /// In the caller's words.
    pub strength: String,
    /// Decimal logarithm of how much likelier it is under a false identity.
    pub weight: f64,
    /// JSON array of `{commit, field}`.
    pub evidence: String,
}

/// What one reading of a source says about people.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What was read.
    pub source: Source,
    /// Every identifier that the rest names; others are left out.
    pub identifiers: Vec<Identifier>,
    /// Who appears.
    pub appearances: Vec<Appearance>,
    /// Who is who. Of several for one pair the strongest is kept.
    pub joins: Vec<Join>,
    /// Who signed with what.
    pub keys: Vec<KeyUse>,
    /// What heuristics found.
    pub findings: Vec<PersonFinding>,
    /// Whether all of the source was read: then a join it does not make is withdrawn.
    pub complete: bool,
}

/// Who asks. What they may not see is nowhere in an answer, nor changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Whoever runs the program sees everything.
    Operator,
    /// An installation sees public sources and its own.
    Installation(i64),
}

/// Identifiers that are one person's as far as the asker may know.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Component {
    /// By hash.
    pub identifiers: Vec<Identifier>,
    /// What joins them, by ends and place.
    pub joins: Vec<SeenJoin>,
    /// Whether there is more than was walked. No name is crossed then.
    pub cut_short: bool,
}

/// An appearance and where it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenAppearance {
    /// Its moments are sorted.
    pub appearance: Appearance,
    /// Where.
    pub source: Arc<Source>,
    /// When a reading last showed it, Unix milliseconds.
    pub seen: i64,
}

/// A join and where it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenJoin {
    /// With the smaller hash first.
    pub join: Join,
    /// Where.
    pub source: Arc<Source>,
    /// When a reading last made it, Unix milliseconds.
    pub seen: i64,
}

/// A key's use and where it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenKeyUse {
    /// Over all readings of that source.
    pub key_use: KeyUse,
    /// Where.
    pub source: Arc<Source>,
    /// When a reading last showed it, Unix milliseconds.
    pub seen: i64,
}

/// A finding, where it was made, and what was decided about it.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenPersonFinding {
    /// As last made.
    pub finding: PersonFinding,
    /// Where.
    pub source: Arc<Source>,
    /// When it was first made, Unix milliseconds.
    pub first_seen: i64,
    /// When it was last made, Unix milliseconds.
    pub last_seen: i64,
    /// The latest decision, for the operator and the repository's installation only.
    pub decision: Option<FindingDecision>,
}

/// A maintainer's word that a finding is accounted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingDecision {
    /// The reason given.
    pub reason: String,
    /// The account's name at the time.
    pub who: String,
    /// When, Unix milliseconds.
    pub at: i64,
}

/// Somebody's word that two identifiers are two people's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    /// For which installation it holds; `None` is said by whoever runs the program, and holds for all.
    pub installation: Option<i64>,
    /// Who says so.
    pub who: String,
    /// Why.
    pub reason: String,
}

/// What was forgotten of people.
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

/// What was too old to be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expired {
    /// Sources, with all that is in them.
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
}
