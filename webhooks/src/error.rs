//! Why a job did not end well, sorted by what to do next.

use countersign_github::GithubError;
use countersign_history::{ReadError, SyncError};
use countersign_store::StoreError;

/// What a job's failure asks for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// The installation may not call GitHub before then; the run does not count.
    #[error("GitHub asks to wait until {until_ms} (Unix milliseconds)")]
    RateLimited {
        /// Unix milliseconds.
        until_ms: i64,
    },
    /// It may work in a moment.
    #[error("{0}")]
    Passing(String),
    /// What the job is about is not there any more, or not ours any more: nothing is to be done.
    #[error("{0} is gone")]
    Gone(&'static str),
    /// Something is wrong; another run is worth a try, but only so many.
    #[error("{0}")]
    Failed(String),
}

impl JobError {
    /// The class in a word, for logs and metrics.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Self::RateLimited { .. } => "rate-limited",
            Self::Passing(_) => "passing",
            Self::Gone(_) => "gone",
            Self::Failed(_) => "failed",
        }
    }
}

impl From<GithubError> for JobError {
    fn from(error: GithubError) -> Self {
        match error {
            GithubError::RateLimited { until_ms } => Self::RateLimited { until_ms },
            GithubError::Transient { .. } => Self::Passing(error.to_string()),
            GithubError::NotFound { .. } | GithubError::Gone { .. } => {
                Self::Gone("what it is about")
            }
            GithubError::Suspended => Self::Gone("the installation's permission"),
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::UnknownRepository { .. } => Self::Gone("the repository"),
            error if error.is_transient() => Self::Passing(error.to_string()),
            error => Self::Failed(error.to_string()),
        }
    }
}

impl From<SyncError> for JobError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Failed { .. } | SyncError::Cancelled => Self::Passing(error.to_string()),
            error => Self::Failed(error.to_string()),
        }
    }
}

impl From<ReadError> for JobError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Cancelled => Self::Passing(error.to_string()),
            error => Self::Failed(error.to_string()),
        }
    }
}
