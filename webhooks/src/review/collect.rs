//! Bringing together what is known about a pull request.

use std::path::PathBuf;

use countersign_github::{ChangedFile, Pull, Read as _, RepositoryName};
use countersign_heuristics::facts::{Account, ChangeKind, ChangedPath};

use super::{Desk, account};
use crate::error::JobError;

/// Facts about a pull request from outside its commits, and where the commits are.
#[derive(Clone, Debug)]
pub struct Collected {
    /// The mirror that holds the base and the pull request's head.
    pub mirror: PathBuf,
    /// Who opened it.
    pub author: Option<Account>,
    /// Files it changes.
    pub paths: Vec<ChangedPath>,
}

/// Fetches the commits, the author's keys and the list of files.
///
/// # Errors
/// See [`JobError`].
pub async fn collect(
    desk: Desk<'_>,
    repository: &RepositoryName,
    pull: &Pull,
) -> Result<Collected, JobError> {
    let mirror = desk
        .mirrors
        .update(
            desk.client,
            pull.repository_id,
            repository,
            Some(pull.number),
        )
        .await?;
    let author = match &pull.author {
        Some(author) => Some(account::gather(desk.client, desk.store, author, desk.now_ms).await?),
        None => None,
    };
    let files = desk.client.changed_files(repository, pull.number).await?;
    Ok(Collected {
        mirror,
        author,
        paths: files.into_iter().map(changed).collect(),
    })
}

fn changed(file: ChangedFile) -> ChangedPath {
    let bytes = |path: String| path.into_bytes().into_boxed_slice();
    let kind = match (&*file.status, file.previous_path) {
        ("renamed", Some(from)) => ChangeKind::Renamed { from: bytes(from) },
        ("added" | "copied", _) => ChangeKind::Added,
        ("removed", _) => ChangeKind::Removed,
        _ => ChangeKind::Modified,
    };
    ChangedPath {
        path: bytes(file.path),
        kind,
    }
}
