//! Writing what a plan says.

use countersign_github::{
    Annotation, AnnotationLevel, CheckRunDraft, Conclusion, GithubError, MinimiseReason,
    RepositoryName, Write,
};

use super::present::CHECK_NAME;
use super::{CheckDraft, CheckPlan, CommentPlan, Reviewed, plan};
use crate::error::JobError;

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The comment's number.
    pub comment: Option<u64>,
    /// Digest of the comment's text.
    pub digest: Option<String>,
    /// The check run's number.
    pub check_run: Option<u64>,
}

/// Writes comment, check run and notice, in this order. May be done again after it failed.
pub(super) async fn apply(
    github: &dyn Write,
    repository: &RepositoryName,
    reviewed: &Reviewed,
    notice: Option<&RepositoryName>,
) -> Result<Applied, JobError> {
    let number = reviewed.pull.number;
    let comment = write_comment(github, repository, number, &reviewed.plan.comment).await?;
    let check_run = write_check(github, repository, number, &reviewed.plan.check).await?;
    if let (Some(place), Some(text)) = (notice, &reviewed.plan.notice) {
        github.create_issue(place, &text.title, &text.body).await?;
    }
    Ok(Applied {
        comment,
        digest: reviewed.plan.comment.body().map(plan::digest),
        check_run,
    })
}

async fn write_comment(
    github: &dyn Write,
    repository: &RepositoryName,
    number: u64,
    plan: &CommentPlan,
) -> Result<Option<u64>, GithubError> {
    let id = match plan {
        CommentPlan::Leave { .. } => return Ok(None),
        CommentPlan::Create { body } => github.create_comment(repository, number, body).await?.id,
        CommentPlan::Update {
            id,
            node_id,
            folded,
            body,
        } => {
            github.update_comment(repository, *id, body).await?;
            if *folded {
                github.unminimise_comment(node_id).await?;
            }
            *id
        }
        CommentPlan::Resolve { id, node_id, body } => {
            github.update_comment(repository, *id, body).await?;
            github
                .minimise_comment(node_id, MinimiseReason::Resolved)
                .await?;
            *id
        }
    };
    metrics::counter!("countersign_comments_total").increment(1);
    Ok(Some(id))
}

async fn write_check(
    github: &dyn Write,
    repository: &RepositoryName,
    number: u64,
    plan: &CheckPlan,
) -> Result<Option<u64>, GithubError> {
    let written = match plan {
        CheckPlan::Leave => return Ok(None),
        CheckPlan::Create { draft } => {
            let draft = outgoing(draft, number);
            github.create_check_run(repository, &draft).await
        }
        CheckPlan::Update { id, draft } => {
            // GitHub adds annotations to those a run has; they were written with it.
            let draft = CheckRunDraft {
                annotations: Vec::new(),
                ..outgoing(draft, number)
            };
            let updated = github.update_check_run(repository, *id, &draft).await;
            updated.map(|()| *id)
        }
    };
    match written {
        // The comment says the same; not every installation, and no person's token, may write checks.
        Err(GithubError::Forbidden { .. }) => Ok(None),
        other => other.map(Some),
    }
}

fn outgoing(draft: &CheckDraft, number: u64) -> CheckRunDraft {
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
        external_id: Some(format!("{}{number}", crate::events::EXTERNAL_ID)),
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
