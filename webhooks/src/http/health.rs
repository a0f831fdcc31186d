//! Health and metrics, for operators.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_store::JobState;

use super::Intake;

/// The process answers.
pub(super) async fn alive() -> StatusCode {
    StatusCode::OK
}

/// The database answers.
pub(super) async fn ready(State(intake): State<Intake>) -> StatusCode {
    match intake.store.counts().await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
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
