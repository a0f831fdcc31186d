//! People who are forgotten stay forgotten, and a source goes with all that it showed.

use std::collections::BTreeSet;

use sqlx::{Any, Transaction};

use super::sql::{CHUNK, hash_in, hashes, numbers, sql};
use super::types::{Forgotten, IdentifierHash};
use crate::connection::{Dialect, Store};
use crate::error::{Doing, Races, StoreError};

/// An identifier about which nothing is known any more, after WHERE.
macro_rules! orphaned {
    ($before:literal) => {
        concat!(
            $before,
            " NOT EXISTS (SELECT 1 FROM appearance WHERE appearance.identifier = identifier.id)
            AND NOT EXISTS (SELECT 1 FROM identity_join WHERE identity_join.a = identifier.id)
            AND NOT EXISTS (SELECT 1 FROM identity_join WHERE identity_join.b = identifier.id)
            AND NOT EXISTS (SELECT 1 FROM key_use WHERE key_use.key_id = identifier.id)
            AND NOT EXISTS (SELECT 1 FROM key_use WHERE key_use.identifier = identifier.id)
            AND NOT EXISTS
                (SELECT 1 FROM person_finding WHERE person_finding.identifier = identifier.id)"
        )
    };
}

impl Store {
    /// Forgets all that is known about identifiers, and keeps that they are not to be remembered again: the
    /// rest of a reading that names one is remembered without it. An account's own record is another
    /// matter: [`Store::forget_account`].
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
            forgetting.bury(chunk, now_ms).await?;
            forgetting.forget(chunk, &mut forgotten).await?;
        }
        forgetting.transaction.commit().await?;
        Ok(forgotten)
    }

    /// Which of these were forgotten, by hash.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn forgotten(
        &self,
        of: &[IdentifierHash],
    ) -> Result<Vec<IdentifierHash>, StoreError> {
        const SELECT: &str = "SELECT hash FROM tombstone WHERE hash {{in_hashes}} ORDER BY hash";
        let doing = "look up who was forgotten";
        let rows = sqlx::query(sql(self.dialect, SELECT)).bind(hashes(of));
        let rows = rows.fetch_all(&self.reader).await.doing(doing)?;
        let forgotten = rows.iter().map(|row| hash_in(row, "hash"));
        forgotten.collect::<Result<_, _>>().doing(doing)
    }
}

