//! Why a job failed, sorted by what to do next.

use std::fmt;

use countersign_facts::NotAnId;
use countersign_github::{GithubError, InvalidRepositoryName};
use countersign_history::{ReadError, SyncError};
use countersign_store::StoreError;

/// Why a run failed: the whole reason, which is stored with the job, and the part of it that a log may
/// show. Logs contain no names, addresses or texts, so they leave out paths and messages that may quote
/// one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    whole: String,
    logged: String,
}

impl Reason {
    pub(crate) fn new(whole: impl fmt::Display, logged: impl Into<String>) -> Self {
        Self {
            whole: whole.to_string(),
            logged: logged.into(),
        }
    }

    fn fixed(text: &'static str) -> Self {
        Self::new(text, text)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.whole)
    }
}

/// What a job's failure asks for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// The installation may not call GitHub before then; the run does not count as an attempt.
    #[error("GitHub's rate limit is used up until {until_ms} (Unix milliseconds)")]
    RateLimited {
        /// Unix milliseconds.
        until_ms: i64,
    },
    /// A failure that may go away: the job is run again.
    #[error("{0}")]
    Transient(Reason),
    /// What the job is about does not exist any more: there is nothing to do.
    #[error("{0} does not exist any more")]
    Gone(&'static str),
    /// Something is wrong. The job is run again, but only a few times.
    #[error("{0}")]
    Failed(Reason),
}

impl JobError {
    /// A failure with a fixed reason.
    pub(crate) fn failed(reason: &'static str) -> Self {
        Self::Failed(Reason::fixed(reason))
    }

    /// A failure that may go away, with a fixed reason.
    pub(crate) fn transient(reason: &'static str) -> Self {
        Self::Transient(Reason::fixed(reason))
    }

    /// The class in a word, for logs and metrics.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Self::RateLimited { .. } => "rate-limited",
            Self::Transient(_) => "transient",
            Self::Gone(_) => "gone",
            Self::Failed(_) => "failed",
        }
    }

    /// The reason without names, addresses and texts, for logs.
    #[must_use]
    pub fn logged(&self) -> String {
        match self {
            Self::RateLimited { .. } | Self::Gone(_) => self.to_string(),
            Self::Transient(reason) | Self::Failed(reason) => reason.logged.clone(),
        }
    }
}

impl From<GithubError> for JobError {
    fn from(error: GithubError) -> Self {
        let logged = match &error {
            GithubError::RateLimited { until_ms } => {
                return Self::RateLimited {
                    until_ms: *until_ms,
                };
            }
            GithubError::NotFound { .. } | GithubError::Gone { .. } => {
                return Self::Gone("what the job is about");
            }
            GithubError::Suspended => return Self::Gone("the installation's permission"),
            // The status, or why the connection failed.
            GithubError::Transient { message, .. } => {
                let logged = format!("a call to GitHub failed: {message}");
                return Self::Transient(Reason::new(&error, logged));
            }
            GithubError::Unauthorized { .. } => "GitHub refused the credentials".to_owned(),
            GithubError::Forbidden { .. } => {
                "GitHub forbids a call: the App lacks a permission".to_owned()
            }
            GithubError::Refused { status, .. } => format!("GitHub answered {status} to a call"),
            GithubError::Unreadable { .. } => "cannot read an answer of GitHub's".to_owned(),
            GithubError::Settings { .. } => "a setting of the App is wrong".to_owned(),
        };
        Self::Failed(Reason::new(&error, logged))
    }
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::UnknownRepository { .. } => Self::Gone("the repository"),
            error => {
                let logged = format!("the database failed: {}", error.class());
                match error.is_transient() {
                    true => Self::Transient(Reason::new(error, logged)),
                    false => Self::Failed(Reason::new(error, logged)),
                }
            }
        }
    }
}

impl From<SyncError> for JobError {
    fn from(error: SyncError) -> Self {
        let reason = Reason::new(&error, "git cannot fetch the commits");
        match error {
            SyncError::Failed { .. } | SyncError::Cancelled => Self::Transient(reason),
            _ => Self::Failed(reason),
        }
    }
}

impl From<ReadError> for JobError {
    fn from(error: ReadError) -> Self {
        let reason = Reason::new(&error, "cannot read the mirror");
        match error {
            ReadError::Cancelled => Self::Transient(reason),
            _ => Self::Failed(reason),
        }
    }
}

impl From<InvalidRepositoryName> for JobError {
    fn from(_: InvalidRepositoryName) -> Self {
        Self::failed("the repository's name is not one that GitHub allows")
    }
}

impl From<NotAnId> for JobError {
    fn from(_: NotAnId) -> Self {
        Self::failed("a number is not one that GitHub gives out")
    }
}
