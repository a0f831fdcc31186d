//! The tables, created by numbered migrations that every database applies in the same order.

use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, SqlSafeStr};

use crate::connection::{Dialect, Store};
use crate::error::{Doing, StoreError};

/// Every migration: its number, its name and its text. A released migration never changes.
const STEPS: [(i64, &str, &str); 7] = [
    (1, "queue", include_str!("../migrations/0001_queue.sql")),
    (2, "memory", include_str!("../migrations/0002_memory.sql")),
    (
        3,
        "indicators",
        include_str!("../migrations/0003_indicators.sql"),
    ),
    (4, "keys", include_str!("../migrations/0004_keys.sql")),
    (5, "people", include_str!("../migrations/0005_people.sql")),
    (
        6,
        "operation",
        include_str!("../migrations/0006_operation.sql"),
    ),
    (7, "pages", include_str!("../migrations/0007_pages.sql")),
];

/// The table of applied migrations.
const TABLE: &str = "_sqlx_migrations";

/// Placeholders in migrations for what SQLite and `PostgreSQL` spell differently: a row number that is never
/// reused, the type of bytes, and a table that is stored in the order of its key. Only migrations have them:
/// their texts are released, so they stay.
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

/// A migration that the database has not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingMigration {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub name: &'static str,
}

impl Store {
    /// Applies every pending migration. Several processes may call this at the same time.
    ///
    /// # Errors
    /// When the database has migrations that this program does not know, or is not writable.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_to(newest()).await
    }

    /// Applies the migrations up to number `version`, for upgrades in stages.
    ///
    /// # Errors
    /// As [`Store::migrate`].
    pub async fn migrate_to(&self, version: i64) -> Result<(), StoreError> {
        let steps = steps(self.dialect);
        let migrated = match self.dialect {
            // SQLite has no advisory lock: one transaction around all migrations keeps others out.
            Dialect::Sqlite => {
                let mut transaction = self.begin().await.doing("begin to migrate")?;
                let migrated = take(&mut transaction, &steps, version).await;
                if migrated.is_ok() {
                    transaction.commit().await.doing("migrate the database")?;
                }
                migrated
            }
            // Closing the connection releases the advisory lock, even if a migration fails.
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
        migrated.map_err(failed)
    }

    /// The pending migrations, in order; none if the database is ready for use.
    ///
    /// # Errors
    /// When the database has migrations that this program does not know.
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

/// Applies pending migrations. The caller has made sure that no other connection does the same.
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

fn failed(error: MigrateError) -> StoreError {
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
