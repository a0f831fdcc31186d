//! Migrations keep what is there, run once, and refuse what they do not know.

use countersign_store::{Serves, StoreError};
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, AssertSqlSafe};

use crate::support::{Database, on_both_engines};

/// For each migration, rows that a database may have right after it. A new migration adds its own.
const ROWS: [(i64, &str); 7] = [
    (1, include_str!("rows/0001.sql")),
    (2, include_str!("rows/0002.sql")),
    (3, include_str!("rows/0003.sql")),
    (4, include_str!("rows/0004.sql")),
    (5, include_str!("rows/0005.sql")),
    (6, include_str!("rows/0006.sql")),
    (7, include_str!("rows/0007.sql")),
];

/// The database behind the store's back.
async fn behind(database: &Database) -> AnyPool {
    AnyPoolOptions::new()
        .max_connections(1)
        .connect(&database.url)
        .await
        .unwrap()
}

/// The rows of every table, as text.
async fn contents(pool: &AnyPool, tables: &[&str]) -> Vec<(String, i64)> {
    let mut contents = Vec::new();
    for table in tables {
        let count = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let count: i64 = sqlx::query_scalar(count).fetch_one(pool).await.unwrap();
        contents.push(((*table).to_owned(), count));
    }
    contents
}

/// The tables that `rows` fill.
fn tables(rows: &str) -> Vec<&str> {
    let inserts = rows.split("INSERT INTO ").skip(1);
    inserts
        .filter_map(|insert| insert.split_whitespace().next())
        .collect()
}

on_both_engines! {
    every_migration_keeps_what_is_there,
    several_processes_may_migrate_at_once,
    migrating_again_changes_nothing,
    a_newer_database_is_refused,
    a_changed_migration_is_refused_and_nothing_stays_locked,
    missing_tables_have_an_error_of_their_own,
}

async fn every_migration_keeps_what_is_there(database: Database) {
    let store = database.open().await;
    let versions: Vec<_> = store
        .pending()
        .await
        .unwrap()
        .iter()
        .map(|step| step.version)
        .collect();
    assert_eq!(
        versions,
        ROWS.map(|(version, _)| version),
        "every migration has its rows"
    );
    let mut filled = Vec::new();
    for (version, rows) in ROWS {
        store.migrate_to(version).await.unwrap();
        let pool = behind(&database).await;
        assert!(
            contents(&pool, &filled)
                .await
                .iter()
                .all(|(_, count)| *count == 2)
        );
        sqlx::raw_sql(rows).execute(&pool).await.unwrap();
        filled.extend(tables(rows));
        pool.close().await;
    }
    store.migrate().await.unwrap();
    let pool = behind(&database).await;
    let all = contents(&pool, &filled).await;
    assert_eq!(all.len(), 26, "every table holds rows");
    assert!(all.iter().all(|(_, count)| *count == 2), "{all:?}");
    assert!(store.pending().await.unwrap().is_empty());
}

async fn several_processes_may_migrate_at_once(database: Database) {
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let store = database.open().await;
        tasks.push(tokio::spawn(async move { store.migrate().await }));
    }
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert!(database.open().await.pending().await.unwrap().is_empty());
}

async fn migrating_again_changes_nothing(database: Database) {
    let store = database.migrated().await;
    store.migrate().await.unwrap();
    let pool = behind(&database).await;
    let applied = contents(&pool, &["_sqlx_migrations"]).await;
    assert_eq!(applied[0].1, 7);
}

async fn a_newer_database_is_refused(database: Database) {
    let store = database.migrated().await;
    let pool = behind(&database).await;
    let newer = "UPDATE _sqlx_migrations SET version = 4711 WHERE version = 7";
    sqlx::raw_sql(newer).execute(&pool).await.unwrap();
    for refused in [store.migrate().await, store.pending().await.map(drop)] {
        let error = refused.unwrap_err();
        assert!(matches!(
            error,
            StoreError::Newer {
                found: 4711,
                known: 7
            }
        ));
        assert!(error.to_string().contains("newer than this program"));
    }
}

async fn a_changed_migration_is_refused_and_nothing_stays_locked(database: Database) {
    let store = database.open().await;
    store.migrate_to(1).await.unwrap();
    let pool = behind(&database).await;
    let forged =
        "UPDATE _sqlx_migrations SET description = 'forged', checksum = checksum || checksum";
    sqlx::raw_sql(forged).execute(&pool).await.unwrap();
    pool.close().await;
    for store in [&store, &database.open().await] {
        let refused = store.migrate().await;
        assert!(
            matches!(refused, Err(StoreError::Differs { version: 1 })),
            "{refused:?}"
        );
    }
}

async fn missing_tables_have_an_error_of_their_own(database: Database) {
    let store = database.open().await;
    let error = store.claim("worker", Serves::All, 1, 1).await.unwrap_err();
    assert!(matches!(error, StoreError::NotMigrated { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "cannot claim a job: the database lacks a table; run `countersign migrate`"
    );
}
