//! Rows that come in, as the statements in `sql/import` take them: their fields are the names there.

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct TombstoneEntry {
    pub(super) hash: String,
    pub(super) at: i64,
}

#[derive(Serialize)]
pub(super) struct RepositoryEntry {
    pub(super) id: i64,
    pub(super) installation: i64,
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) private: i64,
    pub(super) backfilled: Option<i64>,
    pub(super) updated: i64,
}

#[derive(Serialize)]
pub(super) struct SourceEntry {
    pub(super) place: String,
    pub(super) name: String,
    pub(super) organisation: String,
    pub(super) repository: Option<i64>,
    pub(super) installation: Option<i64>,
    pub(super) private: i64,
    pub(super) first_read: i64,
    pub(super) last_read: i64,
    pub(super) completed: Option<i64>,
}

#[derive(Serialize)]
pub(super) struct AppearanceEntry {
    /// Its position among the rows that came in.
    pub(super) number: usize,
    pub(super) source: i64,
    pub(super) identifier: String,
    pub(super) name: String,
    pub(super) login: String,
    pub(super) name_key: String,
    pub(super) login_key: String,
    /// Packed, in hexadecimal; `None` until the known ones are added.
    pub(super) moments: Option<String>,
    pub(super) seen: i64,
}

#[derive(Serialize)]
pub(super) struct JoinEntry {
    pub(super) source: i64,
    pub(super) a: String,
    pub(super) b: String,
    pub(super) reason: String,
    pub(super) bits: Option<f64>,
    pub(super) anchor: i64,
    pub(super) seen: i64,
}

#[derive(Serialize)]
pub(super) struct KeyUseEntry {
    pub(super) source: i64,
    pub(super) key: String,
    pub(super) identifier: String,
    pub(super) first_use: i64,
    pub(super) last_use: i64,
    pub(super) commits: i64,
    pub(super) seen: i64,
}

#[derive(Serialize)]
pub(super) struct FindingEntry {
    pub(super) source: i64,
    pub(super) fingerprint: String,
    pub(super) identifier: String,
    pub(super) heuristic: String,
    pub(super) revision: i64,
    pub(super) strength: String,
    pub(super) weight: f64,
    pub(super) evidence: String,
    pub(super) first_seen: i64,
    pub(super) last_seen: i64,
}

#[derive(Serialize)]
pub(super) struct SeparationEntry {
    pub(super) a: String,
    pub(super) b: String,
    pub(super) installation: i64,
    pub(super) who: String,
    pub(super) reason: String,
    pub(super) at: i64,
}

#[derive(Serialize)]
pub(super) struct DecisionEntry {
    pub(super) repository: i64,
    pub(super) fingerprint: String,
    pub(super) who_id: i64,
    pub(super) who_login: String,
    pub(super) reason: String,
    pub(super) at: i64,
}
