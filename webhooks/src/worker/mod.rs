//! Workers: each takes one job at a time from the queue.

mod crew;
mod ending;

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use countersign_store::{Lane, Lease, StoreError};
use tokio_util::sync::CancellationToken;

use crate::context::Context;
use crate::error::JobError;
use crate::handlers;

use crew::Place;

/// One worker. Several can share a database, in this process and in others.
#[derive(Clone, Debug)]
pub struct Worker {
    context: Context,
    name: String,
    place: Place,
}

/// The result of [`Worker::drain`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// Runs that succeeded.
    pub done: usize,
    /// Runs that failed.
    pub failed: usize,
}

/// How one run ended.
enum Run {
    Ended(Result<(), JobError>),
    /// Another worker has the lease now, so the result of this run does not count.
    Lost,
    /// The service stops.
    Stopped,
}

impl Worker {
    /// A worker that works alone. Its leases carry `name`.
    #[must_use]
    pub fn new(context: Context, name: &str) -> Self {
        Self {
            context,
            name: name.to_owned(),
            place: Place::alone(),
        }
    }

    fn deadline(&self, lease: &Lease) -> Duration {
        match lease.lane {
            Lane::Prompt => self.context.settings.deadline,
            Lane::Background => self.context.settings.background_deadline,
        }
    }

    fn lease_ms(&self) -> i64 {
        let lease = self.context.settings.lease.as_millis();
        i64::try_from(lease).unwrap_or(i64::MAX)
    }

    /// Runs every job that may start now, and those that they queue, until none is left.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn drain(&self) -> Result<Drained, StoreError> {
        let mut drained = Drained::default();
        let never = CancellationToken::new();
        while let Some(ended_well) = self.step(&never).await? {
            if ended_well {
                drained.done += 1;
            } else {
                drained.failed += 1;
            }
        }
        Ok(drained)
    }

    /// Runs jobs until `stop`, and polls for new ones while there are none.
    pub async fn run(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            let idle = match self.step(stop).await {
                Ok(Some(_)) => continue,
                Ok(None) => self.context.settings.poll,
                Err(error) => {
                    tracing::warn!(
                        class = error.class(),
                        "cannot use the queue: the database failed"
                    );
                    // A database that fails is not asked again at once.
                    self.context.settings.poll.max(Duration::from_secs(1))
                }
            };
            let pause = self.context.jitter.spread(millis(idle));
            let pause = Duration::from_millis(u64::try_from(pause).unwrap_or_default());
            let _ = within(pause, stop.cancelled()).await;
        }
    }

    /// Runs one job, if one may start, and returns whether it succeeded.
    async fn step(&self, stop: &CancellationToken) -> Result<Option<bool>, StoreError> {
        let store = &self.context.store;
        let swept = store.sweep(self.context.now_ms()).await?;
        if swept.dead > 0 {
            tracing::error!(
                jobs = swept.dead,
                "jobs failed for the last time; `countersign jobs` shows them"
            );
        }
        let Some(serves) = self.place.serves() else {
            return Ok(None);
        };
        let claimed = store
            .claim(&self.name, serves, self.lease_ms(), self.context.now_ms())
            .await?;
        let Some(lease) = claimed else {
            return Ok(None);
        };
        let _busy = self.place.begin();
        let outcome = match self.attempt(&lease, stop).await {
            Run::Ended(outcome) => outcome,
            Run::Lost => {
                tracing::warn!(
                    job = lease.id,
                    "a lease was lost: another worker has the job now"
                );
                return Ok(Some(false));
            }
            Run::Stopped => {
                let released = store.release(&lease, self.context.now_ms()).await;
                return match released {
                    Err(StoreError::LeaseLost { .. }) | Ok(_) => Ok(Some(false)),
                    Err(error) => Err(error),
                };
            }
        };
        ending::settle(&self.context, &lease, &outcome).await?;
        Ok(Some(outcome.is_ok()))
    }

    /// Runs a job while its lease is extended.
    async fn attempt(&self, lease: &Lease, stop: &CancellationToken) -> Run {
        // A separate task, so that a panic only fails the job.
        let (context, own) = (self.context.clone(), lease.clone());
        let mut job = AbortOnDrop(tokio::spawn(async move {
            handlers::handle(&context, &own).await
        }));
        let heartbeat = self.context.settings.lease / 3;
        let mut deadline = pin!(tokio::time::sleep(self.deadline(lease)));
        let mut stopping = false;
        loop {
            let wait = if stopping {
                self.context.settings.grace
            } else {
                heartbeat
            };
            tokio::select! {
                ended = &mut job.0 => return Run::Ended(ended.unwrap_or_else(|_| {
                    Err(JobError::failed("the job panicked"))
                })),
                () = tokio::time::sleep(wait) => {
                    if stopping {
                        return Run::Stopped;
                    }
                    let now_ms = self.context.now_ms();
                    let extended = self.context.store.extend(lease, self.lease_ms(), now_ms).await;
                    if let Err(StoreError::LeaseLost { .. }) = extended {
                        return Run::Lost;
                    }
                }
                () = &mut deadline => return Run::Ended(Err(JobError::transient(
                    "the job took longer than its deadline",
                ))),
                () = stop.cancelled(), if !stopping => stopping = true,
            }
        }
    }
}

/// Aborts the job if its worker is dropped.
struct AbortOnDrop(tokio::task::JoinHandle<Result<(), JobError>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Waits for `future` for at most `time`.
async fn within<F: Future>(time: Duration, future: F) -> Option<F::Output> {
    tokio::time::timeout(time, future).await.ok()
}
