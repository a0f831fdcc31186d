//! Errors of exports and imports: what failed and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use countersign_store::StoreError;
use parquet::errors::ParquetError;

/// Why tables could not be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TablesError {
    /// A file or folder could not be written.
    #[error("cannot write {}", path.display())]
    NotWritten {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A file or folder could not be read.
    #[error("cannot read {}", path.display())]
    NotRead {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The Parquet library refused rows.
    #[error("cannot write {}", path.display())]
    NotEncoded {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: ParquetError,
    },
    /// The folder is neither empty nor an export.
    #[error("{} is not empty and not an export; choose another folder", .0.display())]
    Occupied(PathBuf),
    /// The folder is an export.
    #[error("{} is an export already", .0.display())]
    Exists(PathBuf),
    /// The folder is not an export, or its export was never finished.
    #[error("{} is not a finished export", .0.display())]
    NoExport(PathBuf),
    /// A file differs from what was exported.
    #[error("{} is damaged: {why}; export again, or copy the folder again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The damage.
        why: String,
    },
    /// A newer version of the program wrote the tables.
    #[error(
        "the tables are newer than this program: they have schema {found}, and this program \
         reads schemas up to {known}; install the newer countersign"
    )]
    Newer {
        /// Schema of the tables.
        found: u32,
        /// Newest schema of this program.
        known: u32,
    },
    /// The identifiers were hashed under another key, so none would match.
    #[error(
        "the identifiers in the tables are hashed under the key {found}, but the key here is {expected}; \
         use the key of the export"
    )]
    OtherKey {
        /// Id of the key of the tables.
        found: String,
        /// Id of the key in use.
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
