//! Health and metrics, for operators.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use countersign_store::JobState;

use super::Intake;
use super::intake::Probed;

/// The process answers.
pub(super) async fn alive() -> StatusCode {
    StatusCode::OK
}

/// How long the outcome of a write counts: anyone may ask, and each answer must not cost a write.
const PROBE_MS: i64 = 5_000;
/// Longest wait for a write.
const PROBE_LIMIT: Duration = Duration::from_secs(5);

/// The database answers and can be written to; else the class of the reason, in a word.
pub(super) async fn ready(State(intake): State<Intake>) -> (StatusCode, &'static str) {
    let failure = match intake.store.counts().await {
        Ok(_) => probe(&intake).await,
        Err(error) => Some(error.class()),
    };
    match failure {
        None => (StatusCode::OK, "ready\n"),
        Some(class) => (StatusCode::SERVICE_UNAVAILABLE, class),
    }
}

/// Writes to the database, unless that was just done. The requests that come meanwhile wait for this one.
async fn probe(intake: &Intake) -> Option<&'static str> {
    let mut last = intake.probed.lock().await;
    let now_ms = intake.clock.now_ms();
    if let Some(last) = last.filter(|last| (0..PROBE_MS).contains(&(now_ms - last.at_ms))) {
        return last.failure;
    }
    let written = tokio::time::timeout(PROBE_LIMIT, intake.store.probe_write(now_ms)).await;
    let failure = match written {
        Ok(written) => written.err().map(|error| error.class()),
        Err(_) => Some("slow"),
    };
    if let Some(class) = failure {
        tracing::warn!(class, "not ready: cannot write to the database");
    }
    *last = Some(Probed {
        at_ms: now_ms,
        failure,
    });
    failure
}

/// Counters and the state of the queue, as Prometheus reads them.
pub(super) async fn metrics(State(intake): State<Intake>) -> Result<String, StatusCode> {
    let Some(handle) = &intake.metrics else {
        return Err(StatusCode::NOT_FOUND);
    };
    let counts = intake.store.counts().await;
    let counts = counts.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    for state in JobState::ALL {
        gauge("countersign_jobs", state.as_str(), counts.in_state(state));
    }
    let waits_ms = counts.next_run_at.map_or(0, |run_at| {
        intake.clock.now_ms().saturating_sub(run_at).max(0)
    });
    gauge("countersign_oldest_wait_seconds", "ready", waits_ms / 1_000);
    Ok(handle.render())
}

fn gauge(name: &'static str, state: &'static str, value: i64) {
    // Exact up to a billion jobs.
    let value = f64::from(i32::try_from(value).unwrap_or(i32::MAX));
    metrics::gauge!(name, "state" => state).set(value);
}
