//! What nothing has shown for long is forgotten.

use super::forget::remove_sources;
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

    /// One source after the other, so that nobody who has something to write waits long.
    async fn expire_people(&self, before_ms: i64) -> Result<Expired, StoreError> {
        const SOURCES: &str = "SELECT id FROM source ORDER BY id";
        let doing = "let people expire";
        let mut expired = Expired::default();
        let sources = sqlx::query_scalar(SOURCES).fetch_all(&self.reader);
        let sources: Vec<i64> = sources.await.doing(doing)?;
        for source in sources {
            self.expire_source(source, before_ms, &mut expired)
                .await
                .doing(doing)?;
        }
        self.drop_all_orphans().await.doing(doing)?;
        Ok(expired)
    }

    async fn expire_source(
        &self,
        source: i64,
        before_ms: i64,
        expired: &mut Expired,
    ) -> Result<(), sqlx::Error> {
        let mut races = Races::default();
        loop {
            match self.try_expire_source(source, before_ms).await {
                Err(error) if races.lost(&error) => {}
                Err(error) => return Err(error),
                Ok((gone, rows)) => {
                    expired.sources += gone;
                    let [appearances, joins, key_uses, findings] = rows;
                    expired.appearances += appearances;
                    expired.joins += joins;
                    expired.key_uses += key_uses;
                    expired.findings += findings;
                    return Ok(());
                }
            }
        }
    }

    /// Whether the source went (one or none), or how many of its appearances, joins, uses of keys and
    /// findings.
    async fn try_expire_source(
        &self,
        source: i64,
        before_ms: i64,
    ) -> Result<(u64, [u64; 4]), sqlx::Error> {
        const IS_OLD: &str = "SELECT id FROM source WHERE id = $1 AND last_read < $2";
        const ROWS: [&str; 4] = [
            "DELETE FROM appearance WHERE source = $1 AND seen < $2",
            "DELETE FROM identity_join WHERE source = $1 AND seen < $2",
            "DELETE FROM key_use WHERE source = $1 AND seen < $2",
            "DELETE FROM person_finding WHERE source = $1 AND last_seen < $2",
        ];
        let mut transaction = self.begin_forgetting().await?;
        let old = sqlx::query_scalar(IS_OLD).bind(source).bind(before_ms);
        let old: Vec<i64> = old.fetch_all(&mut *transaction).await?;
        let gone = remove_sources(&mut transaction, self.dialect, &old).await?;
        let mut rows = [0; 4];
        for (statement, count) in ROWS.into_iter().zip(&mut rows) {
            let expiry = sqlx::query(statement).bind(source).bind(before_ms);
            *count = expiry.execute(&mut *transaction).await?.rows_affected();
        }
        transaction.commit().await?;
        Ok((gone, rows))
    }

    async fn expire_rows(&self, delete: &'static str, before_ms: i64) -> Result<u64, StoreError> {
        let expired = sqlx::query(delete).bind(before_ms).execute(&self.writer);
        Ok(expired.await.doing("let records expire")?.rows_affected())
    }
}
