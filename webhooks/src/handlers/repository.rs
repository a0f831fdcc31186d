//! Keeping the mirror of a repository up to date.

use crate::error::JobError;
use crate::job::{Job, JobContext, RepositoryRef};

/// Pushes within this time are remembered together, because remembering reads the whole history.
const PUSHES_MS: i64 = 3_600_000;

/// Reads the whole history, or continues where an earlier run stopped.
pub(super) async fn backfill(
    job: JobContext<'_>,
    repository: &RepositoryRef,
) -> Result<(), JobError> {
    update_mirror(job, repository).await?;
    let now_ms = job.service.now_ms();
    job.service
        .store
        .mark_backfilled(repository.id.get(), Some(now_ms))
        .await?;
    remember(job, repository, 0).await
}

/// Reads the commits of a push.
pub(super) async fn push(job: JobContext<'_>, repository: &RepositoryRef) -> Result<(), JobError> {
    update_mirror(job, repository).await?;
    remember(job, repository, PUSHES_MS).await
}

/// Queues the remembering of the repository's people as a separate job, so that the history is read even if
/// remembering fails.
async fn remember(
    job: JobContext<'_>,
    repository: &RepositoryRef,
    wait_ms: i64,
) -> Result<(), JobError> {
    if job.service.memory_key().is_none() {
        return Ok(());
    }
    let remember = Job::Remember {
        repository: repository.clone(),
        pull: None,
    };
    job.enqueue_in(&remember, wait_ms).await
}

async fn update_mirror(job: JobContext<'_>, repository: &RepositoryRef) -> Result<(), JobError> {
    let (client, name) = (job.client(), repository.full_name()?);
    let mirrors = &job.service.mirrors;
    mirrors.update(&client, repository.id, &name, None).await?;
    Ok(())
}
