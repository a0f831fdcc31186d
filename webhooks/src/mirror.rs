//! Copies of repositories' commits on disk: fetched by git without files, read as facts.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use countersign_github::{Client, GitCredentials, GithubError, RepositoryName};
use countersign_history::{
    Job, Location, ReadError, RemoteUrl, SyncError, Wants, sync, sync_pull_request,
};
use secrecy::ExposeSecret as _;

use crate::error::JobError;

/// Why a mirror could not be brought up to date or read.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// GitHub gave no token.
    #[error(transparent)]
    Github(#[from] GithubError),
    /// Git could not fetch.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// What was fetched cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The pull request's or its base's branch is not there.
    #[error("{0} has no commit")]
    NoCommit(String),
    /// The server's address is no place to fetch from.
    #[error("the server's address cannot be fetched from")]
    Address,
    /// The thread that did it ended early.
    #[error("the work was given up")]
    GivenUp,
}

impl From<MirrorError> for JobError {
    fn from(error: MirrorError) -> Self {
        match error {
            MirrorError::Github(error) => error.into(),
            MirrorError::Sync(error) => error.into(),
            MirrorError::Read(error) => error.into(),
            MirrorError::GivenUp => Self::Passing(error.to_string()),
            error => Self::Failed(error.to_string()),
        }
    }
}

/// The folder of all mirrors. Each repository has one of its own, named by GitHub's number for it.
#[derive(Clone, Debug)]
pub struct Mirrors {
    root: PathBuf,
    threads: usize,
}

impl Mirrors {
    /// Mirrors below `root`, read with so many threads.
    #[must_use]
    pub fn new(root: PathBuf, threads: usize) -> Self {
        Self { root, threads }
    }

    fn folder(&self, repository: u64) -> PathBuf {
        self.root.join(repository.to_string())
    }

    /// Brings the mirror of a repository up to date, with the head of a pull request where one is
    /// named, and answers where it is.
    ///
    /// The token travels in git's environment. Dropping the future ends git.
    ///
    /// # Errors
    /// When there is no token, or git cannot fetch.
    pub async fn update(
        &self,
        client: &Client,
        repository: u64,
        name: &RepositoryName,
        pull: Option<u64>,
    ) -> Result<PathBuf, MirrorError> {
        let credentials = client.git_credentials().await?;
        let url = address(client.server().web(), name, &credentials)?;
        let folder = self.folder(repository);
        self.blocking(move |job| {
            let synced = match pull {
                Some(number) => sync_pull_request(&url, &folder, number, job)?,
                None => sync(&url, &folder, Wants::default(), job)?,
            };
            Ok(synced.path)
        })
        .await
    }

    /// Runs `work` on a thread where it may block; dropping the future cancels its job.
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
        let done = task.await.map_err(|_| MirrorError::GivenUp)?;
        drop(guard);
        done
    }

    /// Removes the mirror of a repository.
    ///
    /// # Errors
    /// When the folder cannot be removed.
    pub async fn remove(&self, repository: u64) -> std::io::Result<()> {
        match tokio::fs::remove_dir_all(self.folder(repository)).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Where mirrors lie.
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

/// The address to fetch from; git gets user and token apart from it.
fn address(
    web: &str,
    name: &RepositoryName,
    credentials: &GitCredentials,
) -> Result<RemoteUrl, MirrorError> {
    let (scheme, rest) = web.split_once("://").ok_or(MirrorError::Address)?;
    let token = percent(credentials.token().expose_secret());
    let user = GitCredentials::USER;
    let text = format!("{scheme}://{user}:{token}@{rest}/{name}.git");
    match Location::parse(OsStr::new(&text)) {
        Ok(Location::Url(url)) => Ok(url),
        _ => Err(MirrorError::Address),
    }
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
