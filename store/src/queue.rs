//! Running jobs: leases with a deadline, and the ways a run ends.

use sqlx::Row;

use crate::connection::{Store, text};
use crate::error::{Doing, Races, StoreError};
use crate::lane::Lane;
use crate::lease::{Ended, Lease};
use crate::requeue::Take;
use crate::statement::statement;

/// What follows a failed run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Another run at this time (Unix milliseconds) or later, unless this was the last one allowed.
    At(i64),
    /// Nothing: another run cannot succeed.
    Never,
}

/// Whose jobs a worker takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serves {
    /// Everyone's.
    All,
    /// Those of installations for which no job runs.
    Unserved,
}

/// The result of a sweep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// The number of jobs that wait again, with merged ones.
    pub waiting: usize,
    /// The number of jobs that had no run left and are dead letters.
    pub dead: usize,
}

impl Store {
    /// Takes a job for `lease_ms` milliseconds from now: a prompt one before one of the background ([`Lane`]); of these, one
    /// of the installation for which the fewest jobs run; of these, one of the installation that was served longest ago;
    /// and of these, the one that has waited longest. So nobody waits for another installation's many or long jobs.
    ///
    /// Skips groups in which a job runs, and installations that are paused.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn claim(
        &self,
        worker: &str,
        serves: Serves,
        lease_ms: i64,
        now_ms: i64,
    ) -> Result<Option<Lease>, StoreError> {
        let mut races = Races::default();
        loop {
            // If two workers choose jobs of one group at once, the index on running groups refuses the
            // second. The first job runs by then, so the second worker can look again.
            match self.try_claim(worker, serves, lease_ms, now_ms).await {
                Err(error) if races.lost(&error) => {}
                other => return other.doing("claim a job"),
            }
        }
    }

    async fn try_claim(
        &self,
        worker: &str,
        serves: Serves,
        lease_ms: i64,
        now_ms: i64,
    ) -> Result<Option<Lease>, sqlx::Error> {
        // Numbers, so that no change of the clock puts anyone in front.
        const TURN: &str = "
            INSERT INTO turn (installation, claimed)
            VALUES ($1, (SELECT COALESCE(MAX(claimed), 0) + 1 FROM turn))
            ON CONFLICT (installation) DO UPDATE SET claimed = excluded.claimed";
        let mut transaction = self.begin().await?;
        // All rows are fetched, which ends the statement: SQLite commits it only then.
        let rows = sqlx::query(statement!("claim").of(self.dialect))
            .bind(text(worker))
            .bind(now_ms.saturating_add(lease_ms))
            .bind(now_ms)
            .bind(now_ms.saturating_sub(Lane::PATIENCE_MS))
            .bind(i64::from(serves == Serves::Unserved))
            .fetch_all(&mut *transaction)
            .await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let lease = Lease {
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            group: row.try_get("grp")?,
            installation: row.try_get("installation")?,
            lane: Lane::of_number(row.try_get("lane")?),
            payload: row.try_get("payload")?,
            attempt: row.try_get("attempts")?,
            fence: row.try_get("fence")?,
        };
        if let Some(installation) = lease.installation {
            let turn = sqlx::query(TURN).bind(installation);
            turn.execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(Some(lease))
    }

    /// Moves the deadline of a lease to `lease_ms` milliseconds from now.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when the job was taken from the lease.
    pub async fn extend(
        &self,
        lease: &Lease,
        lease_ms: i64,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        const UPDATE: &str = "
            UPDATE job SET lease_until = $3 WHERE id = $1 AND fence = $2 AND state = 'leased'";
        let extended = sqlx::query(UPDATE)
            .bind(lease.id)
            .bind(lease.fence)
            .bind(now_ms.saturating_add(lease_ms))
            .execute(&self.writer)
            .await
            .doing("extend a lease")?;
        held(lease, extended.rows_affected() == 1)
    }

    /// Ends a job that succeeded: it is deleted.
    ///
    /// A lease past its deadline still counts until the job is swept.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when the job was taken from the lease.
    pub async fn complete(&self, lease: &Lease) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM job WHERE id = $1 AND fence = $2 AND state = 'leased'";
        let completed = sqlx::query(DELETE)
            .bind(lease.id)
            .bind(lease.fence)
            .execute(&self.writer)
            .await
            .doing("complete a job")?;
        held(lease, completed.rows_affected() == 1)
    }

    /// Ends a run that failed for the reason `message`. After the last run allowed the job is a dead letter,
    /// even if `retry` asks for another run.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when the job was taken from the lease.
    pub async fn fail(
        &self,
        lease: &Lease,
        message: &str,
        retry: Retry,
    ) -> Result<Ended, StoreError> {
        let run_at = match retry {
            Retry::At(time) if lease.attempt < self.max_attempts => Some(time),
            Retry::At(_) | Retry::Never => None,
        };
        let failed = self.put_back(Take::Failed { lease, message }, run_at);
        failed.await?.ok_or(StoreError::LeaseLost { job: lease.id })
    }

    /// Gives back a job that did not run, to start at `run_at_ms` (Unix milliseconds) or later. The run does
    /// not count as an attempt.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when the job was taken from the lease.
    pub async fn release(&self, lease: &Lease, run_at_ms: i64) -> Result<Ended, StoreError> {
        let released = self.put_back(Take::Released { lease }, Some(run_at_ms));
        released
            .await?
            .ok_or(StoreError::LeaseLost { job: lease.id })
    }

    /// Takes back jobs whose lease is past its deadline: their worker crashed or lost the database.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn sweep(&self, now_ms: i64) -> Result<Swept, StoreError> {
        const EXPIRED: &str = "
            SELECT id, fence, attempts FROM job WHERE state = 'leased' AND lease_until <= $1
            ORDER BY id";
        let expired: Vec<(i64, i64, i64)> = sqlx::query_as(EXPIRED)
            .bind(now_ms)
            .fetch_all(&self.reader)
            .await
            .doing("look for expired leases")?;
        let mut swept = Swept::default();
        for (id, fence, attempts) in expired {
            let run_at = (attempts < self.max_attempts).then_some(now_ms);
            let take = Take::Expired { id, fence, now_ms };
            match self.put_back(take, run_at).await? {
                Some(Ended::Dead) => swept.dead += 1,
                Some(Ended::Waiting | Ended::Merged) => swept.waiting += 1,
                // Another process extended, ended or swept it meanwhile.
                None => {}
            }
        }
        Ok(swept)
    }

    /// Starts no job of an installation before `until_ms` (Unix milliseconds). The longest of several pauses
    /// counts.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn pause_installation(&self, id: i64, until_ms: i64) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO pause (installation, until) VALUES ($1, $2)
            ON CONFLICT (installation) DO UPDATE SET until = excluded.until
            WHERE pause.until < excluded.until";
        let paused = sqlx::query(UPSERT).bind(id).bind(until_ms);
        let paused = paused.execute(&self.writer).await;
        paused.map(drop).doing("pause an installation")
    }
}

fn held(lease: &Lease, is_held: bool) -> Result<(), StoreError> {
    if is_held {
        Ok(())
    } else {
        Err(StoreError::LeaseLost { job: lease.id })
    }
}
