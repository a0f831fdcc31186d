//! Taking in deliveries that did not reach us.

use countersign_github::DeliverySummary;

use super::{Installation, Job, Place};
use crate::context::Context;
use crate::error::JobError;
use crate::events::{self, IntakeError};

/// Pages of the log that are looked through at most.
const MOST_PAGES: usize = 1_000;

/// Walks the App's delivery log back to `since` and takes in what is missing. At the start of the
/// service, installations are looked through as well; and where nothing in the log is known, the
/// service was away for longer than the log goes back, and all open pull requests are reviewed.
pub(super) async fn take_in_missed(
    context: &Context,
    since: i64,
    at_start: bool,
) -> Result<(), JobError> {
    let walked = walk(context, since).await?;
    metrics::counter!("countersign_missed_deliveries_total").increment(walked.taken_in);
    if at_start {
        let away_for_long = walked.known == 0;
        look_through_installations(context, away_for_long).await?;
    }
    Ok(())
}

#[derive(Default)]
struct Walked {
    known: u64,
    taken_in: u64,
}

async fn walk(context: &Context, since: i64) -> Result<Walked, JobError> {
    let mut walked = Walked::default();
    let mut cursor: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let page = context.app.deliveries(cursor.as_deref()).await?;
        let guids: Vec<String> = page.deliveries.iter().map(|one| one.guid.clone()).collect();
        let known = context.store.known_deliveries(&guids).await?;
        walked.known += known.len() as u64;
        let is_new =
            |one: &&DeliverySummary| one.delivered_ms >= since && !known.contains(&one.guid);
        for missing in page.deliveries.iter().filter(is_new) {
            take_in(context, missing).await?;
            walked.taken_in += 1;
        }
        let reaches_back = page.deliveries.iter().any(|one| one.delivered_ms < since);
        cursor = page.next;
        if reaches_back || cursor.is_none() {
            break;
        }
    }
    Ok(walked)
}

/// GitHub itself says what it sent: there is no signature to check.
async fn take_in(context: &Context, missing: &DeliverySummary) -> Result<(), JobError> {
    let recorded = match context.app.delivery(missing.id).await {
        Err(error) if error.is_absent() => return Ok(()),
        other => other?,
    };
    let now_ms = context.now_ms();
    let taken = events::take_in(
        &context.store,
        &missing.event,
        &missing.guid,
        &recorded.body,
        now_ms,
    );
    match taken.await {
        Ok(_) | Err(IntakeError::NoJson) => Ok(()),
        Err(IntakeError::Store(error)) => Err(error.into()),
    }
}

async fn look_through_installations(
    context: &Context,
    away_for_long: bool,
) -> Result<(), JobError> {
    let now_ms = context.now_ms();
    let recorded = context.store.installations().await?;
    for installation in context.app.installations().await? {
        if installation.suspended {
            continue;
        }
        let id = i64::try_from(installation.id).unwrap_or_default();
        if !recorded
            .iter()
            .any(|known| known.id == id && known.suspended.is_none())
        {
            let job = Job::Installation(Installation {
                id,
                account_id: i64::try_from(installation.account_id).ok(),
                account_login: Some(installation.account_login),
                change: "active".to_owned(),
                added: Vec::new(),
                removed: Vec::new(),
            });
            context
                .store
                .enqueue(&job.queued(Some(id), now_ms), now_ms)
                .await?;
        }
        if !away_for_long {
            continue;
        }
        for repository in context.store.repositories(id).await? {
            let place = Place {
                id: repository.id,
                owner: repository.owner,
                name: repository.name,
            };
            let job = Job::Rescan { place, head: None };
            context
                .store
                .enqueue(&job.queued(Some(id), now_ms), now_ms)
                .await?;
        }
    }
    Ok(())
}
