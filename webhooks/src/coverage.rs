//! Which repositories an installation covers, as the database knows it.

use countersign_github::Pull;
use countersign_store::Repository;

use crate::error::JobError;
use crate::job::{JobContext, RepositoryRef};

/// Records the repository of a pull request as one of the installation's, under its present name.
pub(crate) async fn record_repository_of(job: JobContext<'_>, pull: &Pull) -> Result<(), JobError> {
    record_repository(job, &RepositoryRef::of(pull), pull.private).await
}

/// Records a repository as one of the installation's.
pub(crate) async fn record_repository(
    job: JobContext<'_>,
    repository: &RepositoryRef,
    private: bool,
) -> Result<(), JobError> {
    let covered = Repository {
        id: repository.id.get(),
        installation: job.installation.get(),
        owner: repository.owner.clone(),
        name: repository.name.clone(),
        private,
        backfilled: None,
        updated: job.service.now_ms(),
    };
    Ok(job.service.store.upsert_repository(&covered).await?)
}
