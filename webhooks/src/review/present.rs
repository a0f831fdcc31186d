//! What GitHub holds of ours before a review writes.

use countersign_github::{Comment, GithubError, Pull, Read, RepositoryName};
use countersign_report::review::is_comment;
use countersign_store::Review as Stored;

use super::{Wanted, unsigned};

/// Name of our check run.
pub(super) const CHECK_NAME: &str = "countersign";

/// The comment we wrote earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PresentComment {
    /// There was none, or none is of interest.
    None,
    /// Somebody deleted it.
    Deleted,
    /// It is there.
    There(Comment),
}

/// What is there of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// The comment.
    pub comment: PresentComment,
    /// The check run on this head.
    pub check: Option<u64>,
}

/// Looks at what GitHub holds, as far as it matters for what is wanted.
///
/// # Errors
/// See [`GithubError`].
pub async fn look(
    github: &dyn Read,
    repository: &RepositoryName,
    pull: &Pull,
    past: Option<&Stored>,
    wanted: &Wanted,
) -> Result<Present, GithubError> {
    Ok(Present {
        comment: look_for_comment(github, repository, pull, past, wanted).await?,
        check: look_for_check(github, repository, past, wanted).await?,
    })
}

async fn look_for_comment(
    github: &dyn Read,
    repository: &RepositoryName,
    pull: &Pull,
    past: Option<&Stored>,
    wanted: &Wanted,
) -> Result<PresentComment, GithubError> {
    let spoke = past.is_some_and(|past| {
        let meant_to = past.comment.is_none() && past.comment_digest.is_some();
        past.level != "quiet" || meant_to
    });
    // One that says that all is resolved needs no second look.
    if wanted.comment.is_none() && !spoke {
        return Ok(PresentComment::None);
    }
    if let Some(id) = past.and_then(|past| past.comment) {
        let comment = github.comment(repository, unsigned(id)).await?;
        return Ok(comment.map_or(PresentComment::Deleted, PresentComment::There));
    }
    // Perhaps one was written and the answer lost, so ours are looked through.
    let own = github.comments_of_app(repository, pull.number).await?;
    let ours = own.into_iter().find(|comment| is_comment(&comment.body));
    Ok(ours.map_or(PresentComment::None, PresentComment::There))
}

async fn look_for_check(
    github: &dyn Read,
    repository: &RepositoryName,
    past: Option<&Stored>,
    wanted: &Wanted,
) -> Result<Option<u64>, GithubError> {
    let head = &wanted.passed.head;
    let past = past.filter(|past| past.head == *head);
    if let Some(id) = past.and_then(|past| past.check_run) {
        return Ok(Some(unsigned(id)));
    }
    if wanted.check.is_none() {
        return Ok(None);
    }
    let runs = match github.check_runs(repository, head, CHECK_NAME).await {
        Err(GithubError::Forbidden { .. }) => return Ok(None),
        other => other?,
    };
    let reference = crate::events::EXTERNAL_ID;
    let ours = runs.into_iter().find(|run| {
        let id = run.external_id.as_deref();
        id.is_some_and(|id| id.starts_with(reference))
    });
    Ok(ours.map(|run| run.id))
}
