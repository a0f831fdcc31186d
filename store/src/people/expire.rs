//! Deleting what no repository has shown for a set time.

use super::forget::remove_sources;
use super::types::Expired;
use crate::connection::Store;
use crate::error::{Doing, Races, StoreError};

impl Store {
    /// Deletes what was last seen before a time, Unix milliseconds: sources, appearances, joins, key uses,
    /// findings, accounts, privilege events, deploy keys, pages of reviews, and the bodies of deliveries whose jobs are done or
    /// dropped. People's decisions stay: separations, and the list of forgotten identifiers.
    ///
    /// # Errors
    /// When the database cannot be written to: what was deleted until then stays deleted.
    pub async fn expire(&self, before_ms: i64) -> Result<Expired, StoreError> {
        const ACCOUNTS: &str = "DELETE FROM account WHERE last_seen < $1";
        const EVENTS: &str = "DELETE FROM privilege_event WHERE at < $1";
        const DEPLOY_KEYS: &str = "DELETE FROM deploy_key WHERE last_seen < $1";
        const PAGES: &str = "DELETE FROM review_page WHERE made < $1";
        let people = self.expire_people(before_ms).await?;
        Ok(Expired {
            accounts: self.expire_rows(ACCOUNTS, before_ms).await?,
            events: self.expire_rows(EVENTS, before_ms).await?,
            deploy_keys: self.expire_rows(DEPLOY_KEYS, before_ms).await?,
            bodies: self.erase_bodies(before_ms).await?,
            pages: self.expire_rows(PAGES, before_ms).await?,
            ..people
        })
    }

    /// Takes each source in a transaction of its own, so that no writer waits long.
    async fn expire_people(&self, before_ms: i64) -> Result<Expired, StoreError> {
        const SOURCES: &str = "SELECT id FROM source ORDER BY id";
        let doing = "delete expired people";
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

    /// The number of deleted sources (1 or 0), and of deleted appearances, joins, key uses and findings.
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
        Ok(expired
            .await
            .doing("delete expired records")?
            .rows_affected())
    }
}
