//! The memory of people: where identifiers appear, what joins two of them into one person, and who may see it.

mod entries;
mod expire;
mod export;
mod forget;
mod import;
mod json;
mod moments;
mod rare_names;
mod read;
mod remember;
mod rows;
mod separate;
mod sources;
mod stored;
mod transactions;
mod types;
mod walk;

pub use export::{Cursor, PeopleExport};
pub(crate) use forget::remove_sources;
pub use import::PeopleImport;
pub(crate) use json::hash_in;
pub use stored::{
    StoredAppearance, StoredDecision, StoredFinding, StoredJoin, StoredKeyUse, StoredSeparation,
    StoredSource, Tombstone,
};
pub use types::{
    Appearance, Authored, Component, Expired, FindingDecision, Forgotten, Identifier, Join, KeyUse,
    PersonFinding, Reading, SeenAppearance, SeenJoin, SeenKeyUse, SeenPersonFinding, Separation,
    Source, Viewer,
};
