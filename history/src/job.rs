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
    /// Looking at what commits change.
    Content,
}

/// Told how far a job is; called from any of its threads.
pub trait Progress: Sync {
    /// The job on `repository` (a name or a URL without credentials) enters `stage`.
    fn stage(&self, repository: &str, stage: Stage) {
        let _ = (repository, stage);
    }

    /// So many commits of the current repository are read.
    fn commits(&self, read: u64) {
        let _ = read;
    }

    /// Git printed a progress line; no line ends, credentials removed.
    fn git_line(&self, line: &str) {
        let _ = line;
    }
}

/// Nobody watches.
impl Progress for () {}

/// Means and bounds of a job.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// Threads to read with; 0 counts as 1.
    pub threads: usize,
    /// Set it, from any thread or a signal handler, and the job ends soon with a `Cancelled` error.
    pub cancelled: &'a AtomicBool,
    /// Who watches.
    pub progress: &'a dyn Progress,
}

impl Job<'_> {
    /// `Err` once the caller has cancelled.
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
