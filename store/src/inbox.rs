//! Incoming deliveries: each is stored once, together with the job that it needs.

use sqlx::{Any, Transaction};

use crate::connection::{Store, text};
use crate::error::{Doing, Races, StoreError};
use crate::lane::Lane;
use crate::requeue::Take;
use crate::statement::statement;

/// A webhook delivery as GitHub sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// `X-GitHub-Delivery`; a redelivery carries the same one.
    pub guid: String,
    /// `X-GitHub-Event`.
    pub event: String,
    /// The payload's `action`, where it has one.
    pub action: Option<String>,
    /// The payload's `installation.id`, where it has one.
    pub installation: Option<i64>,
    /// The payload. The store does not read it: leave it empty if no job will.
    pub body: String,
}

/// Work to be done later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// The kind of work.
    pub kind: String,
    /// Only one job of a group runs at a time, whatever the kinds.
    pub group: String,
    /// The installation that the job works for; it waits while that installation is paused.
    pub installation: Option<i64>,
    /// The input of the job, as JSON.
    pub payload: String,
    /// When it may start, Unix milliseconds.
    pub run_at: i64,
    /// Whether somebody waits for it.
    pub lane: Lane,
    /// Whether it merges with a waiting job of the same kind and group. That job then gets the newer
    /// payload, the earlier start and no attempts.
    pub coalesce: bool,
}

/// The result of receiving a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It was stored, with its job.
    New,
    /// It was received before, and its job waits, runs, is done or was dropped. Nothing changed.
    Known,
    /// It was received before and its job was a dead letter: the job waits again.
    Revived,
}

impl Store {
    /// Stores a delivery and its job, both or neither, unless the delivery is known.
    ///
    /// # Errors
    /// When the database cannot be written to: nothing is stored then.
    pub async fn receive(
        &self,
        delivery: &Delivery,
        job: Option<&NewJob>,
        now_ms: i64,
    ) -> Result<Received, StoreError> {
        let mut races = Races::default();
        loop {
            match self.try_receive(delivery, job, now_ms).await {
                Err(error) if races.lost(&error) => {}
                Ok(false) => return self.receive_again(&delivery.guid, now_ms).await,
                other => return other.doing("store a delivery").map(|_| Received::New),
            }
        }
    }

    /// Whether the delivery was new.
    async fn try_receive(
        &self,
        delivery: &Delivery,
        job: Option<&NewJob>,
        now_ms: i64,
    ) -> Result<bool, sqlx::Error> {
        const INSERT: &str = "
            INSERT INTO delivery (guid, event, action, installation, body, received, job)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (guid) DO NOTHING";
        let mut transaction = self.begin().await?;
        let job = match job {
            Some(job) => Some(insert_job(&mut transaction, job, now_ms).await?),
            None => None,
        };
        let inserted = sqlx::query(INSERT)
            .bind(text(&delivery.guid))
            .bind(text(&delivery.event))
            .bind(delivery.action.as_deref().map(text))
            .bind(delivery.installation)
            .bind(text(&delivery.body))
            .bind(now_ms)
            .bind(job)
            .execute(&mut *transaction)
            .await?;
        let is_new = inserted.rows_affected() == 1;
        if is_new {
            transaction.commit().await?;
        } else {
            transaction.rollback().await?;
        }
        Ok(is_new)
    }

    /// Handles a known delivery: a dead job waits again.
    async fn receive_again(&self, guid: &str, now_ms: i64) -> Result<Received, StoreError> {
        const DEAD_JOB: &str = "
            SELECT job.id FROM delivery JOIN job ON job.id = delivery.job
            WHERE delivery.guid = $1 AND job.state = 'dead'";
        let dead: Option<i64> = sqlx::query_scalar(DEAD_JOB)
            .bind(text(guid))
            .fetch_optional(&self.reader)
            .await
            .doing("look up a delivery")?;
        let revived = match dead {
            Some(id) => self
                .put_back(Take::Revived { id }, Some(now_ms))
                .await?
                .is_some(),
            None => false,
        };
        Ok(if revived {
            Received::Revived
        } else {
            Received::Known
        })
    }

