//! What GitHub shows of Countersign's before a review writes.

use countersign_github::{Client, Comment, GithubError, Pull, RepositoryName};
use countersign_report::review::is_comment;
use countersign_store::Review as Stored;

use super::Wanted;
use crate::check_reference;
use crate::error::JobError;

/// Name of Countersign's check run.
pub(super) const CHECK_NAME: &str = "countersign";

/// The comment that Countersign wrote earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PresentComment {
    /// There is none, or the review does not need to know.
    None,
    /// Somebody deleted it.
    Deleted,
    /// It is there.
    There(Comment),
}

/// Countersign's comment and check run, as GitHub shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// The comment.
    pub comment: PresentComment,
    /// The check run on this head.
    pub check: Option<u64>,
}

/// Reads what GitHub shows, as far as the plan needs it.
///
/// # Errors
/// See [`JobError`].
pub async fn look(
    github: &Client,
    repository: &RepositoryName,
    pull: &Pull,
    past: Option<&Stored>,
    wanted: &Wanted,
) -> Result<Present, JobError> {
    Ok(Present {
        comment: look_for_comment(github, repository, pull, past, wanted).await?,
        check: look_for_check(github, repository, past, wanted).await?,
    })
}

async fn look_for_comment(
    github: &Client,
    repository: &RepositoryName,
    pull: &Pull,
    past: Option<&Stored>,
    wanted: &Wanted,
) -> Result<PresentComment, JobError> {
    let spoke = past.is_some_and(|past| {
        // Beside a quiet level, a digest is left only by a review that broke off.
        let broke_off = past.comment_digest.is_some();
        past.level != "quiet" || broke_off
    });
    // A comment that says that nothing is left does not have to be read again.
    if wanted.comment.is_none() && !spoke {
        return Ok(PresentComment::None);
    }
    if let Some(id) = past.and_then(|past| past.comment) {
        let comment = github.comment(repository, number(id)?).await?;
        return Ok(comment.map_or(PresentComment::Deleted, PresentComment::There));
    }
    // A comment may have been written although the answer was lost.
    let own = github.comments_of_app(repository, pull.number).await?;
    let ours = own.into_iter().find(|comment| is_comment(&comment.body));
    Ok(ours.map_or(PresentComment::None, PresentComment::There))
}

async fn look_for_check(
    github: &Client,
    repository: &RepositoryName,
    past: Option<&Stored>,
    wanted: &Wanted,
) -> Result<Option<u64>, JobError> {
    let head = &wanted.passed.head;
    let past = past.filter(|past| past.head == *head);
    if let Some(id) = past.and_then(|past| past.check_run) {
        return Ok(Some(number(id)?));
    }
    if wanted.check.is_none() {
        return Ok(None);
    }
    let runs = match github.check_runs(repository, head, CHECK_NAME).await {
        Err(GithubError::Forbidden { .. }) => return Ok(None),
        other => other?,
    };
    let ours = runs.into_iter().find(|run| {
        let id = run.external_id.as_deref();
        id.is_some_and(check_reference::is_ours)
    });
    Ok(ours.map(|run| run.id))
}

/// A comment's or check run's number from the database.
fn number(stored: i64) -> Result<u64, JobError> {
    u64::try_from(stored).map_err(|_| JobError::failed("a stored number is negative"))
}
