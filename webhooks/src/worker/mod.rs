//! Taking jobs from the queue, one after the other.

mod ending;

use std::future::Future;
use std::time::Duration;

use countersign_store::{Lease, StoreError};
use tokio_util::sync::CancellationToken;

use crate::context::Context;
use crate::error::JobError;
use crate::jobs;

/// One worker. Several may share a database, in this process and in others.
#[derive(Clone, Debug)]
pub struct Worker {
    context: Context,
    name: String,
}

/// What a drain came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// Runs that ended well.
    pub done: usize,
    /// Runs that did not.
    pub failed: usize,
}

/// How one run ended.
enum Run {
    Ended(Result<(), JobError>),
    /// The lease is somebody else's: nothing that this run says counts.
    Lost,
    /// The service stops.
    Stopped,
}

impl Worker {
    /// A worker; `name` shows who has a lease.
    #[must_use]
    pub fn new(context: Context, name: &str) -> Self {
        Self {
            context,
            name: name.to_owned(),
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

    /// Works until `stop`, looking for jobs every so often when there are none.
    pub async fn run(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            let idle = match self.step(stop).await {
                Ok(Some(_)) => continue,
                Ok(None) => self.context.settings.poll,
                Err(error) => {
                    tracing::warn!(transient = error.is_transient(), "the queue cannot be used");
                    // A database that went away is not asked in a tight loop.
                    self.context.settings.poll.max(Duration::from_secs(1))
                }
            };
            let pause = self.context.dice.spread(millis(idle));
            let pause = Duration::from_millis(u64::try_from(pause).unwrap_or_default());
            let _ = within(pause, stop.cancelled()).await;
        }
    }

    /// Takes one job, if one may start: whether it ended well.
    async fn step(&self, stop: &CancellationToken) -> Result<Option<bool>, StoreError> {
        let store = &self.context.store;
        let swept = store.sweep(self.context.now_ms()).await?;
        if swept.dead > 0 {
            tracing::error!(jobs = swept.dead, "jobs ran out of attempts");
        }
        let claimed = store
            .claim(&self.name, self.lease_ms(), self.context.now_ms())
            .await?;
        let Some(lease) = claimed else {
            return Ok(None);
        };
        let outcome = match self.attempt(&lease, stop).await {
            Run::Ended(outcome) => outcome,
            Run::Lost => {
                tracing::warn!(job = lease.id, "a lease was lost");
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
        // A task of its own, so that a panic in it is a failure and no more.
        let (context, own) = (self.context.clone(), lease.clone());
        let mut job = AbortOnDrop(tokio::spawn(
            async move { jobs::handle(&context, &own).await },
        ));
        let heartbeat = self.context.settings.lease / 3;
        let mut stopping = false;
        loop {
            let wait = if stopping {
                self.context.settings.grace
            } else {
                heartbeat
            };
            tokio::select! {
                ended = &mut job.0 => return Run::Ended(ended.unwrap_or_else(|_| {
                    Err(JobError::Failed("the job broke off".to_owned()))
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
                () = stop.cancelled(), if !stopping => stopping = true,
            }
        }
    }
}

/// A job whose worker is gone shall not go on.
struct AbortOnDrop(tokio::task::JoinHandle<Result<(), JobError>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Waits for `future`, but not for longer than `time`.
async fn within<F: Future>(time: Duration, future: F) -> Option<F::Output> {
    tokio::time::timeout(time, future).await.ok()
}
