//! The database, as reviews and notices read it.

use countersign_facts::{HashKey, InstallationId};
use countersign_store::Store;

/// The database, its keys, and the installation on whose behalf it is read.
#[derive(Clone, Copy)]
pub struct StoreAccess<'a> {
    /// The database.
    pub store: &'a Store,
    /// The key under which forgotten people are stored.
    pub key: Option<&'a HashKey>,
    /// The same key, if people are remembered.
    pub memory: Option<&'a HashKey>,
    /// The installation.
    pub installation: InstallationId,
}
