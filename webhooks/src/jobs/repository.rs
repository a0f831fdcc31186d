//! Keeping a repository's mirror.

use super::{Here, Job, Place};
use crate::error::JobError;

/// Pushes within so many milliseconds are remembered together: each reads the whole history.
const PUSHES_MS: i64 = 3_600_000;

/// Takes in the whole history, or continues where an earlier run was cut off.
pub(super) async fn backfill(here: Here<'_>, place: &Place) -> Result<(), JobError> {
    mirror(here, place).await?;
    let now_ms = here.context.now_ms();
    here.context
        .store
        .mark_backfilled(place.id, Some(now_ms))
        .await?;
    remember(here, place, 0).await
}

/// Takes in what a push added.
pub(super) async fn push(here: Here<'_>, place: &Place) -> Result<(), JobError> {
    mirror(here, place).await?;
    remember(here, place, PUSHES_MS).await
}

/// Queues the remembering of the people, by a job of its own: whatever becomes of it, the history is
/// taken in.
async fn remember(here: Here<'_>, place: &Place, wait_ms: i64) -> Result<(), JobError> {
    if here.context.memory_key().is_none() {
        return Ok(());
    }
    let place = place.clone();
    let job = Job::Remember { place, pull: None };
    here.enqueue_in(&job, wait_ms).await
}

async fn mirror(here: Here<'_>, place: &Place) -> Result<(), JobError> {
    let mirrors = &here.context.mirrors;
    let name = place.full_name()?;
    mirrors
        .update(&here.client(), place.number(), &name, None)
        .await?;
    Ok(())
}
