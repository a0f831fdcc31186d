//! Mirrors: copies of repositories on disk, fetched by git without files.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use countersign_facts::{PullRequestNumber, RepositoryId};
use countersign_github::{Client, GitCredentials, GithubError, RepositoryName};
use countersign_history::{
    Job, Location, ReadError, RemoteUrl, SyncError, Wants, sync, sync_pull_request,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::ExposeSecret as _;

use crate::error::{JobError, Reason};

/// Why a mirror could not be brought up to date or read.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// GitHub did not issue a token.
    #[error(transparent)]
    Github(#[from] GithubError),
    /// Git cannot fetch.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// What was fetched cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A branch of the pull request has no commit.
    #[error("{0} does not have a commit")]
    NoCommit(String),
    /// Git cannot fetch from the server's address.
    #[error("git cannot fetch from the address of the GitHub server")]
    Address,
    /// The thread that read the mirror ended early.
    #[error("reading the mirror was interrupted")]
    Interrupted,
}

impl From<MirrorError> for JobError {
    fn from(error: MirrorError) -> Self {
        match error {
            MirrorError::Github(error) => error.into(),
            MirrorError::Sync(error) => error.into(),
            MirrorError::Read(error) => error.into(),
            MirrorError::Interrupted => Self::transient("reading the mirror was interrupted"),
            MirrorError::NoCommit(_) => Self::Failed(Reason::new(
                error,
                "a branch of the pull request has no commit",
            )),
            MirrorError::Address => {
                Self::failed("git cannot fetch from the address of the GitHub server")
            }
        }
    }
}

/// The folder of all mirrors. Each repository has its own, named by GitHub's number for it.
#[derive(Clone, Debug)]
pub struct Mirrors {
    root: PathBuf,
    threads: usize,
}

impl Mirrors {
    /// Mirrors below `root`, each read with `threads` threads.
    #[must_use]
    pub fn new(root: PathBuf, threads: usize) -> Self {
        Self { root, threads }
    }

    fn folder(&self, repository: RepositoryId) -> PathBuf {
        self.root.join(repository.to_string())
    }

    /// Brings the mirror of a repository up to date, with the head of a pull request if one is named, and
    /// returns its folder.
    ///
    /// Git gets the token in its environment. Dropping the future stops git.
    ///
    /// # Errors
    /// When GitHub does not issue a token, or git cannot fetch.
    pub async fn update(
        &self,
        client: &Client,
        repository: RepositoryId,
        name: &RepositoryName,
        pull: Option<PullRequestNumber>,
    ) -> Result<PathBuf, MirrorError> {
        let credentials = client.git_credentials().await?;
        let url = address(client.server().web(), name, &credentials)?;
        let folder = self.folder(repository);
        self.blocking(move |job| {
            let synced = match pull {
                Some(number) => sync_pull_request(&url, &folder, number.unsigned(), job)?,
                None => sync(&url, &folder, Wants::default(), job)?,
            };
            Ok(synced.path)
        })
        .await
    }

    /// Runs `work` on a thread that may block. Dropping the future cancels its job.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Job<'_>) -> Result<T, MirrorError> + Send + 'static,
    ) -> Result<T, MirrorError> {
        let cancelled = Arc::new(AtomicBool::new(false));
        let guard = CancelOnDrop(Arc::clone(&cancelled));
        let threads = self.threads;
        let task = tokio::task::spawn_blocking(move || {
            work(&Job {
                threads,
                cancelled: &cancelled,
                progress: &(),
            })
        });
        let done = task.await.map_err(|_| MirrorError::Interrupted)?;
        drop(guard);
        done
    }

    /// Removes the mirror of a repository.
    ///
    /// # Errors
    /// When the folder cannot be removed.
    pub async fn remove(&self, repository: RepositoryId) -> std::io::Result<()> {
        match tokio::fs::remove_dir_all(self.folder(repository)).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// The folder of all mirrors.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}

struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The address to fetch from, with user and token; `history` passes those to git separately.
fn address(
    web: &str,
    name: &RepositoryName,
    credentials: &GitCredentials,
) -> Result<RemoteUrl, MirrorError> {
    let (scheme, rest) = web.split_once("://").ok_or(MirrorError::Address)?;
    let token = utf8_percent_encode(credentials.token().expose_secret(), NON_ALPHANUMERIC);
    let user = GitCredentials::USER;
    let text = format!("{scheme}://{user}:{token}@{rest}/{name}.git");
    match Location::parse(OsStr::new(&text)) {
        Ok(Location::Url(url)) => Ok(url),
        _ => Err(MirrorError::Address),
    }
}
