//! What an export holds: every file with its rows and its digest.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::tables::error::TablesError;

/// Schema of the tables: raised when a column changes its meaning, goes, or comes.
pub const SCHEMA: u32 = 1;

/// The manifest's name. Spark and Hive pass over names that begin with `_`.
pub(crate) const FILE: &str = "_countersign.json";

/// What every file of an export says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Schema of the tables.
    pub schema: u32,
    /// Version of the program that wrote them.
    pub version: String,
    /// Tells the key under which identifiers were hashed from others; not the key.
    pub key_id: String,
}

impl Stamp {
    /// The stamp of what this program writes.
    #[must_use]
    pub fn of_key(key_id: &str) -> Self {
        Self {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            key_id: key_id.to_owned(),
        }
    }

    /// Keys and values in a file's metadata.
    pub(crate) fn pairs(&self, table: &str) -> [(&'static str, String); 4] {
        [
            ("countersign.table", table.to_owned()),
            ("countersign.schema", self.schema.to_string()),
            ("countersign.version", self.version.clone()),
            ("countersign.key_id", self.key_id.clone()),
        ]
    }
}

/// What an export holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What made it.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// The installation whose view it is; `None` for the operator's, who sees everything.
    pub installation: Option<i64>,
    /// When it was made, Unix milliseconds.
    pub exported: i64,
    /// Its tables, in the order in which they are read back.
    pub tables: Vec<TableEntry>,
}

/// A table of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Its name, which is its folder's.
    pub name: String,
    /// Rows of all its files.
    pub rows: u64,
    /// Its files.
    pub files: Vec<FileEntry>,
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its path below the export's folder.
    pub path: String,
    /// Its rows.
    pub rows: u64,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its content, hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Reads the manifest of an export.
    ///
    /// # Errors
    /// When there is none, or a newer program's.
    pub fn read(folder: &Path) -> Result<Self, TablesError> {
        let path = folder.join(FILE);
        let text = fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                TablesError::NoExport(folder.to_owned())
            }
            _ => TablesError::not_read(&path)(error),
        })?;
        /// What a manifest of any schema has.
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

    /// A table, where the export has it.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&TableEntry> {
        self.tables.iter().find(|table| table.name == name)
    }
}
