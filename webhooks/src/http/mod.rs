//! What GitHub and operators speak to.

mod health;
mod hook;
mod signature;

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use countersign_store::Store;
use metrics_exporter_prometheus::PrometheusHandle;
use secrecy::SecretString;
use tokio::sync::Semaphore;

use countersign_github::Clock;

/// Largest body GitHub sends is 25 MiB.
const LARGEST_BODY: usize = 26 * 1024 * 1024;
/// Deliveries taken in at once; one more is told to come later.
const MOST_AT_ONCE: usize = 256;

/// What taking in deliveries needs.
#[derive(Clone)]
pub struct Intake {
    store: Store,
    secrets: Arc<[SecretString]>,
    clock: Clock,
    room: Arc<Semaphore>,
    metrics: Option<PrometheusHandle>,
}

impl Intake {
    /// An intake that trusts what is signed with one of `secrets`: the second one is the former
    /// secret while a new one is being rolled out.
    #[must_use]
    pub fn new(store: Store, secrets: Vec<SecretString>, clock: Clock) -> Self {
        Self {
            store,
            secrets: secrets.into(),
            clock,
            room: Arc::new(Semaphore::new(MOST_AT_ONCE)),
            metrics: None,
        }
    }

    /// The same with `/metrics` that show what `handle` counts.
    #[must_use]
    pub fn with_metrics(self, handle: PrometheusHandle) -> Self {
        Self {
            metrics: Some(handle),
            ..self
        }
    }
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Intake")
    }
}

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
