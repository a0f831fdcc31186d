//! A review up to its plan.

use countersign_facts::{ChangeKind, ChangedPath};
use countersign_github::{Pull, PullState, RepositoryName};
use countersign_report::review::Links;
use countersign_store::Review as Stored;

use super::{Examined, Plan, ReviewContext, collect, examine, look, plan, wanted};
use crate::error::JobError;
use crate::policy::{self, Effective, Policy};
use crate::site::ReviewId;

/// A finished review, before anything is written.
#[derive(Debug)]
pub struct Reviewed {
    /// The pull request.
    pub pull: Pull,
    /// The findings.
    pub examined: Examined,
    /// The policy in effect.
    pub effective: Effective,
    /// The last review, as the database holds it.
    pub past: Option<Stored>,
    /// What to write.
    pub plan: Plan,
    /// The page with the evidence, if the comment links to one.
    pub page: Option<String>,
}

/// Collects, examines and plans, but writes nothing to GitHub. `None` if the pull request is not open or
/// its author is exempt.
///
/// # Errors
/// See [`JobError`].
pub async fn prepare(
    context: ReviewContext<'_>,
    repository: &RepositoryName,
    pull: Pull,
    server: &Policy,
) -> Result<Option<Reviewed>, JobError> {
    let mut effective = policy::load(context.client, repository, server).await?;
    let author = pull.author.as_ref();
    let is_exempt = author.is_some_and(|author| effective.policy.exempts(&author.login));
    if pull.state != PullState::Open || is_exempt {
        return Ok(None);
    }
    let past = match context.store_access {
        Some(access) => {
            let (id, number) = (pull.repository_id.get(), pull.number.get());
            access.store.review(id, number).await?
        }
        None => None,
    };
    let collected = collect(context, repository, &pull).await?;
    let brings_policy = |path: &ChangedPath| {
        path.kind != ChangeKind::Removed && *path.path == *policy::PATH.as_bytes()
    };
    if collected.paths.iter().any(brings_policy) {
        effective.proposed = policy::problem_at(context.client, repository, &pull.head).await?;
    }
    let mut examined = examine(context, &pull, &effective, collected).await?;
    let page = examined.page.take();
    let review = ReviewId {
        repository: pull.repository_id,
        number: pull.number,
    };
    let site = context.site.filter(|_| page.is_some());
    let links = Links {
        evidence: site.map(|site| site.evidence(review)),
        ..context.links()
    };
    let wanted = wanted(&examined, &effective, &pull, &links);
    // Where the policy wants nothing in public, people with write access see no page either.
    let page = page.filter(|_| wanted.comment.is_some());
    let present = look(context.client, repository, &pull, past.as_ref(), &wanted).await?;
    let plan = plan(&wanted, past.as_ref(), &present);
    Ok(Some(Reviewed {
        pull,
        examined,
        effective,
        past,
        plan,
        page,
    }))
}
