//! What is remembered of an account beside the history: rights it gave and received, releases it
//! published, pull requests it opened, keys it lost.

use countersign_facts::Account;
use countersign_github::{Client, GithubError, Read as _, RepositoryName};
use countersign_report::rights::{Step, What, Who};
use countersign_store::{Person, PrivilegeEvent};
use serde::Deserialize as _;
use serde_json::Value;

use crate::error::JobError;
use crate::jobs::{Approval, DeployKey, Here, Privilege};
use crate::review::{signed, unsigned};

/// The event that tells of a release.
pub(super) const RELEASE: &str = "release.published";
/// The event that keeps that maintainers were told of an account's keys. Its keys stand in a timeline by
/// themselves.
pub(super) const KEYS: &str = "account.keys_exchanged";

/// The steps that `events`, GitHub and what the account showed before tell of an account.
pub(super) async fn steps(
    here: Here<'_>,
    client: &Client,
    repository: &RepositoryName,
    events: &[PrivilegeEvent],
    account: &Account,
) -> Result<Vec<Step>, JobError> {
    let is_approval = |event: &&PrivilegeEvent| event.kind == Privilege::APPROVED;
    let rights = events.iter().filter(|event| !is_approval(event));
    let mut steps: Vec<_> = rights.filter_map(|event| step(event, account.id)).collect();
    let mut approvals = events.iter().filter(is_approval);
    steps.extend(approvals.find_map(|event| first_approval(event, account.id)));
    steps.extend(pulls(client, repository, account).await?);
    let known = here.context.store.account(signed(account.id)).await?;
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
        // Not every installation may list them.
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

fn step(event: &PrivilegeEvent, account: u64) -> Option<Step> {
    if event.kind == KEYS {
        return None;
    }
    let (by, to) = (event.actor.as_ref(), event.subject.as_ref());
    let detail = serde_json::from_str(&event.detail).unwrap_or_default();
    let what = what(
        &event.kind,
        by.map(who),
        to.map(who),
        named(&event.kind, &detail),
        account,
    )?;
    Some(Step {
        at: event.at.div_euclid(1_000),
        what,
    })
}

/// An approval of the account's.
fn first_approval(event: &PrivilegeEvent, account: u64) -> Option<Step> {
    let is_theirs = |actor: &&Person| unsigned(actor.id) == account;
    event.actor.as_ref().filter(is_theirs)?;
    let approval: Approval = serde_json::from_str(&event.detail).ok()?;
    Some(Step {
        at: event.at.div_euclid(1_000),
        what: What::FirstApproval {
            number: approval.pull_request,
        },
    })
}

/// The step that the present event is for an account, at this time (Unix seconds).
pub(super) fn present(privilege: &Privilege, account: u64, at: i64) -> Option<Step> {
    let (by, to) = (privilege.actor.as_ref(), privilege.subject.as_ref());
    let what = what(
        &privilege.kind,
        by.map(super::who),
        to.map(super::who),
        named(&privilege.kind, &privilege.detail),
        account,
    )?;
    Some(Step { at, what })
}

/// What an event names beside people: the deploy key's title, or the release's tag.
fn named(kind: &str, detail: &Value) -> Option<String> {
    match kind {
        RELEASE => detail["tag"].as_str().map(str::to_owned),
        _ => DeployKey::deserialize(detail).ok()?.title,
    }
}

/// An event as its receiver sees it, else as whoever did it.
fn what(
    kind: &str,
    by: Option<Who>,
    to: Option<Who>,
    title: Option<String>,
    account: u64,
) -> Option<What> {
    let is_theirs = |who: &Option<Who>| who.as_ref().is_some_and(|who| who.id == account);
    let kind = kind.to_owned();
    if is_theirs(&to) {
        Some(What::Received { kind, by })
    } else if is_theirs(&by) {
        Some(match title {
            Some(tag) if kind == RELEASE => What::Released { tag },
            title => What::Did { kind, to, title },
        })
    } else {
        None
    }
}

fn who(person: &Person) -> Who {
    Who {
        id: unsigned(person.id),
        login: person.login.clone(),
    }
}
