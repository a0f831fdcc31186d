//! From a lease to the handler of its job.

use countersign_facts::InstallationId;
use countersign_store::Lease;

use super::{
    command, installation, missed_deliveries, remember, repository, rescan, review, rights,
};
use crate::context::Context;
use crate::error::{JobError, Reason};
use crate::job::{Job, JobContext};
use crate::rights::notify_of_keys;

/// Runs the job of a lease.
pub(crate) async fn handle(service: &Context, lease: &Lease) -> Result<(), JobError> {
    let work: Job = serde_json::from_str(&lease.payload)
        .map_err(|_| JobError::failed("this version cannot read the job"))?;
    if let Job::Missed { since, at_start } = work {
        return missed_deliveries::take_in(service, since, at_start).await;
    }
    if let Job::Incomplete {
        delivery,
        event,
        field,
    } = &work
    {
        return Err(JobError::Failed(Reason::new(
            format!("the delivery {delivery} ({event}) lacks {field}"),
            "a delivery lacks a field that it needs",
        )));
    }
    let installation = lease
        .installation
        .ok_or_else(|| JobError::failed("the job does not name an installation"))?;
    let job = JobContext {
        service,
        installation: InstallationId::try_from(installation)?,
    };
    match &work {
        Job::Review { repository, number } => review::run(job, repository, *number).await,
        Job::Rescan { repository, head } => rescan::run(job, repository, head.as_deref()).await,
        Job::Backfill { repository } => repository::backfill(job, repository).await,
        Job::Push { repository } => repository::push(job, repository).await,
        Job::Installation(change) => installation::follow(job, change).await,
        Job::Rights(change) => rights::record(job, change).await,
        Job::Keys {
            repository,
            account,
        } => notify_of_keys(job, repository, account).await,
        Job::Remember { repository, pull } => remember::run(job, repository, pull.clone()).await,
        Job::Command(command) => command::run(job, command).await,
        Job::Incomplete { .. } | Job::Missed { .. } => Ok(()),
    }
}