impl Store {
    /// Removes every identifier about which nothing is known any more, looking for them without keeping
    /// anybody from writing.
    pub(super) async fn drop_all_orphans(&self) -> Result<(), sqlx::Error> {
        const SELECT: &str = orphaned!("SELECT id FROM identifier WHERE");
        let orphans: Vec<i64> = sqlx::query_scalar(SELECT).fetch_all(&self.reader).await?;
        for chunk in orphans.chunks(CHUNK) {
            let mut transaction = self.begin_forgetting().await?;
            drop_orphans(&mut transaction, self.dialect, chunk).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}

/// People being forgotten, while nobody remembers any.
#[derive(Debug)]
pub(super) struct Forgetting {
    pub(super) transaction: Transaction<'static, Any>,
    pub(super) dialect: Dialect,
}

impl Forgetting {
    async fn bury(&mut self, of: &[IdentifierHash], now_ms: i64) -> Result<(), sqlx::Error> {
        const INSERT: &str = "
            INSERT INTO tombstone (hash, at)
            SELECT DISTINCT {{unhex(}}value ->> 0{{)}}, $2 FROM {{rows}} WHERE true
            ON CONFLICT (hash) DO NOTHING";
        let rows: Vec<_> = of.iter().map(|hash| [hash.to_string()]).collect();
        let buried = sqlx::query(sql(self.dialect, INSERT))
            .bind(super::sql::json(&rows))
            .bind(now_ms);
        buried.execute(&mut *self.transaction).await.map(drop)
    }

    /// Removes what is known about identifiers.
    pub(super) async fn forget(
        &mut self,
        of: &[IdentifierHash],
        forgotten: &mut Forgotten,
    ) -> Result<(), sqlx::Error> {
        const NUMBERS: &str = "SELECT id FROM identifier WHERE hash {{in_hashes}}";
        const JOINED: &str = "
            SELECT b FROM identity_join WHERE a {{in_numbers}}
            UNION SELECT a FROM identity_join WHERE b {{in_numbers}}
            UNION SELECT identifier FROM key_use WHERE key_id {{in_numbers}}
            UNION SELECT key_id FROM key_use WHERE identifier {{in_numbers}}";
        const APPEARANCES: &str = "DELETE FROM appearance WHERE identifier {{in_numbers}}";
        const JOINS: &str = "DELETE FROM identity_join WHERE a {{in_numbers}} OR b {{in_numbers}}";
        const KEY_USES: &str =
            "DELETE FROM key_use WHERE key_id {{in_numbers}} OR identifier {{in_numbers}}";
        const FINDINGS: &str = "DELETE FROM person_finding WHERE identifier {{in_numbers}}";
        const PARTINGS: &str = "DELETE FROM parting WHERE a {{in_hashes}} OR b {{in_hashes}}";
        let of = hashes(of);
        let these = self.select(NUMBERS, of.clone()).await?;
        let list = numbers(&these);
        let mut orphans = self.select(JOINED, list.clone()).await?;
        orphans.extend(these);
        forgotten.appearances += self.delete(APPEARANCES, list.clone()).await?;
        forgotten.joins += self.delete(JOINS, list.clone()).await?;
        forgotten.key_uses += self.delete(KEY_USES, list.clone()).await?;
        forgotten.findings += self.delete(FINDINGS, list).await?;
        self.delete(PARTINGS, of).await?;
        drop_orphans(&mut self.transaction, self.dialect, &orphans).await
    }

    async fn select(&mut self, query: &'static str, list: String) -> Result<Vec<i64>, sqlx::Error> {
        let query = sqlx::query_scalar(sql(self.dialect, query)).bind(list);
        query.fetch_all(&mut *self.transaction).await
    }

    async fn delete(&mut self, statement: &'static str, list: String) -> Result<u64, sqlx::Error> {
        let statement = sqlx::query(sql(self.dialect, statement)).bind(list);
        let deleted = statement.execute(&mut *self.transaction).await?;
        Ok(deleted.rows_affected())
    }
}

/// Removes sources with all that they showed, and the identifiers that no other source shows.
pub(crate) async fn remove_sources(
    transaction: &mut Transaction<'static, Any>,
    dialect: Dialect,
    sources: &[i64],
) -> Result<u64, sqlx::Error> {
    const SHOWN: &str = "
        SELECT identifier FROM appearance WHERE source {{in_numbers}}
        UNION SELECT a FROM identity_join WHERE source {{in_numbers}}
        UNION SELECT b FROM identity_join WHERE source {{in_numbers}}
        UNION SELECT key_id FROM key_use WHERE source {{in_numbers}}
        UNION SELECT identifier FROM key_use WHERE source {{in_numbers}}
        UNION SELECT identifier FROM person_finding WHERE source {{in_numbers}}";
    const ROWS: [&str; 4] = [
        "DELETE FROM appearance WHERE source {{in_numbers}}",
        "DELETE FROM identity_join WHERE source {{in_numbers}}",
        "DELETE FROM key_use WHERE source {{in_numbers}}",
        "DELETE FROM person_finding WHERE source {{in_numbers}}",
    ];
    const SOURCES: &str = "DELETE FROM source WHERE id {{in_numbers}}";
    if sources.is_empty() {
        return Ok(0);
    }
    let list = numbers(sources);
    let shown = sqlx::query_scalar(sql(dialect, SHOWN)).bind(list.clone());
    let shown: Vec<i64> = shown.fetch_all(&mut **transaction).await?;
    for rows in ROWS {
        let removal = sqlx::query(sql(dialect, rows)).bind(list.clone());
        removal.execute(&mut **transaction).await?;
    }
    let removal = sqlx::query(sql(dialect, SOURCES)).bind(list);
    let removed = removal.execute(&mut **transaction).await?;
    drop_orphans(transaction, dialect, &shown).await?;
    Ok(removed.rows_affected())
}

/// Removes those of some identifiers about which nothing is known any more.
async fn drop_orphans(
    transaction: &mut Transaction<'static, Any>,
    dialect: Dialect,
    among: &[i64],
) -> Result<(), sqlx::Error> {
    const DELETE: &str = orphaned!("DELETE FROM identifier WHERE id {{in_numbers}} AND");
    let among: Vec<_> = among
        .iter()
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    for chunk in among.chunks(CHUNK) {
        let removal = sqlx::query(sql(dialect, DELETE)).bind(numbers(chunk));
        removal.execute(&mut **transaction).await?;
    }
    Ok(())
}

/// Removes every identifier about which nothing is known any more, in one go.
pub(super) async fn drop_orphans_at_once(
    transaction: &mut Transaction<'static, Any>,
) -> Result<(), sqlx::Error> {
    let removal = sqlx::query(orphaned!("DELETE FROM identifier WHERE"));
    removal.execute(&mut **transaction).await.map(drop)
}
