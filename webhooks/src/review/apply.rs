//! Applying a plan: writing comment, check run and notice.

use countersign_facts::PullRequestNumber;
use countersign_github::{
    Annotation, AnnotationLevel, CheckRunDraft, Client, Conclusion, GithubError, MinimiseReason,
    RepositoryName, WrittenComment,
};

use super::present::CHECK_NAME;
use super::{CheckDraft, CheckPlan, CommentPlan, Reviewed, plan};
use crate::check_reference;
use crate::error::JobError;

impl Reviewed {
    /// Applies the plan, except for the notice.
    ///
    /// # Errors
    /// See [`JobError`].
    pub async fn apply(
        &self,
        client: &Client,
        repository: &RepositoryName,
    ) -> Result<Applied, JobError> {
        apply(client, repository, self, None).await
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The comment's number.
    pub comment: Option<u64>,
    /// Digest of the comment's text.
    pub digest: Option<String>,
    /// When the comment got its text, by GitHub's clock: Unix milliseconds. `None` if it was not written.
    pub written_ms: Option<i64>,
    /// The check run's number.
    pub check_run: Option<u64>,
}

/// Writes comment, check run and notice, in this order. Can be repeated after a failure.
pub(crate) async fn apply(
    github: &Client,
    repository: &RepositoryName,
    reviewed: &Reviewed,
    notice: Option<&RepositoryName>,
) -> Result<Applied, JobError> {
    let number = reviewed.pull.number;
    let comment = write_comment(github, repository, number, &reviewed.plan.comment).await?;
    let check_run = write_check(github, repository, number, &reviewed.plan.check).await?;
    if let (Some(notice_repository), Some(text)) = (notice, &reviewed.plan.notice) {
        github
            .create_issue(notice_repository, &text.title, &text.body)
            .await?;
    }
    Ok(Applied {
        comment: comment.as_ref().map(|written| written.id),
        digest: reviewed.plan.comment.body().map(plan::digest),
        written_ms: comment.map(|written| written.written_ms),
        check_run,
    })
}

async fn write_comment(
    github: &Client,
    repository: &RepositoryName,
    number: PullRequestNumber,
    plan: &CommentPlan,
) -> Result<Option<WrittenComment>, GithubError> {
    let written = match plan {
        CommentPlan::Leave { .. } => return Ok(None),
        CommentPlan::Create { body } => github.create_comment(repository, number, body).await?,
        CommentPlan::Update {
            id,
            node_id,
            folded,
            body,
        } => {
            let written = github.update_comment(repository, *id, body).await?;
            if *folded {
                github.unminimise_comment(node_id).await?;
            }
            written
        }
        CommentPlan::Resolve { id, node_id, body } => {
            let written = github.update_comment(repository, *id, body).await?;
            github
                .minimise_comment(node_id, MinimiseReason::Resolved)
                .await?;
            written
        }
    };
    metrics::counter!("countersign_comments_total").increment(1);
    Ok(Some(written))
}

async fn write_check(
    github: &Client,
    repository: &RepositoryName,
    number: PullRequestNumber,
    plan: &CheckPlan,
) -> Result<Option<u64>, GithubError> {
    let written = match plan {
        CheckPlan::Leave => return Ok(None),
        CheckPlan::Create { draft } => {
            let draft = outgoing(draft, number);
            github.create_check_run(repository, &draft).await
        }
        CheckPlan::Update { id, draft } => {
            // GitHub would add the annotations to those that the run already has.
            let draft = CheckRunDraft {
                annotations: Vec::new(),
                ..outgoing(draft, number)
            };
            let updated = github.update_check_run(repository, *id, &draft).await;
            updated.map(|()| *id)
        }
    };
    match written {
        // Some installations, and tokens of people, may not write check runs. The comment has the same
        // content.
        Err(GithubError::Forbidden { .. }) => Ok(None),
        other => other.map(Some),
    }
}

fn outgoing(draft: &CheckDraft, number: PullRequestNumber) -> CheckRunDraft {
    let remarks = draft.remarks.iter().map(|remark| Annotation {
        path: remark.path.clone(),
        start_line: 1,
        end_line: 1,
        level: AnnotationLevel::Notice,
        title: remark.title.clone(),
        message: remark.message.clone(),
    });
    CheckRunDraft {
        name: CHECK_NAME.to_owned(),
        head: draft.head.clone(),
        external_id: Some(check_reference::of(number)),
        details_url: None,
        conclusion: Some(match draft.conclusion {
            "success" => Conclusion::Success,
            "failure" => Conclusion::Failure,
            _ => Conclusion::Neutral,
        }),
        title: draft.title.clone(),
        summary: draft.summary.clone(),
        text: None,
        annotations: remarks.collect(),
    }
}
