//! The tables, built up in numbered steps that every database takes in the same order.

use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, SqlSafeStr};

use crate::connection::{Dialect, Store};
use crate::error::{Doing, StoreError};

/// Every step: its number, what it does, and its text. A released step is never changed.
const STEPS: [(i64, &str, &str); 5] = [
    (1, "queue", include_str!("../migrations/0001_queue.sql")),
    (2, "memory", include_str!("../migrations/0002_memory.sql")),
    (
        3,
        "indicators",
        include_str!("../migrations/0003_indicators.sql"),
    ),
    (4, "keys", include_str!("../migrations/0004_keys.sql")),
    (5, "people", include_str!("../migrations/0005_people.sql")),
];

/// Where the database keeps the steps it took.
const TABLE: &str = "_sqlx_migrations";

/// What no one text says to both engines, and how SQLite and `PostgreSQL` say it: a column that numbers rows
/// and never gives a number twice, the type of bytes, and that rows are kept in the order of the key.
const WORDS: [(&str, &str, &str); 3] = [
    (
        "{{never_reused_id}}",
        "INTEGER PRIMARY KEY AUTOINCREMENT",
        "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    ),
    ("{{bytes}}", "BLOB", "BYTEA"),
    ("{{clustered}}", "WITHOUT ROWID", ""),
];

const COUNT_TABLE_SQLITE: &str =
    "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";
const COUNT_TABLE_POSTGRES: &str = "SELECT COUNT(*) FROM pg_catalog.pg_class \
     WHERE oid = to_regclass('_sqlx_migrations')";

/// A step the database has not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingMigration {
    /// Its number.
    pub version: i64,
    /// What it does, in a word.
    pub name: &'static str,
}

impl Store {
    /// Takes every step the database has not taken. Does nothing when there is none, and is safe
    /// while another process does the same.
    ///
    /// # Errors
    /// When the database has steps this program does not know, or cannot be written to.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_to(newest()).await
    }

    /// Takes the steps up to number `version`, for upgrades in stages.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub async fn migrate_to(&self, version: i64) -> Result<(), StoreError> {
        let steps = steps(self.dialect);
        let migrated = match self.dialect {
            // One transaction around all steps keeps others out, for the lack of an advisory lock.
            Dialect::Sqlite => {
                let mut transaction = self.begin().await.doing("begin to migrate")?;
                let migrated = take(&mut transaction, &steps, version).await;
                if migrated.is_ok() {
                    transaction.commit().await.doing("migrate the database")?;
                }
                migrated
            }
            // An advisory lock, which the connection gives back by closing, also where a step fails.
            Dialect::Postgres => {
                let connection = self.writer.acquire().await.doing("begin to migrate")?;
                let mut connection = connection.detach();
                let migrated = match connection.lock().await {
                    Ok(()) => take(&mut connection, &steps, version).await,
                    Err(error) => Err(error),
                };
                connection.close().await.doing("end the migration")?;
                migrated
            }
        };
        migrated.map_err(told)
    }

    /// Steps the database has not taken, in order: none when it is ready for use.
    ///
    /// # Errors
    /// When the database has steps this program does not know.
    pub async fn pending(&self) -> Result<Vec<PendingMigration>, StoreError> {
        const APPLIED: &str = "SELECT version FROM _sqlx_migrations ORDER BY version";
        let doing = "read which migrations the database has";
        let count = self.dialect.pick(COUNT_TABLE_SQLITE, COUNT_TABLE_POSTGRES);
        let tables: i64 = sqlx::query_scalar(count)
            .fetch_one(&self.reader)
            .await
            .doing(doing)?;
        let applied: Vec<i64> = match tables {
            0 => Vec::new(),
            _ => sqlx::query_scalar(APPLIED)
                .fetch_all(&self.reader)
                .await
                .doing(doing)?,
        };
        if let Some(&found) = applied.last().filter(|&&found| found > newest()) {
            return Err(StoreError::Newer {
                found,
                known: newest(),
            });
        }
        let pending = STEPS
            .iter()
            .filter(|(version, ..)| !applied.contains(version));
        Ok(pending
            .map(|&(version, name, _)| PendingMigration { version, name })
            .collect())
    }
}

/// Takes the steps that are missing on a connection nobody else migrates through.
async fn take(
    connection: &mut AnyConnection,
    steps: &[Migration],
    version: i64,
) -> Result<(), MigrateError> {
    connection.ensure_migrations_table(TABLE).await?;
    let applied = connection.list_applied_migrations(TABLE).await?;
    if let Some(newer) = applied.iter().find(|applied| applied.version > newest()) {
        return Err(MigrateError::VersionMissing(newer.version));
    }
    for step in steps.iter().filter(|step| step.version <= version) {
        match applied
            .iter()
            .find(|applied| applied.version == step.version)
        {
            None => drop(connection.apply(TABLE, step).await?),
            Some(applied) if applied.checksum == step.checksum => {}
            Some(_) => return Err(MigrateError::VersionMismatch(step.version)),
        }
    }
    Ok(())
}

fn newest() -> i64 {
    STEPS[STEPS.len() - 1].0
}

fn steps(dialect: Dialect) -> Vec<Migration> {
    let of_engine =
        |text: String, (word, sqlite, postgres): &(&str, &'static str, &'static str)| {
            text.replace(word, dialect.pick(sqlite, postgres))
        };
    let step = |&(version, name, text): &(i64, &'static str, &str)| {
        let text = WORDS.iter().fold(text.to_owned(), of_engine);
        let text = AssertSqlSafe(text).into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, text, false)
    };
    STEPS.iter().map(step).collect()
}

fn told(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMismatch(version) => StoreError::Differs { version },
        MigrateError::VersionMissing(found) => StoreError::Newer {
            found,
            known: newest(),
        },
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            StoreError::new("migrate the database", error)
        }
        other => StoreError::Refused {
            doing: "migrate the database",
            source: other.into(),
        },
    }
}
