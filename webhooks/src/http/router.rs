//! The routes that GitHub and operators call.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::intake::LARGEST_BODY;
use super::{Intake, health, hook};
use crate::setup;

/// All routes: `POST /webhook`; `/created`, where GitHub sends the browser of a person who posted the manifest by
/// hand; and for operators `/healthz`, `/readyz` and `/metrics`.
pub fn router(intake: Intake) -> Router {
    let hook = post(hook::receive).layer(DefaultBodyLimit::max(LARGEST_BODY));
    Router::new()
        .route("/webhook", hook)
        .route("/created", get(setup::created_elsewhere))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .with_state(intake)
}
