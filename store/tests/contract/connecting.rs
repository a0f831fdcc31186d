//! Addresses that lead nowhere are answered with what to do.

use std::time::Duration;

use countersign_store::{ConnectOptions, Serves, Store, StoreError};

use crate::support::{Database, NOW, job, on_both_engines};

async fn refused(url: &str) -> StoreError {
    let options = ConnectOptions {
        connect_timeout: Duration::from_millis(200),
        ..ConnectOptions::default()
    };
    Store::connect(url, options).await.unwrap_err()
}

#[tokio::test]
async fn an_address_of_neither_engine_is_refused() {
    for url in [
        "mysql://me:secret@host/db",
        "secret",
        "",
        "sqlite::memory:",
        "sqlite://x?mode=memory",
    ] {
        let error = refused(url).await;
        assert!(
            matches!(error, StoreError::Address { .. }),
            "{url}: {error:?}"
        );
        assert!(!error.is_transient());
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[tokio::test]
async fn an_unreachable_database_is_reported_without_the_password() {
    let error = refused("postgres://me:secret@127.0.0.1:1/db").await;
    assert_eq!(
        error.to_string(),
        "cannot connect to postgres://me:…@127.0.0.1:1/db; \
         check that PostgreSQL runs there and that the user, password and database are right"
    );
    assert!(error.is_transient());
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = cause {
        assert!(!error.to_string().contains("secret") && !format!("{error:?}").contains("secret"));
        cause = error.source();
    }
}

#[tokio::test]
async fn a_missing_folder_is_reported() {
    let error = refused("sqlite:///no/such/folder/store.db").await;
    assert_eq!(
        error.to_string(),
        "cannot connect to sqlite:///no/such/folder/store.db; \
         check that its folder exists and is writable"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/a%20file.db", folder.path().display());
    let store = Store::connect(&url, ConnectOptions::default())
        .await
        .unwrap();
    store.migrate().await.unwrap();
    for name in ["a file.db", "a file.db-wal", "a file.db-shm"] {
        let mode = std::fs::metadata(folder.path().join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

/// The same database for one who may only read it.
async fn read_only(database: &Database) -> Store {
    if database.url.starts_with("sqlite:") {
        let options = ConnectOptions::default();
        let url = format!("{}?mode=ro", database.url);
        return Store::connect(&url, options).await.unwrap();
    }
    let pool = sqlx::AnyPool::connect(&database.url).await.unwrap();
    let name: String = sqlx::query_scalar("SELECT CAST(current_database() AS TEXT)")
        .fetch_one(&pool)
        .await
        .unwrap();
    let change = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
    let change = sqlx::raw_sql(sqlx::AssertSqlSafe(change)).execute(&pool);
    change.await.unwrap();
    pool.close().await;
    database.open().await
}

on_both_engines! {
    a_probe_says_whether_the_database_can_be_written_to,
    what_was_written_is_there_after_a_restart,
}

async fn what_was_written_is_there_after_a_restart(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    store.close().await;
    let error = store
        .claim("worker", Serves::All, 1, NOW)
        .await
        .unwrap_err();
    assert!(error.is_transient(), "{error:?}");
    let store = database.migrated().await;
    assert_eq!(
        store
            .claim("worker", Serves::All, 1, NOW)
            .await
            .unwrap()
            .unwrap()
            .payload,
        "1"
    );
}

async fn a_probe_says_whether_the_database_can_be_written_to(database: Database) {
    let store = database.open().await;
    let error = store.probe_write(NOW).await.unwrap_err();
    assert_eq!(error.class(), "not-migrated");
    store.migrate().await.unwrap();
    store.probe_write(NOW).await.unwrap();
    store.probe_write(NOW + 1).await.unwrap();
    store.close().await;
    let error = store.probe_write(NOW).await.unwrap_err();
    assert_eq!(error.class(), "unreachable");
    let store = read_only(&database).await;
    let error = store.probe_write(NOW).await.unwrap_err();
    assert_eq!(error.class(), "read-only", "{error:?}");
    assert!(error.is_transient());
    assert!(store.counts().await.is_ok(), "it can be read");
    assert!(
        store
            .receive(&crate::support::delivery("a"), None, NOW)
            .await
            .is_err()
    );
}
