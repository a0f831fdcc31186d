//! People as the histories of sources show them: who appears where, what joins two identifiers into one
//! person, and who may know it.

mod expire;
mod export;
mod forget;
mod import;
mod moments;
mod names;
mod part;
mod read;
mod remember;
mod rows;
mod sql;
mod stored;
mod types;
mod walk;

pub use export::{Cursor, PeopleExport};
pub(crate) use forget::remove_sources;
pub use import::PeopleImport;
pub use stored::{
    StoredAppearance, StoredDecision, StoredFinding, StoredJoin, StoredKeyUse, StoredParting,
    StoredSource, Tombstone,
};
pub use types::{
    Appearance, Authored, Component, Expired, FindingDecision, Forgotten, Identifier,
    IdentifierHash, Join, KeyUse, NotAnIdentifier, Parting, PersonFinding, Reading, SeenAppearance,
    SeenJoin, SeenKeyUse, SeenPersonFinding, Source, Viewer,
};
