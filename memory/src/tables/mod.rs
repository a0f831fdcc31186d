//! The memory of people and the commits of clones as Parquet tables that any engine reads, and back into
//! a store.
//!
//! An export is a folder: a folder for each table, in it the table's files, and a manifest that lists
//! every file with its digest. It holds no address: people are keyed hashes, and the key is elsewhere.
//! Rows are written and read in groups, so that the memory it takes does not grow with the store.

mod cell;
mod commits;
mod error;
mod export;
mod file;
mod folder;
mod import;
mod manifest;
mod page;
mod place;
mod rows;
mod table;

pub use commits::ClonedRepository;
pub use error::TablesError;
pub use export::Export;
pub use import::import;
pub use manifest::{FileEntry, Manifest, SCHEMA, Stamp, TableEntry};
pub use page::tables_page;
pub use table::{Column, Layout, Table};
