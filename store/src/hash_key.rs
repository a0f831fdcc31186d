//! The id of the key under which people are hashed. The key itself is never in the database.

use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};

/// The note that holds the id.
const NOTE: &str = "hash-key";

impl Store {
    /// Checks that a key, by its id, is the one under which the database holds people and forgotten people, and notes it
    /// if the database holds none. `is_new` says that the key was made just now, so that nothing can be stored under it.
    ///
    /// # Errors
    /// [`StoreError::OtherHashKey`] if it is another one: nothing is changed then.
    pub async fn claim_hash_key(&self, id: &str, is_new: bool) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO note (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let noted = self.noted_hash_key().await?;
        if noted.as_deref() == Some(id) {
            return Ok(());
        }
        // A database that is older than this note does not say which key it was.
        if (noted.is_some() || is_new) && self.has_hashed_people().await? {
            return Err(StoreError::OtherHashKey { noted });
        }
        let upsert = sqlx::query(UPSERT).bind(NOTE).bind(text(id));
        let noted = upsert.execute(&self.writer).await;
        noted.map(drop).doing("note the hash key")
    }

    /// Checks the same, and notes nothing. `None` is for a program that does not have a key.
    ///
    /// # Errors
    /// [`StoreError::OtherHashKey`] if the database holds people under another key.
    pub async fn check_hash_key(&self, id: Option<&str>) -> Result<(), StoreError> {
        let noted = self.noted_hash_key().await?;
        let is_other = id.is_none() || noted.as_deref().is_some_and(|noted| Some(noted) != id);
        if is_other && self.has_hashed_people().await? {
            return Err(StoreError::OtherHashKey { noted });
        }
        Ok(())
    }

    async fn noted_hash_key(&self) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar("SELECT value FROM note WHERE name = $1")
            .bind(NOTE)
            .fetch_optional(&self.reader)
            .await
            .doing("read which hash key the database needs")
    }

    /// Whether people are stored, separated or forgotten. Indicator lists name their keys themselves.
    async fn has_hashed_people(&self) -> Result<bool, StoreError> {
        const FOUND: &str = "
            SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM identifier LIMIT 1) AS people)
                + (SELECT COUNT(*) FROM (SELECT 1 FROM tombstone LIMIT 1) AS forgotten)
                + (SELECT COUNT(*) FROM (SELECT 1 FROM parting LIMIT 1) AS separated)";
        let found = sqlx::query_scalar(FOUND).fetch_one(&self.reader);
        let found: i64 = found.await.doing("look whether people are stored")?;
        Ok(found > 0)
    }
}
