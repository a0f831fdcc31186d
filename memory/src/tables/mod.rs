//! Parquet tables with the memory of people and the commits of clones; the memory can be imported again.
//!
//! An export is a folder with a folder of files for each table, and a manifest that lists every file with its
//! digest. It holds no address: people are keyed hashes, and the key is not part of it. Rows are written and read
//! in groups, so the memory that it needs does not grow with the store.

mod cell;
mod commits;
mod error;
mod export;
mod file;
mod folder;
mod import;
mod manifest;
mod page;
mod partition;
mod rows;
mod table;

pub use commits::ClonedRepository;
pub use error::TablesError;
pub use export::Export;
pub use import::import;
pub use manifest::{FileEntry, Manifest, SCHEMA, Stamp, TableEntry};
pub use page::tables_page;
pub use table::{Column, Layout, Table};
