//! The workers of one process. Besides the ordinary ones there is a spare one: while all ordinary ones are busy, it works
//! for installations that nobody works for, so that one installation's long jobs do not make others wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use countersign_store::Serves;

use super::Worker;
use crate::context::Context;

impl Worker {
    /// This many ordinary workers and a spare one.
    #[must_use]
    pub fn crew(context: &Context, ordinary: usize) -> Vec<Self> {
        let busy = Arc::new(AtomicUsize::new(0));
        let name = |last: &str| format!("{}-{last}", std::process::id());
        let worker = |name: String, place: Place| Self {
            place,
            ..Self::new(context.clone(), &name)
        };
        let numbers = 1..=ordinary;
        let members = numbers.map(|number| {
            let busy = Arc::clone(&busy);
            worker(name(&number.to_string()), Place::Ordinary { busy })
        });
        let spare = Place::Spare {
            busy: Arc::clone(&busy),
            ordinary,
        };
        members.chain([worker(name("spare"), spare)]).collect()
    }
}

/// A worker's place among the workers of its process.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// It takes any job, and counts as busy while it runs one.
    Ordinary {
        /// How many ordinary workers are busy.
        busy: Arc<AtomicUsize>,
    },
    /// It takes jobs of installations for which no job runs, while all ordinary workers are busy.
    Spare {
        busy: Arc<AtomicUsize>,
        /// How many ordinary workers there are.
        ordinary: usize,
    },
}

impl Place {
    /// The place of a worker that works alone.
    pub(super) fn alone() -> Self {
        Self::Ordinary {
            busy: Arc::default(),
        }
    }

    /// Whose jobs it takes now; `None` if nobody's.
    pub(super) fn serves(&self) -> Option<Serves> {
        match self {
            Self::Ordinary { .. } => Some(Serves::All),
            Self::Spare { busy, ordinary } => {
                let all_busy = busy.load(Ordering::Acquire) >= *ordinary;
                all_busy.then_some(Serves::Unserved)
            }
        }
    }

    /// Counts the worker as busy until the value is dropped.
    pub(super) fn begin(&self) -> Busy {
        Busy(match self {
            Self::Ordinary { busy } => {
                busy.fetch_add(1, Ordering::AcqRel);
                Some(Arc::clone(busy))
            }
            Self::Spare { .. } => None,
        })
    }
}

/// Counts a worker as busy.
pub(super) struct Busy(Option<Arc<AtomicUsize>>);

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(busy) = &self.0 {
            busy.fetch_sub(1, Ordering::AcqRel);
        }
    }
}
