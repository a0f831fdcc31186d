//! Addresses that lead nowhere are answered with what to do.

use std::time::Duration;

use countersign_store::{ConnectOptions, Store, StoreError};

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

on_both_engines! {
    what_was_written_is_there_after_a_restart,
}

async fn what_was_written_is_there_after_a_restart(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    store.close().await;
    let error = store.claim("worker", 1, NOW).await.unwrap_err();
    assert!(error.is_transient(), "{error:?}");
    let store = database.migrated().await;
    assert_eq!(
        store
            .claim("worker", 1, NOW)
            .await
            .unwrap()
            .unwrap()
            .payload,
        "1"
    );
}
