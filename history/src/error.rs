//! Why a repository could not be read.

use std::io;
use std::path::PathBuf;

use crate::git::GitError;
use crate::job::Cancelled;

/// Why a repository could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing exists at the path.
    #[error("{} does not exist", path.display())]
    Missing {
        /// The path that was given.
        path: PathBuf,
    },
    /// The path is not a git repository.
    #[error("{} is not a git repository", path.display())]
    NotARepository {
        /// The path that was given.
        path: PathBuf,
    },
    /// A part that every repository needs could not be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The repository uses a format this version does not know.
    #[error("{} uses {what}, which this version cannot read", path.display())]
    Unsupported {
        /// The path that was given.
        path: PathBuf,
        /// Which format.
        what: String,
    },
    /// A ref of the selection does not exist.
    #[error("{} has no ref {name:?}", path.display())]
    NoSuchRef {
        /// The path that was given.
        path: PathBuf,
        /// The ref as it was given.
        name: String,
    },
    /// A ref of the selection cannot be read.
    #[error("cannot read the ref {name:?}: {reason}")]
    BrokenRef {
        /// Full name of the ref.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// `git` failed. It lists the refs of repositories in the reftable format.
    #[error("cannot list the refs of a repository in the reftable format")]
    Git(#[source] GitError),
    /// The caller cancelled the job.
    #[error("the reading was cancelled")]
    Cancelled,
}

impl From<Cancelled> for ReadError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl ReadError {
    /// What the user can do about it, as a sentence that starts with a verb.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Missing { .. } => Some("check the path, or give the URL of a repository"),
            Self::NotARepository { .. } => {
                Some("name a folder that holds `.git`, or a bare repository")
            }
            Self::Unreadable { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied => {
                    Some("run as a user who may read it, or change its permissions")
                }
                _ => Some("run `git fsck` there to see what is damaged"),
            },
            Self::Unsupported { .. } => Some("update Countersign"),
            Self::NoSuchRef { .. } => Some("run `git for-each-ref` there to list its refs"),
            Self::Git(_) => Some("install git 2.45 or newer, which reads reftables"),
            Self::BrokenRef { .. } | Self::Cancelled => None,
        }
    }
}
