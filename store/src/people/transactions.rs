//! Transactions that read, remember or forget people.

use sqlx::{Any, Transaction};

use crate::connection::{Dialect, Store};

impl Store {
    /// A transaction that sees the database as it is at its first statement.
    pub(super) async fn snapshot(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        const POSTGRES: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let begin = self.dialect.pick("BEGIN", POSTGRES);
        self.reader.begin_with(begin).await
    }

    /// A transaction that remembers people. Others may remember people at the same time, but not forget any.
    pub(super) async fn begin_remembering(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        self.begin_locking("LOCK TABLE tombstone IN SHARE MODE")
            .await
    }

    /// A transaction that forgets people. No other remembers any meanwhile, so that no reading brings back what
    /// is forgotten or names an identifier that is deleted.
    pub(crate) async fn begin_forgetting(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        self.begin_locking("LOCK TABLE tombstone IN EXCLUSIVE MODE")
            .await
    }

    /// SQLite has one writer, so its write lock is enough.
    async fn begin_locking(
        &self,
        postgres: &'static str,
    ) -> Result<Transaction<'static, Any>, sqlx::Error> {
        let mut transaction = self.begin().await?;
        if self.dialect == Dialect::Postgres {
            sqlx::query(postgres).execute(&mut *transaction).await?;
        }
        Ok(transaction)
    }
}
