//! Which job a delivery asks for.

use super::payload::{self, Missing, Payload};
use super::rights;
use crate::check_reference;
use crate::job::{Command, CoveredRepository, InstallationChange, InstallationState, Job};

/// The word that begins a command.
const COMMAND: &str = "/countersign";
/// Most characters of a command that are kept.
const LONGEST_COMMAND: usize = 1_000;

/// The job that a delivery asks for; `None` if it asks for nothing.
///
/// # Errors
/// When the delivery asks for a job and lacks a field without which the job cannot be done.
pub(super) fn job_of(event: &str, guid: &str, payload: &Payload) -> Result<Option<Job>, Missing> {
    let action = payload.action.as_deref().unwrap_or_default();
    let job = match event {
        "pull_request" => pull_request(action, payload),
        "push" => push(payload),
        "check_run" if action == "rerequested" => check_run(payload),
        "check_suite" if action == "rerequested" => check_suite(payload),
        "installation" | "installation_repositories" => installation(event, action, payload),
        "issue_comment" if action == "created" => command(payload),
        _ => Ok(rights::change_of(event, guid, payload)?.map(Job::Rights)),
    }?;
    // Every job runs on behalf of an installation.
    match &payload.installation {
        None if job.is_some() => Err(Missing("installation.id")),
        _ => Ok(job),
    }
}

fn pull_request(action: &str, payload: &Payload) -> Result<Option<Job>, Missing> {
    let wanted = match action {
        "opened" | "reopened" | "synchronize" | "ready_for_review" => true,
        "edited" => payload.changes.base,
        _ => false,
    };
    if !wanted {
        return Ok(None);
    }
    let pull = payload.pull_request.as_ref();
    Ok(Some(Job::Review {
        repository: payload.needed_repository()?,
        number: pull.ok_or(Missing("pull_request.number"))?.number,
    }))
}

/// Only pushes to the default branch: the next review that needs other branches fetches them.
fn push(payload: &Payload) -> Result<Option<Job>, Missing> {
    let pushed = payload.git_ref.as_deref().ok_or(Missing("ref"))?;
    let held = payload.repository.as_ref();
    let default = held
        .ok_or(Missing("repository.id"))?
        .default_branch
        .as_deref();
    let default = default.ok_or(Missing("repository.default_branch"))?;
    if pushed.strip_prefix("refs/heads/") != Some(default) {
        return Ok(None);
    }
    let repository = payload.needed_repository()?;
    Ok(Some(Job::Push { repository }))
}

fn check_run(payload: &Payload) -> Result<Option<Job>, Missing> {
    let run = payload.check_run.as_ref().ok_or(Missing("check_run"))?;
    // Other programs' check runs have other external ids, or none.
    let external_id = run.external_id.as_deref();
    let Some(number) = external_id.and_then(check_reference::pull_request) else {
        return Ok(None);
    };
    let repository = payload.needed_repository()?;
    Ok(Some(Job::Review { repository, number }))
}

fn check_suite(payload: &Payload) -> Result<Option<Job>, Missing> {
    let suite = payload.check_suite.as_ref();
    // The suite of a fork's branch does not name a pull request, so the handler finds them by their head.
    let head = suite
        .ok_or(Missing("check_suite.head_sha"))?
        .head_sha
        .clone();
    Ok(Some(Job::Rescan {
        repository: payload.needed_repository()?,
        head: Some(head),
    }))
}

fn command(payload: &Payload) -> Result<Option<Job>, Missing> {
    let comment = payload.comment.as_ref().ok_or(Missing("comment"))?;
    let Some(text) = comment.body.as_deref().and_then(command_in) else {
        return Ok(None);
    };
    let issue = payload.issue.as_ref().ok_or(Missing("issue"))?;
    if !issue.is_pull_request {
        return Ok(None);
    }
    let author = comment.user.as_ref().ok_or(Missing("comment.user"))?;
    if author.is_bot() {
        return Ok(None);
    }
    Ok(Some(Job::Command(Command {
        repository: payload.needed_repository()?,
        number: issue.number.ok_or(Missing("issue.number"))?,
        comment: comment.id.ok_or(Missing("comment.id"))?,
        author: author.id,
        login: author.login.clone(),
        text,
    })))
}

/// The command in a comment, without the word that begins it.
fn command_in(body: &str) -> Option<String> {
    let first = body.trim_start().lines().next()?.trim_end();
    let rest = first.strip_prefix(COMMAND)?;
    let is_command = rest.is_empty() || rest.starts_with(char::is_whitespace);
    is_command.then(|| rest.trim().chars().take(LONGEST_COMMAND).collect())
}

fn installation(event: &str, action: &str, payload: &Payload) -> Result<Option<Job>, Missing> {
    let change = match (event, action) {
        ("installation", "created" | "unsuspend" | "new_permissions_accepted") => {
            InstallationState::Active
        }
        ("installation", "suspend") => InstallationState::Suspended,
        ("installation", "deleted") => InstallationState::Removed,
        ("installation_repositories", _) => InstallationState::Repositories,
        _ => return Ok(None),
    };
    let installation = payload.installation.as_ref();
    let installation = installation.ok_or(Missing("installation.id"))?;
    let account = installation.account.as_ref();
    let covered = |repositories: &[payload::CoveredRepository]| -> Vec<CoveredRepository> {
        let all = repositories.iter().map(|repository| CoveredRepository {
            id: repository.id,
            full_name: repository.full_name.clone(),
            private: repository.private,
        });
        all.collect()
    };
    Ok(Some(Job::Installation(InstallationChange {
        id: installation.id,
        account_id: account.map(|account| account.id),
        account_login: account.map(|account| account.login.clone()),
        change,
        added: covered(&payload.repositories_added),
        removed: covered(&payload.repositories_removed),
    })))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

#[cfg(test)]
#[path = "every_field.rs"]
mod every_field;
