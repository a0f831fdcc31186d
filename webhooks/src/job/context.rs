//! What the handler of a job works with.

use countersign_facts::InstallationId;
use countersign_github::Client;

use super::Job;
use crate::context::Context;
use crate::error::JobError;
use crate::store_access::StoreAccess;

/// The service, and the installation on whose behalf a job runs.
#[derive(Clone, Copy)]
pub(crate) struct JobContext<'a> {
    pub(crate) service: &'a Context,
    pub(crate) installation: InstallationId,
}

impl<'a> JobContext<'a> {
    /// The database, as the installation may read it.
    pub(crate) fn store_access(&self) -> StoreAccess<'a> {
        StoreAccess {
            store: &self.service.store,
            key: self.service.settings.hash_key.as_ref(),
            memory: self.service.memory_key(),
            installation: self.installation,
        }
    }

    /// GitHub with the installation's permissions.
    pub(crate) fn client(&self) -> Client {
        self.service.app.installation(self.installation)
    }

    /// Queues another job for the same installation.
    pub(crate) async fn enqueue(&self, job: &Job) -> Result<(), JobError> {
        self.enqueue_in(job, 0).await
    }

    /// Queues another job for the same installation, to start after `wait_ms` milliseconds.
    pub(crate) async fn enqueue_in(&self, job: &Job, wait_ms: i64) -> Result<(), JobError> {
        let now_ms = self.service.now_ms();
        let mut queued = job.queued(Some(self.installation), now_ms);
        queued.run_at = now_ms.saturating_add(wait_ms);
        Ok(self.service.store.enqueue(&queued, now_ms).await?)
    }
}
