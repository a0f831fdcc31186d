//! Which job a delivery asks for.

use super::payload::{self, Payload};
use super::rights;
use crate::check_reference;
use crate::job::{Command, CoveredRepository, InstallationChange, InstallationState, Job};

/// The word that begins a command.
const COMMAND: &str = "/countersign";
/// Most characters of a command that are kept.
const LONGEST_COMMAND: usize = 1_000;

/// The job that a delivery asks for.
pub(super) fn job_of(event: &str, guid: &str, payload: &Payload) -> Option<Job> {
    let action = payload.action.as_deref().unwrap_or_default();
    // Every job runs on behalf of an installation.
    payload.installation.as_ref()?;
    match event {
        "pull_request" => pull_request(action, payload),
        "push" => push(payload),
        "check_run" | "check_suite" if action == "rerequested" => rerequested(payload),
        "installation" | "installation_repositories" => installation(event, action, payload),
        "issue_comment" if action == "created" => command(payload),
        _ => rights::change_of(event, guid, payload).map(Job::Rights),
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
        repository: payload.repository_ref()?,
        number,
    })
}

/// Only pushes to the default branch: the next review that needs other branches fetches them.
fn push(payload: &Payload) -> Option<Job> {
    let repository = payload.repository.as_ref()?;
    let default = format!("refs/heads/{}", repository.default_branch.as_deref()?);
    (payload.git_ref.as_deref() == Some(&*default)).then_some(())?;
    Some(Job::Push {
        repository: payload.repository_ref()?,
    })
}

fn rerequested(payload: &Payload) -> Option<Job> {
    let repository = payload.repository_ref()?;
    if let Some(run) = &payload.check_run {
        let number = check_reference::pull_request(run.external_id.as_deref()?)?;
        return Some(Job::Review { repository, number });
    }
    // The suite of a fork's branch does not name a pull request, so the handler finds them by their head.
    let head = payload.check_suite.as_ref()?.head_sha.clone();
    Some(Job::Rescan {
        repository,
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
        repository: payload.repository_ref()?,
        number: issue.number,
        comment: comment.id,
        author: author.id,
        login: author.login.clone(),
        text: rest.trim().chars().take(LONGEST_COMMAND).collect(),
    }))
}

fn installation(event: &str, action: &str, payload: &Payload) -> Option<Job> {
    let installation = payload.installation.as_ref()?;
    let account = installation.account.as_ref();
    let covered = |repositories: &[payload::CoveredRepository]| -> Vec<CoveredRepository> {
        let all = repositories.iter().map(|repository| CoveredRepository {
            id: repository.id,
            full_name: repository.full_name.clone(),
            private: repository.private,
        });
        all.collect()
    };
    let change = match (event, action) {
        ("installation", "created" | "unsuspend" | "new_permissions_accepted") => {
            InstallationState::Active
        }
        ("installation", "suspend") => InstallationState::Suspended,
        ("installation", "deleted") => InstallationState::Removed,
        ("installation_repositories", _) => InstallationState::Repositories,
        _ => return None,
    };
    Some(Job::Installation(InstallationChange {
        id: installation.id,
        account_id: account.map(|account| account.id),
        account_login: account.map(|account| account.login.clone()),
        change,
        added: covered(&payload.repositories_added),
        removed: covered(&payload.repositories_removed),
    }))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
