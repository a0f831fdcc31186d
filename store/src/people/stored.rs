//! Rows of the memory of people as they leave the store and come back.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use super::types::{Authored, IdentifierHash};

/// A source as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSource {
    /// Its number in this export, from 1 without gaps: how many sources the viewer does not see cannot
    /// be told from it.
    pub number: i64,
    /// What tells it from every other.
    pub place: String,
    /// Its name for people.
    pub name: String,
    /// Whose it is.
    pub organisation: String,
    /// GitHub's id of the repository, where the App covers it.
    pub repository: Option<i64>,
    /// The installation that covers it, where the viewer may know.
    pub installation: Option<i64>,
    /// Whether only its installation, and whoever runs the program, may see what is in it.
    pub private: bool,
    /// When it was first read, Unix milliseconds.
    pub first_read: i64,
    /// When it was last read, Unix milliseconds.
    pub last_read: i64,
    /// When it was last read as a whole, Unix milliseconds.
    pub completed: Option<i64>,
}

/// An appearance as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAppearance {
    /// Number of its source.
    pub source: i64,
    /// Whose.
    pub identifier: IdentifierHash,
    /// The name as commits spell it.
    pub name: String,
    /// The account's login; empty where there is none.
    pub login: String,
    /// One for each commit, sorted.
    pub moments: Vec<Authored>,
    /// When a reading last showed it, Unix milliseconds.
    pub seen: i64,
}

/// A join as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredJoin {
    /// The smaller hash.
    pub a: IdentifierHash,
    /// The other.
    pub b: IdentifierHash,
    /// Number of its source.
    pub source: i64,
    /// Why, in the words of whoever read the source.
    pub reason: String,
    /// How much it says, in bits; `None` where the source's `.mailmap` says it.
    pub bits: Option<f64>,
    /// Whether it alone makes them one person.
    pub anchor: bool,
    /// When a reading last made it, Unix milliseconds.
    pub seen: i64,
}

/// A key's use as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKeyUse {
    /// The key.
    pub key: IdentifierHash,
    /// Who signed.
    pub identifier: IdentifierHash,
    /// Number of its source.
    pub source: i64,
    /// Authoring time of the first commit, Unix seconds.
    pub first: i64,
    /// Authoring time of the last commit, Unix seconds.
    pub last: i64,
    /// How many commits.
    pub commits: i64,
    /// When a reading last showed it, Unix milliseconds.
    pub seen: i64,
}

/// A finding as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredFinding {
    /// One of the person's identifiers.
    pub identifier: IdentifierHash,
    /// Number of its source.
    pub source: i64,
    /// Tells it from the source's other findings.
    pub fingerprint: String,
    /// Which heuristic found it.
    pub heuristic: String,
    /// That heuristic's revision.
    pub revision: i64,
    /// In the words of whoever read the source.
    pub strength: String,
    /// Decimal logarithm of how much likelier it is under a false identity.
    pub weight: f64,
    /// JSON array of `{commit, field}`.
    pub evidence: String,
    /// When it was first made, Unix milliseconds.
    pub first_seen: i64,
    /// When it was last made, Unix milliseconds.
    pub last_seen: i64,
}

/// A parting as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredParting {
    /// The smaller hash.
    pub a: IdentifierHash,
    /// The other.
    pub b: IdentifierHash,
    /// For which installation it holds; `None` is said by whoever runs the program.
    pub installation: Option<i64>,
    /// Who says so; empty where the viewer may not know.
    pub who: String,
    /// Why; empty where the viewer may not know.
    pub reason: String,
    /// When, Unix milliseconds.
    pub at: i64,
}

/// Somebody who was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The identifier that is not remembered again.
    pub hash: IdentifierHash,
    /// Since when, Unix milliseconds.
    pub at: i64,
}

/// A maintainer's word that a finding is accounted for, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDecision {
    /// GitHub's id of the repository.
    pub repository: i64,
    /// Which finding.
    pub fingerprint: String,
    /// GitHub's id of whoever decided.
    pub who_id: i64,
    /// That account's name at the time.
    pub who_login: String,
    /// The reason given.
    pub reason: String,
    /// When, Unix milliseconds.
    pub at: i64,
}

impl FromRow<'_, AnyRow> for StoredDecision {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            repository: row.try_get("repository")?,
            fingerprint: row.try_get("fingerprint")?,
            who_id: row.try_get("who_id")?,
            who_login: row.try_get("who_login")?,
            reason: row.try_get("reason")?,
            at: row.try_get("at")?,
        })
    }
}
