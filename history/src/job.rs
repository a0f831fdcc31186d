//! How a caller watches and stops a reading.

use std::sync::atomic::{AtomicBool, Ordering};

/// What a job is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waiting for another scan that updates the same cached repository.
    Waiting,
    /// Fetching from a remote with git.
    Fetching,
    /// Listing refs and reading annotated tags.
    Refs,
    /// Reading commits.
    Commits,
    /// Examining what commits change.
    Content,
}

/// Receives a job's progress. Any of the job's threads may call it.
pub trait Progress: Sync {
    /// The job on `repository` (a name or a URL without credentials) enters `stage`.
    fn stage(&self, repository: &str, stage: Stage) {
        let _ = (repository, stage);
    }

    /// `read` commits of the current repository have been read so far.
    fn commits(&self, read: u64) {
        let _ = read;
    }

    /// Git printed a progress line; no line ends, credentials removed.
    fn git_line(&self, line: &str) {
        let _ = line;
    }
}

/// Ignores all progress.
impl Progress for () {}

/// How a job runs: its threads, its progress, and how to cancel it.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// Threads to read with; 0 counts as 1.
    pub threads: usize,
    /// Set it from any thread or a signal handler to end the job soon, with a `Cancelled` error.
    pub cancelled: &'a AtomicBool,
    /// Receives the progress.
    pub progress: &'a dyn Progress,
}

impl Job<'_> {
    /// `Err` after the caller cancelled.
    pub(crate) fn check(&self) -> Result<(), Cancelled> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Cancelled);
        }
        Ok(())
    }
}

/// The caller cancelled the job.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cancelled;
