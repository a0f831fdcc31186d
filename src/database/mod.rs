//! Where the database and the hash key are, and how they are opened: the only place that opens either.

mod hash_key;
mod memory;
mod storage;
mod url;

pub(crate) use hash_key::{KeyArgs, claim, claim_found};
pub(crate) use memory::{Memory, find_person};
pub(crate) use storage::{DataArgs, StorageArgs};
pub(crate) use url::DatabaseArgs;
