//! Following changes of installations and of the repositories that they cover.

use countersign_facts::RepositoryId;
use countersign_github::{GithubError, Repository};
use countersign_store::Installation;

use crate::coverage::record_repository;
use crate::error::JobError;
use crate::job::{
    CoveredRepository, InstallationChange, InstallationState, Job, JobContext, RepositoryRef,
};

/// What GitHub says about an installation now.
enum Present {
    /// It is there and covers these repositories.
    Active(Vec<Repository>),
    Suspended,
    Removed,
}

/// Asks GitHub. The name of an event is not signed, so a body that was recorded can come again under the name of an event
/// that deletes. Nothing is deleted or suspended because a delivery says so.
async fn present(job: JobContext<'_>) -> Result<Present, JobError> {
    match job.client().repositories().await {
        Ok(covered) => Ok(Present::Active(covered)),
        Err(GithubError::Suspended) => Ok(Present::Suspended),
        Err(GithubError::Gone { .. }) => Ok(Present::Removed),
        Err(error) => Err(error.into()),
    }
}

/// Follows a change, and queues reading the history of repositories that are new.
pub(super) async fn follow(
    job: JobContext<'_>,
    change: &InstallationChange,
) -> Result<(), JobError> {
    let (store, now_ms) = (&job.service.store, job.service.now_ms());
    let id = change.id.get();
    let covered = match present(job).await? {
        Present::Active(covered) => covered,
        Present::Suspended => {
            record(job, change, Some(now_ms)).await?;
            store.suspend_installation(id, Some(now_ms)).await?;
            return Ok(());
        }
        Present::Removed if change.change == InstallationState::Removed => {
            return remove(job, change).await;
        }
        Present::Removed => return Ok(()),
    };
    match change.change {
        InstallationState::Removed | InstallationState::Suspended => {
            tracing::warn!(
                installation = id,
                "a delivery says that an installation ended, but GitHub says that it is active; nothing was deleted"
            );
            return Ok(());
        }
        InstallationState::Active => {
            record(job, change, None).await?;
            store.suspend_installation(id, None).await?;
            for repository in &covered {
                let covered = CoveredRepository {
                    id: repository.id,
                    full_name: repository.name.to_string(),
                    private: repository.private,
                };
                cover(job, &covered).await?;
            }
        }
        InstallationState::Repositories => {
            for repository in &change.added {
                cover(job, repository).await?;
            }
        }
    }
    let is_covered = |id| covered.iter().any(|covered| covered.id == id);
    for repository in change.removed.iter().filter(|one| !is_covered(one.id)) {
        store.remove_repository(id, repository.id.get()).await?;
        remove_mirror(job, repository.id).await;
    }
    Ok(())
}

async fn record(
    job: JobContext<'_>,
    change: &InstallationChange,
    suspended: Option<i64>,
) -> Result<(), JobError> {
    let (Some(account_id), Some(account_login)) = (change.account_id, &change.account_login) else {
        return Ok(());
    };
    let installation = Installation {
        id: change.id.get(),
        account_id: account_id.get(),
        account_login: account_login.clone(),
        suspended,
        updated: job.service.now_ms(),
    };
    Ok(job.service.store.upsert_installation(&installation).await?)
}

/// Records a repository, and queues reading its history unless that was done.
async fn cover(job: JobContext<'_>, covered: &CoveredRepository) -> Result<(), JobError> {
    let Some((owner, name)) = covered.full_name.split_once('/') else {
        // The event did not name it, so GitHub is asked.
        let all = job.client().repositories().await?;
        let Some(found) = all.into_iter().find(|one| one.id == covered.id) else {
            return Ok(());
        };
        let found = CoveredRepository {
            id: found.id,
            full_name: found.name.to_string(),
            private: found.private,
        };
        return Box::pin(cover(job, &found)).await;
    };
    let repository = RepositoryRef {
        id: covered.id,
        owner: owner.to_owned(),
        name: name.to_owned(),
    };
    record_repository(job, &repository, covered.private).await?;
    let known = job.service.store.repository(covered.id.get()).await?;
    if known.is_some_and(|known| known.backfilled.is_some()) {
        return Ok(());
    }
    job.enqueue(&Job::Backfill { repository }).await
}

/// Follows a repository that was renamed, transferred, deleted, or made public or private. GitHub's present
/// state decides, so the order of the events does not matter.
pub(super) async fn update_repository(
    job: JobContext<'_>,
    repository: &RepositoryRef,
) -> Result<(), JobError> {
    let covered = job.client().repositories().await?;
    let mut covered = covered.into_iter();
    if let Some(now) = covered.find(|covered| covered.id == repository.id) {
        let repository = RepositoryRef {
            id: repository.id,
            owner: now.name.owner().to_owned(),
            name: now.name.name().to_owned(),
        };
        return record_repository(job, &repository, now.private).await;
    }
    let store = &job.service.store;
    let id = repository.id.get();
    store.remove_repository(job.installation.get(), id).await?;
    if store.repository(id).await?.is_none() {
        remove_mirror(job, repository.id).await;
    }
    Ok(())
}

/// Deletes everything that belongs to the installation, including mirrors.
async fn remove(job: JobContext<'_>, change: &InstallationChange) -> Result<(), JobError> {
    let id = change.id.get();
    for repository in job.service.store.repositories(id).await? {
        remove_mirror(job, RepositoryId::try_from(repository.id)?).await;
    }
    Ok(job.service.store.remove_installation(id).await?)
}

async fn remove_mirror(job: JobContext<'_>, repository: RepositoryId) {
    if job.service.mirrors.remove(repository).await.is_err() {
        tracing::warn!(
            repository = repository.get(),
            "cannot delete the mirror of a repository"
        );
    }
}
