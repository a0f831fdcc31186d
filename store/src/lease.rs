//! A worker's lease on a job, and the state of the job after it.

use crate::lane::Lane;

/// The right to run a job until its deadline.
///
/// Dropping it does not end it: after the deadline, [`Store::sweep`](crate::Store::sweep) takes the job back, as
/// after a crash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Number of the job.
    pub id: i64,
    /// The kind of work.
    pub kind: String,
    /// Its group; no other job of the group runs meanwhile.
    pub group: String,
    /// The installation that it works for.
    pub installation: Option<i64>,
    /// Whether somebody waits for it.
    pub lane: Lane,
    /// The input of the job, as JSON.
    pub payload: String,
    /// The number of this run, from 1, without released runs.
    pub attempt: i64,
    /// The number of this lease; a later lease on the same job has a larger one.
    pub fence: i64,
}

/// The state of a job that was given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It waits for another run.
    Waiting,
    /// It merged into a waiting job of its kind and group.
    Merged,
    /// It is a dead letter until an operator retries or drops it.
    Dead,
}
