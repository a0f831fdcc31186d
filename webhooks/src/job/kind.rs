//! The kinds of jobs, and how the queue sees them.

use countersign_facts::{InstallationId, PullRequestNumber};
use countersign_store::{Lane, NewJob};
use serde::{Deserialize, Serialize};

use super::{AccountRef, Command, InstallationChange, RepositoryRef, RightsChange};

/// One piece of work. Stored in the queue as JSON; aliases read the jobs of earlier versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "kebab-case")]
pub(crate) enum Job {
    /// Review a pull request as it is when the job runs.
    Review {
        #[serde(alias = "place")]
        repository: RepositoryRef,
        number: PullRequestNumber,
    },
    /// Review the open pull requests of a repository; with a head, only those that have it.
    Rescan {
        #[serde(alias = "place")]
        repository: RepositoryRef,
        head: Option<String>,
    },
    /// Read a repository's whole history.
    Backfill {
        #[serde(alias = "place")]
        repository: RepositoryRef,
    },
    /// Read the commits of a push.
    Push {
        #[serde(alias = "place")]
        repository: RepositoryRef,
    },
    /// Follow a change of an installation.
    Installation(InstallationChange),
    /// Record an event about rights, and notify maintainers where they should look.
    #[serde(alias = "privilege")]
    Rights(RightsChange),
    /// Notify maintainers that an account replaced its signing keys.
    Keys {
        #[serde(alias = "place")]
        repository: RepositoryRef,
        account: AccountRef,
    },
    /// Remember the people of a repository; with the number and base branch of a pull request, those of its
    /// base and its head.
    Remember {
        #[serde(alias = "place")]
        repository: RepositoryRef,
        pull: Option<(PullRequestNumber, String)>,
    },
    /// Run a command from a comment.
    Command(Command),
    /// Say, by failing, that a delivery lacks a field that it needs. It is done by hand or not at all.
    Incomplete {
        delivery: String,
        event: String,
        field: String,
    },
    /// Take in deliveries that GitHub sent since then (Unix milliseconds) and that did not arrive.
    Missed { since: i64, at_start: bool },
}

impl Job {
    /// The kind in a word, for the queue, logs and metrics.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Review { .. } => "review",
            Self::Rescan { .. } => "rescan",
            Self::Backfill { .. } => "backfill",
            Self::Push { .. } => "push",
            Self::Installation(_) => "installation",
            Self::Rights(_) => "rights",
            Self::Keys { .. } => "keys",
            Self::Remember { .. } => "remember",
            Self::Command(_) => "command",
            Self::Incomplete { .. } => "incomplete",
            Self::Missed { at_start: true, .. } => "missed-at-start",
            Self::Missed { .. } => "missed",
        }
    }

    /// The group: of jobs with the same group, one runs at a time.
    fn group(&self) -> String {
        match self {
            Self::Review { repository, number } => format!("pull:{}#{number}", repository.id),
            Self::Command(command) => {
                format!("pull:{}#{}", command.repository.id, command.number)
            }
            Self::Rescan { repository, head } => {
                let head = head.as_deref().unwrap_or("all");
                format!("rescan:{}:{head}", repository.id)
            }
            Self::Backfill { repository } | Self::Push { repository } => {
                format!("repository:{}", repository.id)
            }
            Self::Installation(change) => format!("installation:{}", change.id),
            Self::Rights(change) => format!("rights:{}", change.delivery),
            Self::Keys {
                repository,
                account,
            } => format!("keys:{}:{}", repository.id, account.id),
            Self::Remember { repository, pull } => match pull {
                Some((number, _)) => format!("remember:{}#{number}", repository.id),
                None => format!("remember:{}", repository.id),
            },
            Self::Incomplete { delivery, .. } => format!("incomplete:{delivery}"),
            Self::Missed { .. } => "deliveries".to_owned(),
        }
    }

    /// Whether one waiting job also serves for a second one, because it reads GitHub's present state.
    fn coalesces(&self) -> bool {
        match self {
            Self::Installation(_)
            | Self::Rights(_)
            | Self::Command(_)
            | Self::Incomplete { .. } => false,
            Self::Review { .. }
            | Self::Rescan { .. }
            | Self::Backfill { .. }
            | Self::Push { .. }
            | Self::Keys { .. }
            | Self::Remember { .. }
            | Self::Missed { .. } => true,
        }
    }

    /// Whether somebody waits for it. Reading and remembering histories has time.
    fn lane(&self) -> Lane {
        match self {
            Self::Backfill { .. } | Self::Push { .. } | Self::Remember { .. } => Lane::Background,
            Self::Review { .. }
            | Self::Rescan { .. }
            | Self::Installation(_)
            | Self::Rights(_)
            | Self::Keys { .. }
            | Self::Command(_)
            | Self::Incomplete { .. }
            | Self::Missed { .. } => Lane::Prompt,
        }
    }

    /// The job as the queue takes it, to start at once.
    pub(crate) fn queued(&self, installation: Option<InstallationId>, now_ms: i64) -> NewJob {
        NewJob {
            kind: self.kind().to_owned(),
            group: self.group(),
            installation: installation.map(InstallationId::get),
            payload: serde_json::json!(self).to_string(),
            run_at: now_ms,
            lane: self.lane(),
            coalesce: self.coalesces(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_of_earlier_versions_are_read() {
        let place = r#"{"id":7,"owner":"acme","name":"widget"}"#;
        let review = format!(r#"{{"job":"review","place":{place},"number":3}}"#);
        let job: Job = serde_json::from_str(&review).unwrap();
        assert_eq!(job.group(), "pull:7#3");
        let rights = format!(
            r#"{{"job":"privilege","delivery":"g","kind":"member.added","place":{place},
                "organization":null,"organization_login":null,"actor":{{"id":9,"login":"mira"}},
                "subject":null,"matters":true,"detail":{{}}}}"#
        );
        let job: Job = serde_json::from_str(&rights).unwrap();
        assert_eq!(job.kind(), "rights");
        let again: Job = serde_json::from_str(&serde_json::json!(job).to_string()).unwrap();
        assert_eq!(again, job);
    }
}
