//! What can go wrong with tables: what failed, on what, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use countersign_store::StoreError;
use parquet::errors::ParquetError;

/// Why tables could not be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TablesError {
    /// A file or folder could not be written.
    #[error("failed to write {}", path.display())]
    NotWritten {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file or folder could not be read.
    #[error("failed to read {}", path.display())]
    NotRead {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Parquet's writer refused rows.
    #[error("failed to write {}", path.display())]
    NotEncoded {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ParquetError,
    },
    /// The folder holds something that is no export.
    #[error("{} is not empty and holds no export; name another folder", .0.display())]
    Occupied(PathBuf),
    /// The folder holds an export.
    #[error("{} holds an export already", .0.display())]
    Exists(PathBuf),
    /// The folder holds no export, or one that was never finished.
    #[error("{} holds no finished export", .0.display())]
    NoExport(PathBuf),
    /// A file is not what was exported.
    #[error("{} is damaged: {why}; export anew, or copy the folder again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A newer program made the tables.
    #[error(
        "the tables are newer than this program: they have schema {found}, the newest known here \
         is {known}; install the newer countersign"
    )]
    Newer {
        /// Schema of the tables.
        found: u32,
        /// Newest schema of this program.
        known: u32,
    },
    /// The identifiers were hashed under another key: none would be known again.
    #[error(
        "the tables were made under the key {found}, and the key here is {expected}; identifiers \
         hashed under different keys cannot be compared"
    )]
    OtherKey {
        /// Id of the tables' key.
        found: String,
        /// Id of the key here.
        expected: String,
    },
    /// The caller asked to stop.
    #[error("interrupted")]
    Interrupted,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl TablesError {
    pub(crate) fn damaged(path: &Path, why: impl ToString) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            why: why.to_string(),
        }
    }

    pub(crate) fn not_written(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::NotWritten {
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn not_read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::NotRead {
            path: path.to_owned(),
            source,
        }
    }
}
