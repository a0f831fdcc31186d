//! From a delivery to the job it asks for.

mod payload;
mod privilege;

use countersign_store::{Delivery, Received, Repository, Store, StoreError};

use crate::jobs::{Command, Covered, Installation, Job, Place};
use payload::Payload;

/// The word a comment that speaks to us begins with.
const COMMAND: &str = "/countersign";
/// Longest command that is kept.
const LONGEST_COMMAND: usize = 1_000;
/// What our check runs' external ids begin with.
pub(crate) const EXTERNAL_ID: &str = "countersign:";

/// Why a verified delivery could not be taken in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IntakeError {
    /// The body is no JSON.
    #[error("the body is no JSON")]
    NoJson,
    /// The database did not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Stores a verified delivery with the job it asks for, unless it is known.
///
/// An event or action that is unknown, or has another shape than is known, is stored without a job.
pub(crate) async fn take_in(
    store: &Store,
    event: &str,
    guid: &str,
    body: &[u8],
    now_ms: i64,
) -> Result<Received, IntakeError> {
    let payload = match serde_json::from_slice::<Payload>(body) {
        Ok(payload) => payload,
        Err(error) if error.is_data() => {
            tracing::warn!(event, "a delivery has an unknown shape");
            metrics::counter!("countersign_unreadable_deliveries_total").increment(1);
            Payload::default()
        }
        Err(_) => return Err(IntakeError::NoJson),
    };
    if let Some(repository) = closed(event, &payload) {
        hide(store, repository, now_ms).await?;
    }
    let installation = payload.installation.as_ref().map(|it| it.id);
    let job = job_of(event, guid, &payload).map(|job| job.queued(installation, now_ms));
    let delivery = Delivery {
        guid: guid.to_owned(),
        event: event.to_owned(),
        action: payload.action,
        installation,
        // The job carries what it needs.
        body: String::new(),
    };
    Ok(store.receive(&delivery, job.as_ref(), now_ms).await?)
}

/// The repository that others may see no more.
fn closed(event: &str, payload: &Payload) -> Option<i64> {
    let is_closing = matches!(
        (event, payload.action.as_deref()),
        ("repository", Some("privatized" | "deleted"))
    );
    let repository = payload.repository.as_ref().filter(|_| is_closing)?;
    Some(repository.id)
}

/// What is remembered of a repository is its installation's alone from now on, without waiting for a job,
/// which an installation at its limit may not start. The job looks at what GitHub says.
async fn hide(store: &Store, repository: i64, now_ms: i64) -> Result<(), StoreError> {
    let Some(known) = store.repository(repository).await? else {
        return Ok(());
    };
    let hidden = Repository {
        private: true,
        updated: now_ms,
        ..known
    };
    store.upsert_repository(&hidden).await
}

/// What is to be done about a delivery, if anything.
fn job_of(event: &str, guid: &str, payload: &Payload) -> Option<Job> {
    let action = payload.action.as_deref().unwrap_or_default();
    // Everything is done on behalf of an installation.
    payload.installation.as_ref()?;
    match event {
        "pull_request" => pull_request(action, payload),
        "push" => push(payload),
        "check_run" | "check_suite" if action == "rerequested" => rerequested(payload),
        "installation" | "installation_repositories" => installation(event, action, payload),
        "issue_comment" if action == "created" => command(payload),
        "deploy_key" | "member" | "membership" | "organization" | "repository" | "public" => {
            privilege::of(event, guid, payload).map(Job::Privilege)
        }
        "release" if action == "published" => {
            privilege::of(event, guid, payload).map(Job::Privilege)
        }
        "pull_request_review" if privilege::approves(payload) => {
            privilege::of(event, guid, payload).map(Job::Privilege)
        }
        _ => None,
    }
}

fn pull_request(action: &str, payload: &Payload) -> Option<Job> {
    let wanted = match action {
        "opened" | "reopened" | "synchronize" | "ready_for_review" => true,
        "edited" => payload
            .changes
            .as_ref()
            .is_some_and(|changes| changes.base.is_some()),
        _ => false,
    };
    let number = payload.pull_request.as_ref()?.number;
    wanted.then_some(())?;
    Some(Job::Review {
        place: place(payload)?,
        number,
    })
}

/// Commits of other branches come with the next review that needs them.
fn push(payload: &Payload) -> Option<Job> {
    let repository = payload.repository.as_ref()?;
    let default = format!("refs/heads/{}", repository.default_branch.as_deref()?);
    (payload.git_ref.as_deref() == Some(&*default)).then_some(())?;
    Some(Job::Push {
        place: place(payload)?,
    })
}

fn rerequested(payload: &Payload) -> Option<Job> {
    let place = place(payload)?;
    if let Some(run) = &payload.check_run {
        let number = run.external_id.as_deref()?.strip_prefix(EXTERNAL_ID)?;
        let number = number.parse().ok()?;
        return Some(Job::Review { place, number });
    }
    // The suite of a fork's branch names no pull request, so they are looked up by their head.
    let head = payload.check_suite.as_ref()?.head_sha.clone();
    Some(Job::Rescan {
        place,
        head: Some(head),
    })
}

fn command(payload: &Payload) -> Option<Job> {
    let issue = payload.issue.as_ref()?;
    issue.pull_request.as_ref()?;
    let comment = payload.comment.as_ref()?;
    let author = comment.user.as_ref()?;
    let first = comment
        .body
        .as_deref()?
        .trim_start()
        .lines()
        .next()?
        .trim_end();
    let rest = first.strip_prefix(COMMAND)?;
    if !(rest.is_empty() || rest.starts_with(char::is_whitespace)) || author.is_bot() {
        return None;
    }
    Some(Job::Command(Command {
        place: place(payload)?,
        number: issue.number,
        comment: comment.id,
        who: author.id,
        login: author.login.clone(),
        text: rest.trim().chars().take(LONGEST_COMMAND).collect(),
    }))
}

fn installation(event: &str, action: &str, payload: &Payload) -> Option<Job> {
    let installation = payload.installation.as_ref()?;
    let account = installation.account.as_ref();
    let covered = |repositories: &[payload::CoveredRepository]| -> Vec<Covered> {
        let all = repositories.iter().map(|repository| Covered {
            id: repository.id,
            full_name: repository.full_name.clone(),
            private: repository.private,
        });
        all.collect()
    };
    let change = match (event, action) {
        ("installation", "created" | "unsuspend" | "new_permissions_accepted") => "active",
        ("installation", "suspend") => "suspended",
        ("installation", "deleted") => "removed",
        ("installation_repositories", _) => "repositories",
        _ => return None,
    };
    Some(Job::Installation(Installation {
        id: installation.id,
        account_id: account.map(|account| account.id),
        account_login: account.map(|account| account.login.clone()),
        change: change.to_owned(),
        added: covered(&payload.repositories_added),
        removed: covered(&payload.repositories_removed),
    }))
}

/// The repository a delivery is about.
fn place(payload: &Payload) -> Option<Place> {
    let repository = payload.repository.as_ref()?;
    Some(Place {
        id: repository.id,
        owner: repository.owner.login.clone(),
        name: repository.name.clone(),
    })
}

#[cfg(test)]
mod tests;
