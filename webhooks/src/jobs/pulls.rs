//! Reviewing pull requests.

use countersign_github::Read as _;

use super::{Here, Job, Place};
use crate::error::JobError;
use crate::review;

/// Reviews a pull request as it is now.
pub(super) async fn review(here: Here<'_>, place: &Place, number: u64) -> Result<(), JobError> {
    review::run(here, place, number).await
}

/// Queues a review of every open pull request; with a head, of those that have it.
pub(super) async fn rescan(
    here: Here<'_>,
    place: &Place,
    head: Option<&str>,
) -> Result<(), JobError> {
    let open = here.client().open_pulls(&place.full_name()?).await?;
    for pull in open {
        if head.is_some_and(|head| head != pull.head) {
            continue;
        }
        let job = Job::Review {
            place: place.clone(),
            number: pull.number,
        };
        here.enqueue(&job).await?;
    }
    Ok(())
}
