//! What there is to do: one kind of job a file.

mod command;
mod deliveries;
mod installation;
mod privilege;
mod pulls;
mod remember;
mod repository;

use countersign_github::{Client, Pull, RepositoryName};
use countersign_store::{Lease, NewJob, Repository};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::context::Context;
use crate::error::JobError;
use crate::rights;

pub(crate) use installation::remember_that_of;

/// A repository as a job names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// GitHub's number.
    pub(crate) id: i64,
    pub(crate) owner: String,
    pub(crate) name: String,
}

impl Place {
    /// The repository of a pull request, under the name it has now.
    pub(crate) fn of(pull: &Pull) -> Self {
        Self {
            id: crate::review::signed(pull.repository_id),
            owner: pull.owner.clone(),
            name: pull.repo.clone(),
        }
    }

    /// Its name, fit for a path.
    pub(crate) fn full_name(&self) -> Result<RepositoryName, JobError> {
        RepositoryName::new(&self.owner, &self.name)
            .map_err(|error| JobError::Failed(error.to_string()))
    }

    /// GitHub's number for it.
    pub(crate) fn number(&self) -> u64 {
        u64::try_from(self.id).unwrap_or_default()
    }
}

impl From<&Repository> for Place {
    fn from(known: &Repository) -> Self {
        Self {
            id: known.id,
            owner: known.owner.clone(),
            name: known.name.clone(),
        }
    }
}

/// An account as an event names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Who {
    pub(crate) id: i64,
    pub(crate) login: String,
}

/// What somebody told us to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Command {
    pub(crate) place: Place,
    pub(crate) number: u64,
    /// The comment that holds it.
    pub(crate) comment: u64,
    pub(crate) who: i64,
    pub(crate) login: String,
    /// What follows the word that calls us.
    pub(crate) text: String,
}

/// A repository that an installation came to cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Covered {
    pub(crate) id: i64,
    pub(crate) full_name: String,
    pub(crate) private: bool,
}

/// What happened to an installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Installation {
    pub(crate) id: i64,
    pub(crate) account_id: Option<i64>,
    pub(crate) account_login: Option<String>,
    /// `active`, `suspended`, `removed` or `repositories`.
    pub(crate) change: String,
    pub(crate) added: Vec<Covered>,
    pub(crate) removed: Vec<Covered>,
}

/// A right that was given or taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Privilege {
    /// GUID of the delivery that told of it.
    pub(crate) delivery: String,
    /// `event.action`.
    pub(crate) kind: String,
    pub(crate) place: Option<Place>,
    pub(crate) organization: Option<i64>,
    pub(crate) organization_login: Option<String>,
    pub(crate) actor: Option<Who>,
    pub(crate) subject: Option<Who>,
    /// Whether maintainers are told at once.
    pub(crate) matters: bool,
    pub(crate) detail: Value,
}

impl Privilege {
    /// The kind of a pull request's approval.
    pub(crate) const APPROVED: &str = "pull_request_review.approved";

    /// The repository, where it is about what that is called, whose it is or who may see it.
    pub(crate) fn repository_changed(&self) -> Option<&Place> {
        let is_about_it = ["repository.", "public."]
            .iter()
            .any(|event| self.kind.starts_with(event));
        self.place.as_ref().filter(|_| is_about_it)
    }

    /// The deploy key it is about.
    pub(crate) fn deploy_key(&self) -> Option<DeployKey> {
        let is_key = self.kind.starts_with("deploy_key.");
        is_key.then(|| DeployKey::deserialize(&self.detail).ok())?
    }
}

/// A deploy key: what is kept of it beside its event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeployKey {
    /// GitHub's number.
    pub(crate) key: i64,
    pub(crate) read_only: Option<bool>,
    pub(crate) title: Option<String>,
    /// As `ssh-keygen -l` prints it.
    pub(crate) fingerprint: Option<String>,
}

impl DeployKey {
    /// Whether it can write. What is not said counts as yes.
    pub(crate) fn can_write(&self) -> bool {
        self.read_only != Some(true)
    }
}

/// A pull request that somebody approved: what is kept of it beside its event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Approval {
    pub(crate) pull_request: u64,
    /// Its head at the time.
    pub(crate) commit: Option<String>,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "kebab-case")]
