//! The routes that GitHub and operators call.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::{Intake, health, hook};

/// Largest body that is read; GitHub sends at most 25 MiB.
pub(super) const LARGEST_BODY: usize = 26 * 1024 * 1024;

/// All routes: `POST /webhook`, and for operators `/healthz`, `/readyz` and `/metrics`.
pub fn router(intake: Intake) -> Router {
    let hook = post(hook::receive).layer(DefaultBodyLimit::max(LARGEST_BODY));
    Router::new()
        .route("/webhook", hook)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .with_state(intake)
}
