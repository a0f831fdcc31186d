//! Following what happens to installations.

use countersign_github::{Pull, Read as _};
use countersign_store::{Installation as Stored, Repository};

use super::{Covered, Here, Installation, Job, Place};
use crate::error::JobError;
use crate::review::signed;

/// Follows a change; whatever is new gets its history taken in.
pub(super) async fn follow(here: Here<'_>, change: &Installation) -> Result<(), JobError> {
    let (store, now_ms) = (&here.context.store, here.context.now_ms());
    match &*change.change {
        "removed" => return remove(here, change.id).await,
        "suspended" => {
            record(here, change, Some(now_ms)).await?;
            store.suspend_installation(change.id, Some(now_ms)).await?;
            return Ok(());
        }
        "active" => {
            record(here, change, None).await?;
            store.suspend_installation(change.id, None).await?;
            for repository in here.client().repositories().await? {
                let covered = Covered {
                    id: signed(repository.id),
                    full_name: repository.name.to_string(),
                    private: repository.private,
                };
                cover(here, &covered).await?;
            }
        }
        _ => {
            for repository in &change.added {
                cover(here, repository).await?;
            }
        }
    }
    for repository in &change.removed {
        store.remove_repository(change.id, repository.id).await?;
        forget_mirror(here, repository.id).await;
    }
    Ok(())
}

async fn record(
    here: Here<'_>,
    change: &Installation,
    suspended: Option<i64>,
) -> Result<(), JobError> {
    let (Some(account_id), Some(account_login)) = (change.account_id, &change.account_login) else {
        return Ok(());
    };
    let seen = Stored {
        id: change.id,
        account_id,
        account_login: account_login.clone(),
        suspended,
        updated: here.context.now_ms(),
    };
    Ok(here.context.store.upsert_installation(&seen).await?)
}

/// Records a repository, and takes in its history unless that was done.
async fn cover(here: Here<'_>, covered: &Covered) -> Result<(), JobError> {
    let Some((owner, name)) = covered.full_name.split_once('/') else {
        return Ok(());
    };
    let place = Place {
        id: covered.id,
        owner: owner.to_owned(),
        name: name.to_owned(),
    };
    remember(here, &place, covered.private).await?;
    let known = here.context.store.repository(covered.id).await?;
    if known.is_some_and(|known| known.backfilled.is_some()) {
        return Ok(());
    }
    here.enqueue(&Job::Backfill { place }).await
}

/// Records the repository of a pull request as the installation's, under the name it has now.
pub(crate) async fn remember_that_of(here: Here<'_>, pull: &Pull) -> Result<(), JobError> {
    remember(here, &Place::of(pull), pull.private).await
}

/// Records a repository as the installation's.
async fn remember(here: Here<'_>, place: &Place, private: bool) -> Result<(), JobError> {
    let seen = Repository {
        id: place.id,
        installation: here.installation,
        owner: place.owner.clone(),
        name: place.name.clone(),
        private,
        backfilled: None,
        updated: here.context.now_ms(),
    };
    Ok(here.context.store.upsert_repository(&seen).await?)
}

/// Follows a repository that was renamed, transferred, deleted, or that others may or may not see by now:
/// what GitHub says at present holds, in whatever order the events came.
pub(super) async fn see(here: Here<'_>, place: &Place) -> Result<(), JobError> {
    let covered = here.client().repositories().await?;
    let mut covered = covered.into_iter();
    if let Some(now) = covered.find(|covered| covered.id == place.number()) {
        let place = Place {
            id: place.id,
            owner: now.name.owner().to_owned(),
            name: now.name.name().to_owned(),
        };
        return remember(here, &place, now.private).await;
    }
    let store = &here.context.store;
    store.remove_repository(here.installation, place.id).await?;
    if store.repository(place.id).await?.is_none() {
        forget_mirror(here, place.id).await;
    }
    Ok(())
}

/// Removes all that is the installation's, mirrors included.
async fn remove(here: Here<'_>, id: i64) -> Result<(), JobError> {
    for repository in here.context.store.repositories(id).await? {
        forget_mirror(here, repository.id).await;
    }
    Ok(here.context.store.remove_installation(id).await?)
}

async fn forget_mirror(here: Here<'_>, repository: i64) {
    let repository = u64::try_from(repository).unwrap_or_default();
    if here.context.mirrors.remove(repository).await.is_err() {
        tracing::warn!(repository, "a mirror could not be removed");
    }
}
