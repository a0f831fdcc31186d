//! The service: receiver, workers and regular tasks, until it is asked to stop.

use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::context::Context;
use crate::http::{Connections, Intake, router};
use crate::job::Job;
use crate::pages::pages;
use crate::worker::Worker;

/// How often the service looks for deliveries that did not arrive.
const CHECK_INTERVAL: Duration = Duration::from_secs(3_600);
/// How far back the hourly check reads the delivery log: further than to the check before.
const CHECK_MS: i64 = 2 * 3_600_000;
/// How far back the first check reads; GitHub keeps three days.
const FIRST_CHECK_MS: i64 = 3 * 24 * 3_600_000;
const DAY_MS: i64 = 24 * 3_600_000;
/// How long deliveries are stored, to recognise repeated ones.
const DELIVERY_MS: i64 = 60 * 24 * 3_600_000;

/// A receiver, workers, or both.
#[derive(Debug)]
pub struct Service {
    context: Context,
}

impl Service {
    /// A service with a migrated database.
    #[must_use]
    pub fn new(context: Context) -> Self {
        Self { context }
    }

    /// Takes in deliveries and runs jobs until `stop`. Then it finishes open requests, gives running jobs
    /// their grace period, and returns leases.
    pub async fn serve(
        &self,
        listener: TcpListener,
        intake: Intake,
        workers: usize,
        stop: CancellationToken,
    ) {
        let routes = router(intake).merge(pages(&self.context));
        let serving = Connections::default().serve(listener, routes, stop.clone());
        let working = async {
            if workers > 0 {
                self.work(workers, &stop).await;
            }
        };
        tokio::join!(serving, working);
    }

    /// Runs this many jobs at once until `stop`, and one more for installations that would have to wait for others.
    pub async fn work(&self, workers: usize, stop: &CancellationToken) {
        let mut tasks = JoinSet::new();
        for worker in Worker::crew(&self.context, workers) {
            let stop = stop.clone();
            tasks.spawn(async move { worker.run(&stop).await });
        }
        self.check_log_regularly(stop).await;
        while tasks.join_next().await.is_some() {}
    }

    /// Queues the check of the delivery log that is due when a service starts.
    pub async fn queue_first_log_check(&self) {
        self.queue_log_check(FIRST_CHECK_MS, true).await;
    }

    async fn check_log_regularly(&self, stop: &CancellationToken) {
        self.queue_first_log_check().await;
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(CHECK_INTERVAL) => {}
            }
            self.queue_log_check(CHECK_MS, false).await;
            let before = self.context.now_ms().saturating_sub(DELIVERY_MS);
            if let Err(error) = self.context.store.prune(before).await {
                let class = error.class();
                tracing::warn!(class, "cannot delete old deliveries: the database failed");
            }
            self.expire().await;
        }
    }

    /// Deletes data that no repository has shown for longer than `--keep-days`.
    pub async fn expire(&self) {
        let Some(days) = self.context.settings.keep_days else {
            return;
        };
        let before = self.context.now_ms() - i64::from(days) * DAY_MS;
        match self.context.store.expire(before).await {
            Ok(expired) => tracing::info!(?expired, "deleted data older than --keep-days"),
            Err(error) => tracing::warn!(
                class = error.class(),
                "cannot delete data older than --keep-days: the database failed"
            ),
        }
    }

    async fn queue_log_check(&self, back_ms: i64, at_start: bool) {
        let now_ms = self.context.now_ms();
        let since = now_ms.saturating_sub(back_ms);
        let job = Job::Missed { since, at_start }.queued(None, now_ms);
        if let Err(error) = self.context.store.enqueue(&job, now_ms).await {
            let class = error.class();
            tracing::warn!(
                class,
                "cannot queue the check of the delivery log: the database failed"
            );
        }
    }
}
