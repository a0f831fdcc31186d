//! What taking in deliveries needs.

use std::fmt;
use std::sync::Arc;

use countersign_github::Clock;
use countersign_store::Store;
use metrics_exporter_prometheus::PrometheusHandle;
use secrecy::SecretString;
use tokio::sync::{Mutex, Semaphore};

/// Most deliveries that are taken in at the same time; others are answered with 503.
const MOST_AT_ONCE: usize = 256;
/// Largest body that is read; GitHub sends at most 25 MiB.
pub(super) const LARGEST_BODY: usize = 26 * 1024 * 1024;
/// Most KiB of bodies that are in memory at the same time; others are answered with 503. Ten of GitHub's largest fit.
const MOST_KIB: usize = 260 * 1024;

/// The last write that tried whether the database can be written to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probed {
    /// Unix milliseconds.
    pub(super) at_ms: i64,
    /// The class of the failure, if it failed.
    pub(super) failure: Option<&'static str>,
}

/// What taking in deliveries needs.
#[derive(Clone)]
pub struct Intake {
    pub(super) store: Store,
    pub(super) secrets: Arc<[SecretString]>,
    pub(super) clock: Clock,
    pub(super) slots: Arc<Semaphore>,
    /// The room for bodies, in KiB: they are read before their signature can be checked.
    pub(super) room: Arc<Semaphore>,
    pub(super) metrics: Option<PrometheusHandle>,
    /// The last write that `/readyz` tried.
    pub(super) probed: Arc<Mutex<Option<Probed>>>,
}

impl Intake {
    /// An intake that accepts deliveries signed with one of `secrets`. While a secret is replaced, the
    /// former one is the second.
    #[must_use]
    pub fn new(store: Store, secrets: Vec<SecretString>, clock: Clock) -> Self {
        Self {
            store,
            secrets: secrets.into(),
            clock,
            slots: Arc::new(Semaphore::new(MOST_AT_ONCE)),
            room: Arc::new(Semaphore::new(MOST_KIB)),
            metrics: None,
            probed: Arc::default(),
        }
    }

    /// The same with `/metrics`, which shows the metrics of `handle`.
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
