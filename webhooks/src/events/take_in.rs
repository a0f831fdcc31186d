//! Taking in a delivery: it is stored with the job that it asks for.

use countersign_facts::{InstallationId, RepositoryId};
use countersign_store::{Delivery, Received, Repository, Store, StoreError};

use super::jobs::job_of;
use super::payload::{Missing, Payload};
use crate::job::Job;

/// Why a verified delivery could not be taken in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IntakeError {
    /// The body is not JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Stores a verified delivery with the job that it asks for, unless the same delivery is already stored.
///
/// An event or action that this version does not know is stored without a job. One that lacks a field it needs gets a job
/// that fails and says so.
pub(crate) async fn take_in(
    store: &Store,
    event: &str,
    guid: &str,
    body: &[u8],
    now_ms: i64,
) -> Result<Received, IntakeError> {
    let payload = Payload::parse(body).map_err(|_| IntakeError::NotJson)?;
    if let Some(repository) = closed(event, &payload) {
        hide(store, repository, now_ms).await?;
    }
    let installation = payload.installation.as_ref().map(|it| it.id);
    let job = match job_of(event, guid, &payload) {
        Ok(job) => job,
        Err(Missing(field)) => Some(incomplete(event, guid, field)),
    };
    let job = job.map(|job| job.queued(installation, now_ms));
    let delivery = Delivery {
        guid: guid.to_owned(),
        event: event.to_owned(),
        action: payload.action,
        installation: installation.map(InstallationId::get),
        // The job holds everything that it needs.
        body: String::new(),
    };
    Ok(store.receive(&delivery, job.as_ref(), now_ms).await?)
}

/// The job that says, among the failed ones, that a delivery lacks a field that it needs.
fn incomplete(event: &str, guid: &str, field: &'static str) -> Job {
    tracing::warn!(event, field, "a delivery lacks a field that it needs");
    metrics::counter!("countersign_unreadable_deliveries_total").increment(1);
    Job::Incomplete {
        delivery: guid.to_owned(),
        event: event.to_owned(),
        field: field.to_owned(),
    }
}

/// The repository that a delivery reports as private or deleted.
fn closed(event: &str, payload: &Payload) -> Option<RepositoryId> {
    let is_closing = matches!(
        (event, payload.action.as_deref()),
        ("repository", Some("privatized" | "deleted"))
    );
    let repository = payload.repository.as_ref().filter(|_| is_closing)?;
    Some(repository.id)
}

/// Marks a repository as private, so that from now on only its own installation sees what is remembered
/// about it. This does not wait for the job, which may be delayed by a rate limit; the job reads GitHub's
/// present state.
async fn hide(store: &Store, repository: RepositoryId, now_ms: i64) -> Result<(), StoreError> {
    let Some(known) = store.repository(repository.get()).await? else {
        return Ok(());
    };
    let hidden = Repository {
        private: true,
        updated: now_ms,
        ..known
    };
    store.upsert_repository(&hidden).await
}