pub(crate) enum Job {
    /// Review a pull request as it is when the job runs.
    Review { place: Place, number: u64 },
    /// Review the open pull requests of a repository; with a head, those that have it.
    Rescan { place: Place, head: Option<String> },
    /// Take in a repository's history.
    Backfill { place: Place },
    /// Take in what a push added to it.
    Push { place: Place },
    /// Follow a change of an installation.
    Installation(Installation),
    /// Record a right that was given or taken.
    Privilege(Privilege),
    /// Tell maintainers that an account shows other signing keys than before.
    Keys { place: Place, account: Who },
    /// Remember the people of a repository; with a pull request, by number and base, those of both sides.
    Remember {
        place: Place,
        pull: Option<(u64, String)>,
    },
    /// Do what a comment says.
    Command(Command),
    /// Take in deliveries that did not reach us: since then (Unix milliseconds).
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
            Self::Privilege(_) => "privilege",
            Self::Keys { .. } => "keys",
            Self::Remember { .. } => "remember",
            Self::Command(_) => "command",
            Self::Missed { at_start: true, .. } => "missed-at-start",
            Self::Missed { .. } => "missed",
        }
    }

    /// Of jobs with the same group one runs at a time.
    fn group(&self) -> String {
        match self {
            Self::Review { place, number } => format!("pull:{}#{number}", place.id),
            Self::Command(command) => format!("pull:{}#{}", command.place.id, command.number),
            Self::Rescan { place, head } => {
                format!("rescan:{}:{}", place.id, head.as_deref().unwrap_or("all"))
            }
            Self::Backfill { place } | Self::Push { place } => format!("repository:{}", place.id),
            Self::Installation(change) => format!("installation:{}", change.id),
            Self::Privilege(privilege) => format!("privilege:{}", privilege.delivery),
            Self::Keys { place, account } => format!("keys:{}:{}", place.id, account.id),
            Self::Remember { place, pull } => match pull {
                Some((number, _)) => format!("remember:{}#{number}", place.id),
                None => format!("remember:{}", place.id),
            },
            Self::Missed { .. } => "deliveries".to_owned(),
        }
    }

    /// Whether one that waits does for a second one: the state it looks at is GitHub's.
    fn coalesces(&self) -> bool {
        !matches!(
            self,
            Self::Installation(_) | Self::Privilege(_) | Self::Command(_)
        )
    }

    /// The job as the queue takes it, to start at once.
    pub(crate) fn queued(&self, installation: Option<i64>, now_ms: i64) -> NewJob {
        NewJob {
            kind: self.kind().to_owned(),
            group: self.group(),
            installation,
            payload: serde_json::json!(self).to_string(),
            run_at: now_ms,
            coalesce: self.coalesces(),
        }
    }
}

/// Does what a lease asks for.
pub(crate) async fn handle(context: &Context, lease: &Lease) -> Result<(), JobError> {
    let job: Job = serde_json::from_str(&lease.payload)
        .map_err(|_| JobError::Failed("the job is none that this version knows".to_owned()))?;
    if let Job::Missed { since, at_start } = job {
        return deliveries::take_in_missed(context, since, at_start).await;
    }
    let installation = lease
        .installation
        .ok_or_else(|| JobError::Failed("the job names no installation".to_owned()))?;
    let here = Here {
        context,
        installation,
    };
    match &job {
        Job::Review { place, number } => pulls::review(here, place, *number).await,
        Job::Rescan { place, head } => pulls::rescan(here, place, head.as_deref()).await,
        Job::Backfill { place } => repository::backfill(here, place).await,
        Job::Push { place } => repository::push(here, place).await,
        Job::Installation(change) => installation::follow(here, change).await,
        Job::Privilege(privilege) => privilege::record(here, privilege).await,
        Job::Keys { place, account } => rights::tell_of_keys(here, place, account).await,
        Job::Remember { place, pull } => remember::keep(here, place, pull.clone()).await,
        Job::Command(command) => command::obey(here, command).await,
        Job::Missed { .. } => Ok(()),
    }
}

/// A job's place: the service, and the installation on whose behalf it runs.
#[derive(Clone, Copy)]
pub(crate) struct Here<'a> {
    pub(crate) context: &'a Context,
    pub(crate) installation: i64,
}

impl Here<'_> {
    /// GitHub with the installation's rights.
    pub(crate) fn client(&self) -> Client {
        let id = u64::try_from(self.installation).unwrap_or_default();
        self.context.app.installation(id)
    }

    /// Queues another job on behalf of the same installation.
    pub(crate) async fn enqueue(&self, job: &Job) -> Result<(), JobError> {
        self.enqueue_in(job, 0).await
    }

    /// The same, to start in so many milliseconds.
    pub(crate) async fn enqueue_in(&self, job: &Job, wait_ms: i64) -> Result<(), JobError> {
        let now_ms = self.context.now_ms();
        let mut job = job.queued(Some(self.installation), now_ms);
        job.run_at = now_ms.saturating_add(wait_ms);
        Ok(self.context.store.enqueue(&job, now_ms).await?)
    }
}
