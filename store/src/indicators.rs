//! Lists of indicators that somebody imported: what is said of them, and keyed hashes of what is on them.

use std::collections::BTreeMap;

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};

/// Hashes that one statement takes.
const CHUNK: usize = 5_000;

/// What is said of a list. Text is in the caller's words, save for the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorList {
    /// Its name: a list that comes again takes the place of the one before.
    pub name: String,
    /// Who made it.
    pub source: String,
    /// How far its source is trusted.
    pub grade: Option<String>,
    /// The day it is of: `YYYY-MM-DD`.
    pub date: String,
    /// From when it matches nothing, Unix milliseconds.
    pub expires: Option<i64>,
    /// With whom it may be shared.
    pub tlp: Option<String>,
    /// Tells the key under which it was hashed from other keys.
    pub key_id: String,
    /// When it was imported, Unix milliseconds.
    pub imported: i64,
}

impl FromRow<'_, AnyRow> for IndicatorList {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            name: row.try_get("name")?,
            source: row.try_get("source")?,
            grade: row.try_get("grade")?,
            date: row.try_get("date")?,
            expires: row.try_get("expires")?,
            tlp: row.try_get("tlp")?,
            key_id: row.try_get("key_id")?,
            imported: row.try_get("imported")?,
        })
    }
}

/// What is on a list: a kind in the caller's words, and the hash in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HashedIndicator {
    /// What it identifies.
    pub kind: String,
    /// Its hash.
    pub hash: String,
}

impl Store {
    /// Keeps a list with what is on it, in place of the one of that name. Returns how many were on that
    /// one, where there was one.
    ///
    /// # Errors
    /// When the database cannot be written to: nothing is changed then.
    pub async fn replace_indicators(
        &self,
        list: &IndicatorList,
        indicators: &[HashedIndicator],
    ) -> Result<Option<u64>, StoreError> {
        const INSERT: &str = "
            INSERT INTO indicator_list
                (name, source, grade, date, expires, tlp, key_id, imported)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let doing = "import a list of indicators";
        let mut transaction = self.begin().await.doing(doing)?;
        let emptied = sqlx::query("DELETE FROM indicator WHERE list = $1").bind(text(&list.name));
        let emptied = emptied.execute(&mut *transaction).await.doing(doing)?;
        let gone = sqlx::query("DELETE FROM indicator_list WHERE name = $1").bind(text(&list.name));
        let gone = gone.execute(&mut *transaction).await.doing(doing)?;
        let insert = sqlx::query(INSERT)
            .bind(text(&list.name))
            .bind(text(&list.source))
            .bind(list.grade.as_deref().map(text))
            .bind(text(&list.date))
            .bind(list.expires)
            .bind(list.tlp.as_deref().map(text))
            .bind(text(&list.key_id))
            .bind(list.imported);
        insert.execute(&mut *transaction).await.doing(doing)?;
        let several = self.dialect.pick(INSERT_SQLITE, INSERT_POSTGRES);
        for (kind, hashes) in by_kind(indicators) {
            for chunk in hashes.chunks(CHUNK) {
                let insert = sqlx::query(several)
                    .bind(text(&list.name))
                    .bind(text(kind))
                    .bind(serde_json::json!(chunk).to_string());
                insert.execute(&mut *transaction).await.doing(doing)?;
            }
        }
        transaction.commit().await.doing(doing)?;
        Ok((gone.rows_affected() == 1).then(|| emptied.rows_affected()))
    }

    /// Every list with how many of each kind are on it, by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn indicator_lists(
        &self,
    ) -> Result<Vec<(IndicatorList, BTreeMap<String, u64>)>, StoreError> {
        const LISTS: &str = "
            SELECT name, source, grade, date, expires, tlp, key_id, imported
            FROM indicator_list ORDER BY name";
        const COUNTS: &str = "
            SELECT list, kind, COUNT(*) FROM indicator GROUP BY list, kind ORDER BY list, kind";
        let doing = "read the lists of indicators";
        let lists: Vec<IndicatorList> = sqlx::query_as(LISTS)
            .fetch_all(&self.reader)
            .await
            .doing(doing)?;
        let counts: Vec<(String, String, i64)> = sqlx::query_as(COUNTS)
            .fetch_all(&self.reader)
            .await
            .doing(doing)?;
        let mut counted: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for (list, kind, count) in counts {
            let count = u64::try_from(count).unwrap_or_default();
            counted.entry(list).or_default().insert(kind, count);
        }
        let with_counts = |list: IndicatorList| {
            let counts = counted.remove(&list.name).unwrap_or_default();
            (list, counts)
        };
        Ok(lists.into_iter().map(with_counts).collect())
    }

    /// The hashes of what is on a list.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn indicator_hashes(&self, list: &str) -> Result<Vec<String>, StoreError> {
        const SELECT: &str = "SELECT hash FROM indicator WHERE list = $1 ORDER BY hash";
        let hashes = sqlx::query_scalar(SELECT).bind(text(list));
        let hashes = hashes.fetch_all(&self.reader).await;
        hashes.doing("read a list of indicators")
    }

    /// Sets from when a list matches nothing, Unix milliseconds. Returns whether there is such a list.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn expire_indicators(&self, list: &str, at_ms: i64) -> Result<bool, StoreError> {
        const UPDATE: &str = "UPDATE indicator_list SET expires = $2 WHERE name = $1";
        let update = sqlx::query(UPDATE).bind(text(list)).bind(at_ms);
        let updated = update.execute(&self.writer).await;
        Ok(updated.doing("let a list expire")?.rows_affected() == 1)
    }

    /// Forgets what is on lists that have expired at a time, Unix milliseconds; what is said of them
    /// stays. Returns how many indicators were forgotten.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn forget_expired_indicators(&self, now_ms: i64) -> Result<u64, StoreError> {
        const DELETE: &str = "
            DELETE FROM indicator
            WHERE list IN (SELECT name FROM indicator_list WHERE expires <= $1)";
        let delete = sqlx::query(DELETE).bind(now_ms).execute(&self.writer);
        Ok(delete.await.doing("forget expired lists")?.rows_affected())
    }
}

/// One statement for many hashes, which each engine takes as a JSON array in its own way.
const INSERT_SQLITE: &str = "
    INSERT INTO indicator (list, kind, hash)
    SELECT $1, $2, value FROM json_each($3) WHERE true
    ON CONFLICT (list, hash) DO NOTHING";
const INSERT_POSTGRES: &str = "
    INSERT INTO indicator (list, kind, hash)
    SELECT $1, $2, value FROM json_array_elements_text($3::json)
    ON CONFLICT (list, hash) DO NOTHING";

fn by_kind(indicators: &[HashedIndicator]) -> BTreeMap<&str, Vec<&str>> {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for indicator in indicators {
        let hashes = kinds.entry(&indicator.kind).or_default();
        hashes.push(&indicator.hash);
    }
    kinds
}
