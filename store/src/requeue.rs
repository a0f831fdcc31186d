//! Jobs that go back to the queue, where a newer job of the same kind and group may be waiting.

use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use crate::connection::{Store, text};
use crate::error::{Doing, Races, StoreError};
use crate::lease::{Ended, Lease};

/// Which job goes back, from which state, and what is recorded on it.
#[derive(Clone, Copy)]
pub(crate) enum Take<'a> {
    /// A leased job whose run failed.
    Failed { lease: &'a Lease, message: &'a str },
    /// A leased job that did not run.
    Released { lease: &'a Lease },
    /// A leased job past its deadline.
    Expired { id: i64, fence: i64, now_ms: i64 },
    /// A dead or waiting job that an operator wants to run now.
    Retried { id: i64 },
    /// A dead job whose delivery came again.
    Revived { id: i64 },
}

/// The fields of a job that goes back.
struct Returning {
    id: i64,
    kind: String,
    group: String,
    payload: String,
    offered: i64,
    coalesces: bool,
}

impl Store {
    /// Lets a job wait until `run_at` (Unix milliseconds), or makes it a dead letter if that is `None`.
    /// Returns `None` when the job is not in the state that `take` expects.
    pub(crate) async fn put_back(
        &self,
        take: Take<'_>,
        run_at: Option<i64>,
    ) -> Result<Option<Ended>, StoreError> {
        let mut races = Races::default();
        loop {
            // Another job of the group may start to wait at the same moment; the next try finds it.
            match self.try_put_back(take, run_at).await {
                Err(error) if races.lost(&error) => {}
                other => return other.doing("give a job back"),
            }
        }
    }

    async fn try_put_back(
        &self,
        take: Take<'_>,
        run_at: Option<i64>,
    ) -> Result<Option<Ended>, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let Some(job) = note(&mut transaction, take).await? else {
            return Ok(None);
        };
        let ended = match run_at {
            None => set_state(&mut transaction, job.id, "dead", None).await?,
            Some(_) if job.coalesces && merge(&mut transaction, &job).await? => Ended::Merged,
            Some(time) => set_state(&mut transaction, job.id, "ready", Some(time)).await?,
        };
        transaction.commit().await?;
        Ok(Some(ended))
    }
}

/// Records on the job why it goes back, which locks its row, and reads it.
async fn note(
    transaction: &mut Transaction<'static, Any>,
    take: Take<'_>,
) -> Result<Option<Returning>, sqlx::Error> {
    const FAILED: &str = "
        UPDATE job SET error = $3 WHERE id = $1 AND fence = $2 AND state = 'leased'
        RETURNING id, kind, grp, payload, offered, coalesces";
    const RELEASED: &str = "
        UPDATE job SET attempts = attempts - 1 WHERE id = $1 AND fence = $2 AND state = 'leased'
        RETURNING id, kind, grp, payload, offered, coalesces";
    const EXPIRED: &str = "
        UPDATE job SET error = 'the worker ' || worker || ' stopped without an answer'
        WHERE id = $1 AND fence = $2 AND state = 'leased' AND lease_until <= $3
        RETURNING id, kind, grp, payload, offered, coalesces";
    const RETRIED: &str = "
        UPDATE job SET attempts = 0 WHERE id = $1 AND state IN ('dead', 'ready')
        RETURNING id, kind, grp, payload, offered, coalesces";
    const REVIVED: &str = "
        UPDATE job SET attempts = 0 WHERE id = $1 AND state = 'dead'
        RETURNING id, kind, grp, payload, offered, coalesces";
    let query = match take {
        Take::Failed { lease, message } => sqlx::query(FAILED)
            .bind(lease.id)
            .bind(lease.fence)
            .bind(text(message)),
        Take::Released { lease } => sqlx::query(RELEASED).bind(lease.id).bind(lease.fence),
        Take::Expired { id, fence, now_ms } => {
            sqlx::query(EXPIRED).bind(id).bind(fence).bind(now_ms)
        }
        Take::Retried { id } => sqlx::query(RETRIED).bind(id),
        Take::Revived { id } => sqlx::query(REVIVED).bind(id),
    };
    let row = query.fetch_optional(&mut **transaction).await?;
    row.as_ref().map(returning).transpose()
}

fn returning(row: &AnyRow) -> Result<Returning, sqlx::Error> {
    Ok(Returning {
        id: row.try_get("id")?,
        kind: row.try_get("kind")?,
        group: row.try_get("grp")?,
        payload: row.try_get("payload")?,
        offered: row.try_get("offered")?,
        coalesces: row.try_get::<i64, _>("coalesces")? == 1,
    })
}

/// Merges the job into a waiting one of its kind and group, which gets the newer payload and the deliveries.
/// Returns whether there was one.
async fn merge(
    transaction: &mut Transaction<'static, Any>,
    job: &Returning,
) -> Result<bool, sqlx::Error> {
    const INTO: &str = "
        UPDATE job SET
            payload = CASE WHEN offered < $4 THEN $5 ELSE payload END,
            offered = CASE WHEN offered < $4 THEN $4 ELSE offered END
        WHERE kind = $1 AND grp = $2 AND state = 'ready' AND coalesces = 1 AND id <> $3
        RETURNING id";
    const FOLLOW: &str = "UPDATE delivery SET job = $1 WHERE job = $2";
    const DELETE: &str = "DELETE FROM job WHERE id = $1";
    let into: Option<i64> = sqlx::query_scalar(INTO)
        .bind(&*job.kind)
        .bind(&*job.group)
        .bind(job.id)
        .bind(job.offered)
        .bind(&*job.payload)
        .fetch_optional(&mut **transaction)
        .await?;
    let Some(into) = into else {
        return Ok(false);
    };
    let follow = sqlx::query(FOLLOW).bind(into).bind(job.id);
    follow.execute(&mut **transaction).await?;
    let delete = sqlx::query(DELETE).bind(job.id);
    delete.execute(&mut **transaction).await?;
    Ok(true)
}

async fn set_state(
    transaction: &mut Transaction<'static, Any>,
    id: i64,
    state: &str,
    run_at: Option<i64>,
) -> Result<Ended, sqlx::Error> {
    const UPDATE: &str = "
        UPDATE job SET state = $2, run_at = COALESCE($3, run_at), worker = NULL, lease_until = NULL
        WHERE id = $1";
    let update = sqlx::query(UPDATE).bind(id).bind(state).bind(run_at);
    update.execute(&mut **transaction).await?;
    Ok(match run_at {
        Some(_) => Ended::Waiting,
        None => Ended::Dead,
    })
}
