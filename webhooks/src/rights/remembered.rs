//! What is remembered about an account beside the history: rights that it gave and received, releases that
//! it published, pull requests that it opened, keys that it removed.

use countersign_facts::{Account, AccountId, PullRequestNumber, RightsEvent};
use countersign_github::{Client, GithubError, RepositoryName};
use countersign_memory::Approved;
use countersign_report::rights::{Step, What, Who};
use countersign_store::{PrivilegeEvent, Viewer};
use serde::Deserialize as _;
use serde_json::Value;

use super::accounts::{shown, shown_stored};
use crate::error::JobError;
use crate::job::{DeployKey, JobContext, RightsChange};

/// The steps of an account that `events`, GitHub and its earlier keys show.
pub(super) async fn steps(
    job: JobContext<'_>,
    client: &Client,
    repository: &RepositoryName,
    events: &[PrivilegeEvent],
    account: &Account,
) -> Result<Vec<Step>, JobError> {
    let mut steps = Vec::new();
    for event in events {
        steps.extend(step(event, account.id)?);
    }
    steps.extend(events.iter().find_map(|event| approval(event, account.id)));
    steps.extend(pulls(client, repository, account).await?);
    let viewer = Viewer::Installation(job.installation.get());
    let known = job.service.store.account(account.id.get(), viewer).await?;
    if let Some(known) = known {
        steps.extend(known.removed_keys().map(|gone| Step {
            at: gone.last_seen.div_euclid(1_000),
            what: What::KeyGone {
                id: gone.key.id.clone(),
            },
        }));
    }
    Ok(steps)
}

/// The first pull request that the account opened, and the first of its own that was merged.
async fn pulls(
    client: &Client,
    repository: &RepositoryName,
    account: &Account,
) -> Result<Vec<Step>, JobError> {
    let pulls = match client.pulls_by(repository, &account.login).await {
        // Some installations may not list them.
        Err(GithubError::Forbidden { .. }) => Vec::new(),
        other => other?,
    };
    let opened = pulls.first().map(|pull| Step {
        at: pull.opened_ms.div_euclid(1_000),
        what: What::FirstPull {
            number: pull.number,
        },
    });
    let merged = pulls
        .iter()
        .filter_map(|pull| Some((pull.merged_ms?, pull.number)));
    let merged = merged.min().map(|(merged_ms, number)| Step {
        at: merged_ms.div_euclid(1_000),
        what: What::FirstPullMerged { number },
    });
    Ok(opened.into_iter().chain(merged).collect())
}

/// The step that a recorded event is for an account. Replaced keys are left out, because the timeline shows
/// the keys themselves, and so are approvals, of which it shows the first.
fn step(event: &PrivilegeEvent, account: AccountId) -> Result<Option<Step>, JobError> {
    let happened = match RightsEvent::parse(&event.kind) {
        None | Some(RightsEvent::KeysReplaced | RightsEvent::PullRequestApproved) => {
            return Ok(None);
        }
        Some(happened) => happened,
    };
    let by = event.actor.as_ref().map(shown_stored).transpose()?;
    let to = event.subject.as_ref().map(shown_stored).transpose()?;
    let detail = serde_json::from_str(&event.detail).unwrap_or_default();
    let what = what(happened, by, to, named(happened, &detail), account);
    Ok(what.map(|what| Step {
        at: event.at.div_euclid(1_000),
        what,
    }))
}

/// The step of an approval that the account gave.
fn approval(event: &PrivilegeEvent, account: AccountId) -> Option<Step> {
    let actor = event.actor.as_ref()?;
    let is_approval = event.kind == RightsEvent::PullRequestApproved.as_str();
    (is_approval && actor.id == account.get()).then_some(())?;
    let approval: Approved = serde_json::from_str(&event.detail).ok()?;
    Some(Step {
        at: event.at.div_euclid(1_000),
        what: What::FirstApproval {
            number: PullRequestNumber::try_from(approval.pull_request).ok()?,
        },
    })
}

/// The step that the present event is for an account, at this time (Unix seconds).
pub(super) fn present(change: &RightsChange, account: AccountId, at: i64) -> Option<Step> {
    let by = change.actor.as_ref().map(shown);
    let to = change.subject.as_ref().map(shown);
    let named = named(change.event, &change.detail);
    let what = what(change.event, by, to, named, account)?;
    Some(Step { at, what })
}

/// What an event names beside accounts: the title of a deploy key, or the tag of a release.
fn named(event: RightsEvent, detail: &Value) -> Option<String> {
    match event {
        RightsEvent::ReleasePublished => detail["tag"].as_str().map(str::to_owned),
        _ => DeployKey::deserialize(detail).ok()?.title,
    }
}

/// The event from the point of view of the account that it was done to, or else of the account that did it.
fn what(
    event: RightsEvent,
    by: Option<Who>,
    to: Option<Who>,
    title: Option<String>,
    account: AccountId,
) -> Option<What> {
    let is_theirs = |who: &Option<Who>| who.as_ref().is_some_and(|who| who.id == account);
    if is_theirs(&to) {
        Some(What::Received { event, by })
    } else if is_theirs(&by) {
        Some(match title {
            Some(tag) if event == RightsEvent::ReleasePublished => What::Released { tag },
            title => What::Did { event, to, title },
        })
    } else {
        None
    }
}
