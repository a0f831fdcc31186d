//! The queue, as operators and metrics see it.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};
use crate::requeue::Take;

/// The state of a job. A job that is done is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobState {
    /// It waits to be run, perhaps at a later time.
    Ready,
    /// A worker runs it.
    Leased,
    /// A dead letter: it failed too often or cannot succeed, and waits for an operator.
    Dead,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Ready, Self::Leased, Self::Dead];

    /// The state's name in the database and in metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Leased => "leased",
            Self::Dead => "dead",
        }
    }

    fn parse(word: &str) -> Result<Self, sqlx::Error> {
        let known = Self::ALL.into_iter().find(|state| state.as_str() == word);
        known.ok_or_else(|| sqlx::Error::Decode(format!("{word:?} is not a job state").into()))
    }
}

/// A job. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number, which is never reused.
    pub id: i64,
    /// The kind of work.
    pub kind: String,
    /// Its group: only one job of a group runs at a time.
    pub group: String,
    /// The installation that it works for.
    pub installation: Option<i64>,
    /// The input of the job, as JSON.
    pub payload: String,
    /// Its state.
    pub state: JobState,
    /// When it may start.
    pub run_at: i64,
    /// The number of its runs, without those that were released.
    pub attempts: i64,
    /// The worker that runs it.
    pub worker: Option<String>,
    /// When the worker's lease ends.
    pub lease_until: Option<i64>,
    /// Why the last run failed.
    pub error: Option<String>,
    /// When it was first offered.
    pub created: i64,
}

impl FromRow<'_, AnyRow> for Job {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            group: row.try_get("grp")?,
            installation: row.try_get("installation")?,
            payload: row.try_get("payload")?,
            state: JobState::parse(row.try_get("state")?)?,
            run_at: row.try_get("run_at")?,
            attempts: row.try_get("attempts")?,
            worker: row.try_get("worker")?,
            lease_until: row.try_get("lease_until")?,
            error: row.try_get("error")?,
            created: row.try_get("created")?,
        })
    }
}

/// Which jobs to list: those that match every field that is set.
#[derive(Clone, Debug)]
pub struct JobFilter {
    /// Their state.
    pub state: Option<JobState>,
    /// The kind of work.
    pub kind: Option<String>,
    /// The installation that they work for.
    pub installation: Option<i64>,
    /// The largest number of jobs to list; the oldest come first.
    pub limit: u32,
}

impl Default for JobFilter {
    fn default() -> Self {
        Self {
            state: None,
            kind: None,
            installation: None,
            limit: 100,
        }
    }
}

/// The number of jobs and deliveries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Kind, state and number of jobs, sorted; without zeros.
    pub jobs: Vec<(String, JobState, i64)>,
    /// Start time of the job that has waited longest, Unix milliseconds; it can be in the future.
    pub next_run_at: Option<i64>,
    /// The number of stored deliveries.
    pub deliveries: i64,
}

impl Counts {
    /// The number of jobs in this state, of every kind.
    #[must_use]
    pub fn in_state(&self, state: JobState) -> i64 {
        let fitting = self.jobs.iter().filter(|(_, found, _)| *found == state);
        fitting.map(|(.., number)| number).sum()
    }
}

impl Store {
    /// Jobs, the oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn jobs(&self, filter: &JobFilter) -> Result<Vec<Job>, StoreError> {
        const SELECT: &str = "
            SELECT id, kind, grp, installation, payload, state, run_at, attempts, worker,
                lease_until, error, created
            FROM job
            WHERE ($1 IS NULL OR state = $1)
                AND ($2 IS NULL OR kind = $2)
                AND ($3 IS NULL OR installation = $3)
            ORDER BY id LIMIT $4";
        sqlx::query_as(SELECT)
            .bind(filter.state.map(JobState::as_str))
            .bind(filter.kind.as_deref().map(text))
            .bind(filter.installation)
            .bind(i64::from(filter.limit))
            .fetch_all(&self.reader)
            .await
            .doing("list jobs")
    }

    /// Lets a dead or waiting job start now, with no attempts counted. Returns whether there was such a job.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn retry_job(&self, id: i64, now_ms: i64) -> Result<bool, StoreError> {
        let retried = self.put_back(Take::Retried { id }, Some(now_ms)).await?;
        Ok(retried.is_some())
    }

    /// Deletes a job that does not run; its deliveries count as done. Returns whether there was such a job.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn drop_job(&self, id: i64) -> Result<bool, StoreError> {
        const DELETE: &str = "DELETE FROM job WHERE id = $1 AND state IN ('ready', 'dead')";
        let dropped = sqlx::query(DELETE).bind(id).execute(&self.writer);
        Ok(dropped.await.doing("drop a job")?.rows_affected() == 1)
    }

    /// The number of jobs by kind and state.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        const JOBS: &str =
            "SELECT kind, state, COUNT(*) FROM job GROUP BY kind, state ORDER BY kind, state";
        const NEXT: &str = "
            SELECT (SELECT MIN(run_at) FROM job WHERE state = 'ready'),
                (SELECT COUNT(*) FROM delivery)";
        let doing = "count jobs";
        let rows: Vec<(String, String, i64)> = sqlx::query_as(JOBS)
            .fetch_all(&self.reader)
            .await
            .doing(doing)?;
        let jobs = rows
            .into_iter()
            .map(|(kind, state, number)| Ok((kind, JobState::parse(&state)?, number)))
            .collect::<Result<_, _>>()
            .doing(doing)?;
        let (next_run_at, deliveries) = sqlx::query_as(NEXT)
            .fetch_one(&self.reader)
            .await
            .doing(doing)?;
        Ok(Counts {
            jobs,
            next_run_at,
            deliveries,
        })
    }
}
