//! Keeping a repository's mirror.

use super::{Here, Place};
use crate::error::JobError;

/// Takes in the whole history, or continues where an earlier run was cut off.
pub(super) async fn backfill(here: Here<'_>, place: &Place) -> Result<(), JobError> {
    mirror(here, place).await?;
    let now_ms = here.context.now_ms();
    here.context
        .store
        .mark_backfilled(place.id, Some(now_ms))
        .await?;
    Ok(())
}

/// Takes in what a push added.
pub(super) async fn push(here: Here<'_>, place: &Place) -> Result<(), JobError> {
    mirror(here, place).await
}

async fn mirror(here: Here<'_>, place: &Place) -> Result<(), JobError> {
    let mirrors = &here.context.mirrors;
    let name = place.full_name()?;
    mirrors
        .update(&here.client(), place.number(), &name, None)
        .await?;
    Ok(())
}
