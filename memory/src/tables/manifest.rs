//! The manifest of an export: every file with its number of rows and its digest.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::tables::error::TablesError;

/// Version of the tables' schema; it rises when a column is added, removed or changes its meaning.
pub const SCHEMA: u32 = 1;

/// The manifest's file name. Spark and Hive ignore names that begin with `_`.
pub(crate) const FILE: &str = "_countersign.json";

/// What the metadata of every file of an export says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Version of the tables' schema.
    pub schema: u32,
    /// Version of the program that wrote them.
    pub version: String,
    /// The id of the key under which identifiers were hashed; it does not reveal the key.
    pub key_id: String,
}

impl Stamp {
    /// The stamp of this program's exports.
    #[must_use]
    pub fn of_key(key_id: &str) -> Self {
        Self {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            key_id: key_id.to_owned(),
        }
    }

    /// The keys and values in a file's metadata.
    pub(crate) fn pairs(&self, table: &str) -> [(&'static str, String); 4] {
        [
            ("countersign.table", table.to_owned()),
            ("countersign.schema", self.schema.to_string()),
            ("countersign.version", self.version.clone()),
            ("countersign.key_id", self.key_id.clone()),
        ]
    }
}

/// The manifest of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Schema, program and key.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The installation that may see the content; `None` for the operator, who sees everything.
    pub installation: Option<i64>,
    /// When it was made, Unix milliseconds.
    pub exported: i64,
    /// Its tables, in the order of import.
    pub tables: Vec<TableEntry>,
}

/// A table of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Its name, which is also its folder's.
    pub name: String,
    /// The number of rows in all its files.
    pub rows: u64,
    /// Its files.
    pub files: Vec<FileEntry>,
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its path below the folder of the export.
    pub path: String,
    /// Its number of rows.
    pub rows: u64,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Reads the manifest of an export.
    ///
    /// # Errors
    /// When there is none, or it is from a newer version of the program.
    pub fn read(folder: &Path) -> Result<Self, TablesError> {
        let path = folder.join(FILE);
        let text = fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                TablesError::NoExport(folder.to_owned())
            }
            _ => TablesError::not_read(&path)(error),
        })?;
        /// The field of every manifest, whatever its schema.
        #[derive(Deserialize)]
        struct Any {
            schema: u32,
        }
        let damaged = |error: serde_json::Error| TablesError::damaged(&path, error);
        let Any { schema: found } = serde_json::from_slice(&text).map_err(damaged)?;
        if found > SCHEMA {
            return Err(TablesError::Newer {
                found,
                known: SCHEMA,
            });
        }
        serde_json::from_slice(&text).map_err(damaged)
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<(), TablesError> {
        let path = folder.join(FILE);
        let text = serde_json::to_vec_pretty(self).map_err(std::io::Error::from);
        text.and_then(|text| fs::write(&path, text))
            .map_err(TablesError::not_written(&path))
    }

    /// A table, if the export has it.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&TableEntry> {
        self.tables.iter().find(|table| table.name == name)
    }
}
