//! Rows of the memory of people, as they are exported and imported.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use super::types::Authored;
use crate::identifier_hash::IdentifierHash;

/// A stored source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSource {
    /// Its number in this export, from 1 without gaps, so that it does not reveal how many sources the viewer
    /// does not see.
    pub number: i64,
    /// Its unique name: `github:<repository id>`, or the address or folder that was scanned.
    pub place: String,
    /// Its name, as shown to people.
    pub name: String,
    /// The organisation that owns it.
    pub organisation: String,
    /// GitHub's id of the repository, if the App covers it.
    pub repository: Option<i64>,
    /// The installation that covers it, if the viewer may know.
    pub installation: Option<i64>,
    /// Whether only its installation and the operator may see its content.
    pub private: bool,
    /// When it was first read, Unix milliseconds.
    pub first_read: i64,
    /// When it was last read, Unix milliseconds.
    pub last_read: i64,
    /// When it was last read completely, Unix milliseconds.
    pub completed: Option<i64>,
}

/// A stored appearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAppearance {
    /// Number of its source.
    pub source: i64,
    /// The identifier that appears.
    pub identifier: IdentifierHash,
    /// The name as commits spell it.
    pub name: String,
    /// The account's login; empty if there is none.
    pub login: String,
    /// The authoring time of each commit, sorted.
    pub moments: Vec<Authored>,
    /// When a reading last showed it, Unix milliseconds.
    pub seen: i64,
}

/// A stored join.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredJoin {
    /// The smaller hash.
    pub a: IdentifierHash,
    /// The larger hash.
    pub b: IdentifierHash,
    /// Number of its source.
    pub source: i64,
    /// The reason; the reader of the source defines the text.
    pub reason: String,
    /// Its strength in bits; `None` if the source's `.mailmap` states it.
    pub bits: Option<f64>,
    /// Whether it is an anchor, which needs no other evidence.
    pub anchor: bool,
    /// When a reading last made it, Unix milliseconds.
    pub seen: i64,
}

/// A stored key use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKeyUse {
    /// The key.
    pub key: IdentifierHash,
    /// The identifier that signed.
    pub identifier: IdentifierHash,
    /// Number of its source.
    pub source: i64,
    /// Authoring time of the first commit, Unix seconds.
    pub first: i64,
    /// Authoring time of the last commit, Unix seconds.
    pub last: i64,
    /// The number of commits.
    pub commits: i64,
    /// When a reading last showed it, Unix milliseconds.
    pub seen: i64,
}

/// A stored finding.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredFinding {
    /// One of the person's identifiers.
    pub identifier: IdentifierHash,
    /// Number of its source.
    pub source: i64,
    /// Its fingerprint, unique in the source.
    pub fingerprint: String,
    /// The heuristic that made it.
    pub heuristic: String,
    /// That heuristic's revision.
    pub revision: i64,
    /// Its strength; the reader of the source defines the names.
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

/// A stored separation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSeparation {
    /// The smaller hash.
    pub a: IdentifierHash,
    /// The larger hash.
    pub b: IdentifierHash,
    /// The installation for which it holds; `None` if the operator stated it.
    pub installation: Option<i64>,
    /// Who stated it; empty if the viewer may not know.
    pub who: String,
    /// The reason; empty if the viewer may not know.
    pub reason: String,
    /// When, Unix milliseconds.
    pub at: i64,
}

/// An identifier that was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The identifier, which will not be remembered again.
    pub hash: IdentifierHash,
    /// When it was forgotten, Unix milliseconds.
    pub at: i64,
}

/// A stored decision: a maintainer accepted a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDecision {
    /// GitHub's id of the repository.
    pub repository: i64,
    /// Fingerprint of the finding.
    pub fingerprint: String,
    /// GitHub's id of the account that decided.
    pub who_id: i64,
    /// That account's login at the time.
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