    /// Queues a job without a delivery.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn enqueue(&self, job: &NewJob, now_ms: i64) -> Result<(), StoreError> {
        let doing = "queue a job";
        let mut transaction = self.begin().await.doing(doing)?;
        insert_job(&mut transaction, job, now_ms)
            .await
            .doing(doing)?;
        transaction.commit().await.doing(doing)
    }

    /// A stored delivery.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn delivery(&self, guid: &str) -> Result<Option<Delivery>, StoreError> {
        const SELECT: &str =
            "SELECT guid, event, action, installation, body FROM delivery WHERE guid = $1";
        type Row = (String, String, Option<String>, Option<i64>, String);
        let row: Option<Row> = sqlx::query_as(SELECT)
            .bind(text(guid))
            .fetch_optional(&self.reader)
            .await
            .doing("read a delivery")?;
        Ok(
            row.map(|(guid, event, action, installation, body)| Delivery {
                guid,
                event,
                action,
                installation,
                body,
            }),
        )
    }

    /// Which of `guids` were received, in any order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn known_deliveries(&self, guids: &[String]) -> Result<Vec<String>, StoreError> {
        let guids: Vec<_> = guids.iter().map(|guid| text(guid)).collect();
        sqlx::query_scalar(statement!("known_deliveries").of(self.dialect))
            .bind(serde_json::json!(guids).to_string())
            .fetch_all(&self.reader)
            .await
            .doing("look up deliveries")
    }

    /// Empties the bodies of deliveries received before `before_ms` (Unix milliseconds) whose jobs
    /// are done or dropped. Their GUIDs stay known. Returns how many.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn erase_bodies(&self, before_ms: i64) -> Result<u64, StoreError> {
        const UPDATE: &str = "
            UPDATE delivery SET body = '' WHERE received < $1 AND body <> ''
            AND NOT EXISTS (SELECT 1 FROM job WHERE job.id = delivery.job)";
        let erased = sqlx::query(UPDATE).bind(before_ms).execute(&self.writer);
        Ok(erased.await.doing("erase delivery bodies")?.rows_affected())
    }

    /// Forgets deliveries received before `before_ms` (Unix milliseconds) whose jobs are done or
    /// dropped. Returns how many. One that is offered again later counts as new: keep them for
    /// longer than GitHub's own log does.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn prune(&self, before_ms: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "
            DELETE FROM delivery WHERE received < $1
            AND NOT EXISTS (SELECT 1 FROM job WHERE job.id = delivery.job)";
        let pruned = sqlx::query(DELETE).bind(before_ms).execute(&self.writer);
        Ok(pruned.await.doing("forget old deliveries")?.rows_affected())
    }
}

/// Adds the job, or gives its payload to the waiting one. Returns the number of that job.
async fn insert_job(
    transaction: &mut Transaction<'static, Any>,
    job: &NewJob,
    now_ms: i64,
) -> Result<i64, sqlx::Error> {
    const UPSERT: &str = "
        INSERT INTO job
            (kind, grp, installation, payload, state, run_at, coalesces, offered, created, lane)
        VALUES ($1, $2, $3, $4, 'ready', $5, $6, $7, $7, $8)
        ON CONFLICT (kind, grp) WHERE state = 'ready' AND coalesces = 1 DO UPDATE SET
            installation = excluded.installation,
            payload = excluded.payload,
            run_at = CASE WHEN excluded.run_at < job.run_at THEN excluded.run_at ELSE job.run_at END,
            attempts = 0,
            error = NULL,
            offered = excluded.offered
        RETURNING id";
    sqlx::query_scalar(UPSERT)
        .bind(text(&job.kind))
        .bind(text(&job.group))
        .bind(job.installation)
        .bind(text(&job.payload))
        .bind(job.run_at)
        .bind(i64::from(job.coalesce))
        .bind(now_ms)
        .bind(job.lane.number())
        .fetch_one(&mut **transaction)
        .await
}
