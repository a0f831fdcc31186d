//! The queue as people and metrics look at it.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};
use crate::requeue::Take;

/// Where a job stands. One that is done is no longer there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobState {
    /// It waits, perhaps for a later time.
    Ready,
    /// A worker has it.
    Leased,
    /// No run is left, or none can help; it waits for a person.
    Dead,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Ready, Self::Leased, Self::Dead];

    /// The state in a word, as the database and metrics have it.
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
        known.ok_or_else(|| sqlx::Error::Decode(format!("no such job state: {word}").into()))
    }
}

/// A job with all that is known of it. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number, never given twice.
    pub id: i64,
    /// What is to be done.
    pub kind: String,
    /// The group of which one job runs at a time.
    pub group: String,
    /// The installation on whose behalf it runs.
    pub installation: Option<i64>,
    /// What the job needs to know, as JSON.
    pub payload: String,
    /// Where it stands.
    pub state: JobState,
    /// When it may start.
    pub run_at: i64,
    /// Runs begun, released ones not counted.
    pub attempts: i64,
    /// Who runs it.
    pub worker: Option<String>,
    /// Until when that worker may run it.
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

/// Which jobs to list: those that fit every part that is set.
#[derive(Clone, Debug)]
pub struct JobFilter {
    /// Where they stand.
    pub state: Option<JobState>,
    /// What is to be done.
    pub kind: Option<String>,
    /// On whose behalf.
    pub installation: Option<i64>,
    /// Most jobs to list; the oldest come first.
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

/// How many jobs there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Kind, state and number, sorted; what there is none of is left out.
    pub jobs: Vec<(String, JobState, i64)>,
    /// Start time of the job that has waited longest (Unix milliseconds; it may lie ahead).
    pub next_run_at: Option<i64>,
    /// Deliveries that are remembered.
    pub deliveries: i64,
}

impl Counts {
    /// Jobs of every kind in this state.
    #[must_use]
    pub fn in_state(&self, state: JobState) -> i64 {
        let fitting = self.jobs.iter().filter(|(_, found, _)| *found == state);
        fitting.map(|(.., number)| number).sum()
    }
}

impl Store {
    /// Jobs in the order they came.
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

    /// Lets a dead job wait again, or a waiting one start now, with all its runs ahead of it.
    /// Returns whether there was such a job.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn retry_job(&self, id: i64, now_ms: i64) -> Result<bool, StoreError> {
        let retried = self.put_back(Take::Retried { id }, Some(now_ms)).await?;
        Ok(retried.is_some())
    }

    /// Removes a job that does not run; its deliveries count as done. Returns whether there was one.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn drop_job(&self, id: i64) -> Result<bool, StoreError> {
        const DELETE: &str = "DELETE FROM job WHERE id = $1 AND state IN ('ready', 'dead')";
        let dropped = sqlx::query(DELETE).bind(id).execute(&self.writer);
        Ok(dropped.await.doing("drop a job")?.rows_affected() == 1)
    }

    /// How many jobs of each kind stand where.
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
