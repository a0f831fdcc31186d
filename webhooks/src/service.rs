//! Everything together, until it is told to stop.

use std::io;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::context::Context;
use crate::http::{Intake, router};
use crate::jobs::Job;
use crate::worker::Worker;

/// How often deliveries are looked for that did not reach us.
const WALK_INTERVAL: Duration = Duration::from_secs(3_600);
/// How far back the hourly walk looks: a little more than to the one before.
const WALK_MS: i64 = 2 * 3_600_000;
/// How far back the first walk looks; GitHub's log is not much longer.
const FIRST_WALK_MS: i64 = 3 * 24 * 3_600_000;
const DAY_MS: i64 = 24 * 3_600_000;
/// For how long deliveries stay known.
const DELIVERY_MS: i64 = 60 * 24 * 3_600_000;

/// A receiver, workers, or both.
#[derive(Debug)]
pub struct Service {
    context: Context,
}

impl Service {
    /// A service over a migrated store.
    #[must_use]
    pub fn new(context: Context) -> Self {
        Self { context }
    }

    /// Takes in deliveries and does jobs until `stop`: requests that have begun are answered, jobs get
    /// their time of grace, and leases are returned.
    ///
    /// # Errors
    /// When no more connections can be accepted.
    pub async fn serve(
        &self,
        listener: TcpListener,
        intake: Intake,
        workers: usize,
        stop: CancellationToken,
    ) -> io::Result<()> {
        let until = stop.clone();
        let serving = axum::serve(listener, router(intake))
            .with_graceful_shutdown(async move { until.cancelled().await });
        let working = async {
            if workers > 0 {
                self.work(workers, &stop).await;
            }
        };
        let (served, ()) = tokio::join!(
            async {
                let served = serving.await;
                stop.cancel();
                served
            },
            working
        );
        served
    }

    /// Does jobs until `stop`.
    pub async fn work(&self, workers: usize, stop: &CancellationToken) {
        let mut tasks = JoinSet::new();
        for number in 1..=workers {
            let name = format!("{}-{number}", std::process::id());
            let (worker, stop) = (Worker::new(self.context.clone(), &name), stop.clone());
            tasks.spawn(async move { worker.run(&stop).await });
        }
        self.walk_regularly(stop).await;
        while tasks.join_next().await.is_some() {}
    }

    /// Queues the walk through the delivery log that is due when a service starts.
    pub async fn queue_first_walk(&self) {
        self.queue_walk(FIRST_WALK_MS, true).await;
    }

    async fn walk_regularly(&self, stop: &CancellationToken) {
        self.queue_first_walk().await;
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(WALK_INTERVAL) => {}
            }
            self.queue_walk(WALK_MS, false).await;
            let before = self.context.now_ms().saturating_sub(DELIVERY_MS);
            if self.context.store.prune(before).await.is_err() {
                tracing::warn!("old deliveries could not be forgotten");
            }
            self.expire().await;
        }
    }

    /// Forgets what nothing has shown for longer than the operator keeps it.
    pub async fn expire(&self) {
        let Some(days) = self.context.settings.keep_days else {
            return;
        };
        let before = self.context.now_ms() - i64::from(days) * DAY_MS;
        match self.context.store.expire(before).await {
            Ok(expired) => tracing::info!(?expired, "what is too old was forgotten"),
            Err(error) => tracing::warn!(
                transient = error.is_transient(),
                "what is too old could not be forgotten"
            ),
        }
    }

    async fn queue_walk(&self, back_ms: i64, at_start: bool) {
        let now_ms = self.context.now_ms();
        let since = now_ms.saturating_sub(back_ms);
        let job = Job::Missed { since, at_start }.queued(None, now_ms);
        if self.context.store.enqueue(&job, now_ms).await.is_err() {
            tracing::warn!("the walk through the delivery log could not be queued");
        }
    }
}
