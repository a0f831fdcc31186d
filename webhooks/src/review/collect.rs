//! Collecting facts about a pull request.

use std::path::PathBuf;

use countersign_facts::{Account, ChangeKind, ChangedPath, FileChange};
use countersign_github::{ChangedFile, ChangedLines, Pull, RepositoryName};

use super::ReviewContext;
use crate::account;
use crate::error::JobError;

/// Facts about a pull request from outside its commits, and where the commits are.
#[derive(Clone, Debug)]
pub struct Collected {
    /// The mirror that holds the base and the pull request's head.
    pub mirror: PathBuf,
    /// The account that opened it.
    pub author: Option<Account>,
    /// Files it changes.
    pub paths: Vec<ChangedPath>,
    /// The lines of those files, as far as GitHub shows them.
    pub changes: Vec<FileChange>,
    /// Number of files whose changed lines GitHub does not show.
    pub withheld: u32,
}

/// Fetches the commits, the author's keys and the list of files.
///
/// # Errors
/// See [`JobError`].
pub async fn collect(
    context: ReviewContext<'_>,
    repository: &RepositoryName,
    pull: &Pull,
) -> Result<Collected, JobError> {
    let mirror = context
        .mirrors
        .update(
            context.client,
            pull.repository_id,
            repository,
            Some(pull.number),
        )
        .await?;
    let author = match &pull.author {
        Some(author) => Some(
            account::gather(context.client, context.store_access, author, context.now_ms).await?,
        ),
        None => None,
    };
    let files = context
        .client
        .changed_files(repository, pull.number)
        .await?;
    let withheld = files
        .iter()
        .filter(|file| file.lines == ChangedLines::Withheld);
    Ok(Collected {
        mirror,
        author,
        withheld: u32::try_from(withheld.count()).unwrap_or(u32::MAX),
        changes: files.iter().filter_map(lines).collect(),
        paths: files.into_iter().map(changed).collect(),
    })
}

fn lines(file: &ChangedFile) -> Option<FileChange> {
    let ChangedLines::Shown { added, removed } = &file.lines else {
        return None;
    };
    Some(FileChange {
        path: file.path.as_bytes().into(),
        added: added.clone(),
        removed: removed.clone(),
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
