//! What nothing has shown for long is forgotten.

use super::forget::{drop_all_orphans, remove_sources};
use super::types::Expired;
use crate::connection::Store;
use crate::error::{Doing, Races, StoreError};

impl Store {
    /// Forgets what was last seen before a time, Unix milliseconds: sources that were not read since,
    /// appearances, joins, uses of keys and findings that no reading showed since, accounts that were not
    /// looked at, privilege events, deploy keys not heard of, and the bodies of deliveries whose jobs are
    /// done or dropped. What people decided stays: partings, and who is forgotten.
    ///
    /// # Errors
    /// When the database cannot be written to: what was forgotten until then stays forgotten.
    pub async fn expire(&self, before_ms: i64) -> Result<Expired, StoreError> {
        const ACCOUNTS: &str = "DELETE FROM account WHERE last_seen < $1";
        const EVENTS: &str = "DELETE FROM privilege_event WHERE at < $1";
        const DEPLOY_KEYS: &str = "DELETE FROM deploy_key WHERE last_seen < $1";
        let people = self.expire_people(before_ms).await?;
        Ok(Expired {
            accounts: self.expire_rows(ACCOUNTS, before_ms).await?,
            events: self.expire_rows(EVENTS, before_ms).await?,
            deploy_keys: self.expire_rows(DEPLOY_KEYS, before_ms).await?,
            bodies: self.erase_bodies(before_ms).await?,
            ..people
        })
    }

    async fn expire_people(&self, before_ms: i64) -> Result<Expired, StoreError> {
        let mut races = Races::default();
        loop {
            match self.try_expire_people(before_ms).await {
                Err(error) if races.lost(&error) => {}
                other => return other.doing("let people expire"),
            }
        }
    }

    async fn try_expire_people(&self, before_ms: i64) -> Result<Expired, sqlx::Error> {
        const SOURCES: &str = "SELECT id FROM source WHERE last_read < $1";
        const ROWS: [&str; 4] = [
            "DELETE FROM appearance WHERE seen < $1",
            "DELETE FROM identity_join WHERE seen < $1",
            "DELETE FROM key_use WHERE seen < $1",
            "DELETE FROM person_finding WHERE last_seen < $1",
        ];
        let mut transaction = self.begin_forgetting().await?;
        let sources = sqlx::query_scalar(SOURCES).bind(before_ms);
        let sources: Vec<i64> = sources.fetch_all(&mut *transaction).await?;
        let sources = remove_sources(&mut transaction, self.dialect, &sources).await?;
        let mut counts = [0; 4];
        for (statement, count) in ROWS.into_iter().zip(&mut counts) {
            let expiry = sqlx::query(statement).bind(before_ms);
            *count = expiry.execute(&mut *transaction).await?.rows_affected();
        }
        drop_all_orphans(&mut transaction).await?;
        transaction.commit().await?;
        let [appearances, joins, key_uses, findings] = counts;
        Ok(Expired {
            sources,
            appearances,
            joins,
            key_uses,
            findings,
            ..Expired::default()
        })
    }

    async fn expire_rows(&self, delete: &'static str, before_ms: i64) -> Result<u64, StoreError> {
        let expired = sqlx::query(delete).bind(before_ms).execute(&self.writer);
        Ok(expired.await.doing("let records expire")?.rows_affected())
    }
}
