//! Imported indicator lists: their descriptions, and keyed hashes of their indicators.

use std::collections::BTreeMap;

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};
use crate::statement::statement;

/// Hashes that one statement takes.
const CHUNK: usize = 5_000;

/// The description of a list. The store reads only its name and its expiry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorList {
    /// Its name; a new import of this name replaces the list.
    pub name: String,
    /// Who made it.
    pub source: String,
    /// The reliability of its source.
    pub grade: Option<String>,
    /// The date of its content: `YYYY-MM-DD`.
    pub date: String,
    /// When it stops matching, Unix milliseconds.
    pub expires: Option<i64>,
    /// Its Traffic Light Protocol level.
    pub tlp: Option<String>,
    /// The id of the key under which it was hashed.
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

/// One indicator of a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HashedIndicator {
    /// What it identifies; the caller defines the kinds.
    pub kind: String,
    /// Its hash, in hexadecimal.
    pub hash: String,
}

impl Store {
    /// Saves a list, in place of an earlier one of its name. Returns the number of indicators of that list.
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
        let several = statement!("indicators").of(self.dialect);
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

    /// Every list with the number of its indicators by kind, sorted by name.
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

    /// The hashes of the indicators of a list.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn indicator_hashes(&self, list: &str) -> Result<Vec<String>, StoreError> {
        const SELECT: &str = "SELECT hash FROM indicator WHERE list = $1 ORDER BY hash";
        let hashes = sqlx::query_scalar(SELECT).bind(text(list));
        let hashes = hashes.fetch_all(&self.reader).await;
        hashes.doing("read a list of indicators")
    }

    /// Sets when a list stops matching, Unix milliseconds. Returns whether the list exists.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn expire_indicators(&self, list: &str, at_ms: i64) -> Result<bool, StoreError> {
        const UPDATE: &str = "UPDATE indicator_list SET expires = $2 WHERE name = $1";
        let update = sqlx::query(UPDATE).bind(text(list)).bind(at_ms);
        let updated = update.execute(&self.writer).await;
        Ok(updated.doing("let a list expire")?.rows_affected() == 1)
    }

    /// Deletes the indicators of lists that have expired at a time, Unix milliseconds; their descriptions
    /// stay. Returns the number of deleted indicators.
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

fn by_kind(indicators: &[HashedIndicator]) -> BTreeMap<&str, Vec<&str>> {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for indicator in indicators {
        let hashes = kinds.entry(&indicator.kind).or_default();
        hashes.push(&indicator.hash);
    }
    kinds
}
