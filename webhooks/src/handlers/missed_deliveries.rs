//! Taking in deliveries that GitHub sent and that did not arrive.

use countersign_github::DeliverySummary;

use crate::context::Context;
use crate::error::JobError;
use crate::events::{self, IntakeError};
use crate::job::{InstallationChange, InstallationState, Job, RepositoryRef};

/// Most pages of the log that are read.
const MOST_PAGES: usize = 1_000;

/// Reads the App's delivery log back to `since` and takes in the deliveries that are missing. When the
/// service starts, installations are checked as well; and if no delivery of the log is known, the service
/// was down for longer than the log reaches back, so all open pull requests are reviewed.
pub(super) async fn take_in(context: &Context, since: i64, at_start: bool) -> Result<(), JobError> {
    let walked = walk(context, since).await?;
    metrics::counter!("countersign_missed_deliveries_total").increment(walked.taken_in);
    if at_start {
        let was_down_for_long = walked.known == 0;
        check_installations(context, was_down_for_long).await?;
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
            take_in_one(context, missing).await?;
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

/// Takes in one delivery. It comes from GitHub's own log, so there is no signature to check.
async fn take_in_one(context: &Context, missing: &DeliverySummary) -> Result<(), JobError> {
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
        Ok(_) | Err(IntakeError::NotJson) => Ok(()),
        Err(IntakeError::Store(error)) => Err(error.into()),
    }
}

async fn check_installations(context: &Context, was_down_for_long: bool) -> Result<(), JobError> {
    let now_ms = context.now_ms();
    let recorded = context.store.installations().await?;
    for installation in context.app.installations().await? {
        if installation.suspended {
            continue;
        }
        let id = installation.id;
        if !recorded
            .iter()
            .any(|known| known.id == id.get() && known.suspended.is_none())
        {
            let job = Job::Installation(InstallationChange {
                id,
                account_id: Some(installation.account_id),
                account_login: Some(installation.account_login),
                change: InstallationState::Active,
                added: Vec::new(),
                removed: Vec::new(),
            });
            context
                .store
                .enqueue(&job.queued(Some(id), now_ms), now_ms)
                .await?;
        }
        if !was_down_for_long {
            continue;
        }
        for repository in context.store.repositories(id.get()).await? {
            let repository = RepositoryRef::of_stored(&repository)?;
            let job = Job::Rescan {
                repository,
                head: None,
            };
            context
                .store
                .enqueue(&job.queued(Some(id), now_ms), now_ms)
                .await?;
        }
    }
    Ok(())
}
