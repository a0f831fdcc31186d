//! Forgetting people for good, and removing sources with everything that they showed.

use std::collections::BTreeSet;

use sqlx::{Any, Transaction};

use super::json::{CHUNK, hash_in, hashes, numbers};
use super::types::Forgotten;
use crate::connection::{Dialect, Store};
use crate::error::{Doing, Races, StoreError};
use crate::identifier_hash::IdentifierHash;
use crate::statement::{Statement, shared_statement, statement};

impl Store {
    /// Deletes everything that is known about identifiers, and never stores them again: later readings are
    /// remembered without them. Pages of reviews hold names and addresses as text, which no hash finds, so all of them
    /// are deleted; the next review of a pull request makes its page again. It leaves the record of an account: see
    /// [`Store::forget_account`].
    ///
    /// # Errors
    /// When the database cannot be written to: nothing is forgotten then.
    pub async fn forget_people(
        &self,
        of: &[IdentifierHash],
        now_ms: i64,
    ) -> Result<Forgotten, StoreError> {
        let mut races = Races::default();
        loop {
            match self.try_forget(of, now_ms).await {
                Err(error) if races.lost(&error) => {}
                other => return other.doing("forget people"),
            }
        }
    }

    async fn try_forget(
        &self,
        of: &[IdentifierHash],
        now_ms: i64,
    ) -> Result<Forgotten, sqlx::Error> {
        let mut forgetting = Forgetting {
            transaction: self.begin_forgetting().await?,
            dialect: self.dialect,
        };
        let mut forgotten = Forgotten::default();
        for chunk in of.chunks(CHUNK) {
            forgetting.add_tombstones(chunk, now_ms).await?;
            forgetting.forget(chunk, &mut forgotten).await?;
        }
        let pages = sqlx::query("DELETE FROM review_page");
        pages.execute(&mut *forgetting.transaction).await?;
        forgetting.transaction.commit().await?;
        Ok(forgotten)
    }

    /// Which of these identifiers were forgotten, by hash.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn forgotten(
        &self,
        of: &[IdentifierHash],
    ) -> Result<Vec<IdentifierHash>, StoreError> {
        let doing = "look up who was forgotten";
        let rows = sqlx::query(statement!("forget/forgotten").of(self.dialect)).bind(hashes(of));
        let rows = rows.fetch_all(&self.reader).await.doing(doing)?;
        let forgotten = rows.iter().map(|row| hash_in(row, "hash"));
        forgotten.collect::<Result<_, _>>().doing(doing)
    }
}

impl Store {
    /// Deletes every identifier about which nothing is known any more. The search does not block writers.
    pub(super) async fn drop_all_orphans(&self) -> Result<(), sqlx::Error> {
        let select = sqlx::query_scalar(shared_statement!("forget/find_orphans"));
        let orphans: Vec<i64> = select.fetch_all(&self.reader).await?;
        for chunk in orphans.chunks(CHUNK) {
            let mut transaction = self.begin_forgetting().await?;
            drop_orphans(&mut transaction, self.dialect, chunk).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}

/// A transaction that forgets people; no other remembers any meanwhile.
#[derive(Debug)]
pub(super) struct Forgetting {
    pub(super) transaction: Transaction<'static, Any>,
    pub(super) dialect: Dialect,
}

impl Forgetting {
    async fn add_tombstones(
        &mut self,
        of: &[IdentifierHash],
        now_ms: i64,
    ) -> Result<(), sqlx::Error> {
        let buried = sqlx::query(statement!("forget/tombstones").of(self.dialect))
            .bind(hashes(of))
            .bind(now_ms);
        buried.execute(&mut *self.transaction).await.map(drop)
    }

    /// Deletes what is known about identifiers.
    pub(super) async fn forget(
        &mut self,
        of: &[IdentifierHash],
        forgotten: &mut Forgotten,
    ) -> Result<(), sqlx::Error> {
        let of = hashes(of);
        let these = self
            .select(statement!("forget/numbers"), of.clone())
            .await?;
        let list = numbers(&these);
        let neighbours = statement!("forget/neighbours");
        let mut orphans = self.select(neighbours, list.clone()).await?;
        orphans.extend(these);
        let people = statement!("forget/people").each(self.dialect);
        let counts = [
            &mut forgotten.appearances,
            &mut forgotten.joins,
            &mut forgotten.key_uses,
            &mut forgotten.findings,
        ];
        for (statement, count) in people.zip(counts) {
            *count += self.delete(statement, list.clone()).await?;
        }
        let separations = statement!("forget/separations").of(self.dialect);
        self.delete(separations, of).await?;
        drop_orphans(&mut self.transaction, self.dialect, &orphans).await
    }

    async fn select(&mut self, query: Statement, list: String) -> Result<Vec<i64>, sqlx::Error> {
        let query = sqlx::query_scalar(query.of(self.dialect)).bind(list);
        query.fetch_all(&mut *self.transaction).await
    }

    async fn delete(&mut self, statement: &'static str, list: String) -> Result<u64, sqlx::Error> {
        let statement = sqlx::query(statement).bind(list);
        let deleted = statement.execute(&mut *self.transaction).await?;
        Ok(deleted.rows_affected())
    }
}

/// Deletes sources with everything that they showed, and the identifiers that no other source shows. Returns the
/// number of deleted sources.
pub(crate) async fn remove_sources(
    transaction: &mut Transaction<'static, Any>,
    dialect: Dialect,
    sources: &[i64],
) -> Result<u64, sqlx::Error> {
    if sources.is_empty() {
        return Ok(0);
    }
    let list = numbers(sources);
    let shown = statement!("forget/shown_by_sources").of(dialect);
    let shown = sqlx::query_scalar(shown).bind(list.clone());
    let shown: Vec<i64> = shown.fetch_all(&mut **transaction).await?;
    let mut removed = 0;
    // The last statement deletes the sources themselves.
    for statement in statement!("forget/sources").each(dialect) {
        let removal = sqlx::query(statement).bind(list.clone());
        removed = removal.execute(&mut **transaction).await?.rows_affected();
    }
    drop_orphans(transaction, dialect, &shown).await?;
    Ok(removed)
}

/// Deletes those of some identifiers about which nothing is known any more.
async fn drop_orphans(
    transaction: &mut Transaction<'static, Any>,
    dialect: Dialect,
    among: &[i64],
) -> Result<(), sqlx::Error> {
    let delete = statement!("forget/orphans").of(dialect);
    let among: Vec<_> = among
        .iter()
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    for chunk in among.chunks(CHUNK) {
        let removal = sqlx::query(delete).bind(numbers(chunk));
        removal.execute(&mut **transaction).await?;
    }
    Ok(())
}

/// Deletes every identifier about which nothing is known any more, with one statement.
pub(super) async fn drop_orphans_at_once(
    transaction: &mut Transaction<'static, Any>,
) -> Result<(), sqlx::Error> {
    let removal = sqlx::query(shared_statement!("forget/all_orphans"));
    removal.execute(&mut **transaction).await.map(drop)
}
