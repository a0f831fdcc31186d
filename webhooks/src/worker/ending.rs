//! What becomes of a job after a run: completed, retried, delayed or dead.

use countersign_store::{Ended, Lease, Retry, StoreError};

use crate::context::Context;
use crate::error::JobError;

/// Wait before the second run of a job that failed.
const FIRST_WAIT_MS: i64 = 5_000;
/// Longest wait between two runs.
const LONGEST_WAIT_MS: i64 = 30 * 60_000;

/// Completes, fails or releases a job. If the lease was lost meanwhile, nothing has to be done.
pub(super) async fn settle(
    context: &Context,
    lease: &Lease,
    outcome: &Result<(), JobError>,
) -> Result<(), StoreError> {
    let class = outcome.as_ref().err().map_or("done", JobError::class);
    metrics::counter!("countersign_runs_total", "job" => lease.kind.clone(), "end" => class)
        .increment(1);
    let (job, kind, attempt) = (lease.id, lease.kind.as_str(), lease.attempt);
    let settled = match outcome {
        Ok(()) => {
            tracing::info!(job, kind, attempt, "job done");
            context.store.complete(lease).await
        }
        Err(error @ JobError::Gone(_)) => {
            let reason = error.logged();
            tracing::info!(job, kind, attempt, reason, "job dropped: nothing to do");
            context.store.complete(lease).await
        }
        Err(JobError::RateLimited { until_ms }) => pause(context, lease, *until_ms).await,
        Err(error) => retry(context, lease, error).await,
    };
    match settled {
        Err(StoreError::LeaseLost { .. }) => Ok(()),
        other => other,
    }
}

/// A rate limit applies to an installation: all its jobs wait, and no attempt is used up.
async fn pause(context: &Context, lease: &Lease, until_ms: i64) -> Result<(), StoreError> {
    // Jobs that wait for the same moment should not all start at once.
    let until_ms = until_ms.saturating_add(context.jitter.spread(2_000));
    tracing::warn!(
        job = lease.id,
        kind = lease.kind,
        until_ms,
        "job delayed: GitHub's rate limit is used up"
    );
    if let Some(installation) = lease.installation {
        context
            .store
            .pause_installation(installation, until_ms)
            .await?;
    }
    context.store.release(lease, until_ms).await.map(drop)
}

async fn retry(context: &Context, lease: &Lease, error: &JobError) -> Result<(), StoreError> {
    let wait = wait_ms(lease.attempt);
    let run_at = context.now_ms().saturating_add(context.jitter.spread(wait));
    let ended = context
        .store
        .fail(lease, &error.to_string(), Retry::At(run_at))
        .await?;
    let (job, kind, attempt) = (lease.id, lease.kind.as_str(), lease.attempt);
    let (class, reason) = (error.class(), error.logged());
    if ended == Ended::Dead {
        tracing::error!(
            job,
            kind,
            attempt,
            class,
            reason,
            "job failed for the last time; `countersign jobs` shows it"
        );
    } else {
        let retry_in_s = (run_at - context.now_ms()) / 1_000;
        tracing::warn!(job, kind, attempt, class, reason, retry_in_s, "job failed");
    }
    Ok(())
}

/// Twice as long after each run.
fn wait_ms(attempt: i64) -> i64 {
    let doublings = u32::try_from(attempt - 1).unwrap_or(0).min(20);
    (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_half_an_hour() {
        assert_eq!([1, 2, 3, 4].map(wait_ms), [5_000, 10_000, 20_000, 40_000]);
        assert_eq!(wait_ms(60), LONGEST_WAIT_MS);
        assert_eq!(wait_ms(-1), FIRST_WAIT_MS);
    }
}
