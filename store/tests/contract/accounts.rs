//! Names and keys of accounts are remembered after they are gone.

use countersign_store::{AccountSnapshot, KeySnapshot, SeenLogin};

use crate::support::{Database, NOW, on_both_engines};

fn key(id: &str) -> KeySnapshot {
    KeySnapshot {
        kind: "ssh".to_owned(),
        id: id.to_owned(),
        created: Some(NOW - 1_000),
        title: None,
    }
}

fn account(login: &str, keys: &[&str]) -> AccountSnapshot {
    AccountSnapshot {
        id: 1,
        login: login.to_owned(),
        created: Some(5),
        keys: keys.iter().map(|id| key(id)).collect(),
    }
}

on_both_engines! {
    an_account_is_remembered_as_it_was_seen,
    names_and_keys_outlive_their_removal,
    the_order_of_snapshots_does_not_matter,
    the_same_snapshot_changes_nothing,
    an_account_can_be_forgotten,
}

async fn an_account_is_remembered_as_it_was_seen(database: Database) {
    let store = database.migrated().await;
    let titled = KeySnapshot {
        title: Some("laptop".into()),
        created: None,
        ..key("a")
    };
    let seen = AccountSnapshot {
        keys: vec![titled.clone()],
        ..account("octo", &[])
    };
    store.snapshot_account(&seen, NOW).await.unwrap();
    let known = store.account(1).await.unwrap().unwrap();
    assert_eq!(
        (known.id, &*known.login, known.created),
        (1, "octo", Some(5))
    );
    assert_eq!((known.first_seen, known.last_seen), (NOW, NOW));
    assert_eq!(known.keys[0].key, titled);
    assert_eq!(known.removed_keys().count(), 0);
    assert_eq!(store.account(2).await.unwrap(), None);
}

async fn names_and_keys_outlive_their_removal(database: Database) {
    let store = database.migrated().await;
    store
        .snapshot_account(&account("old", &["a", "b"]), NOW)
        .await
        .unwrap();
    store
        .snapshot_account(&account("new", &["b", "c"]), NOW + 10)
        .await
        .unwrap();
    let known = store.account(1).await.unwrap().unwrap();
    assert_eq!(known.login, "new");
    let login = |login: &str, seen| SeenLogin {
        login: login.into(),
        first_seen: seen,
        last_seen: seen,
    };
    assert_eq!(known.logins, [login("old", NOW), login("new", NOW + 10)]);
    let seen: Vec<_> = known
        .keys
        .iter()
        .map(|key| (&*key.key.id, key.first_seen - NOW, key.last_seen - NOW))
        .collect();
    assert_eq!(seen, [("a", 0, 0), ("b", 0, 10), ("c", 10, 10)]);
    let removed: Vec<_> = known.removed_keys().map(|key| &*key.key.id).collect();
    assert_eq!(removed, ["a"]);
}

async fn the_order_of_snapshots_does_not_matter(database: Database) {
    let store = database.migrated().await;
    let snapshots = [
        account("old", &["a", "b"]),
        account("new", &["b", "c"]),
        account("new", &["c"]),
    ];
    for (snapshot, at) in snapshots.iter().zip([0, 10, 20]) {
        store.snapshot_account(snapshot, NOW + at).await.unwrap();
    }
    let known = store.account(1).await.unwrap();
    store.forget_account(1).await.unwrap();
    for (snapshot, at) in snapshots.iter().zip([0, 10, 20]).rev() {
        store.snapshot_account(snapshot, NOW + at).await.unwrap();
    }
    assert_eq!(store.account(1).await.unwrap(), known);
}

async fn the_same_snapshot_changes_nothing(database: Database) {
    let store = database.migrated().await;
    store
        .snapshot_account(&account("octo", &["a"]), NOW)
        .await
        .unwrap();
    let known = store.account(1).await.unwrap();
    store
        .snapshot_account(&account("octo", &["a"]), NOW)
        .await
        .unwrap();
    assert_eq!(store.account(1).await.unwrap(), known);
}

async fn an_account_can_be_forgotten(database: Database) {
    let store = database.migrated().await;
    store
        .snapshot_account(&account("octo", &["a"]), NOW)
        .await
        .unwrap();
    assert!(store.forget_account(1).await.unwrap());
    assert!(!store.forget_account(1).await.unwrap());
    assert_eq!(store.account(1).await.unwrap(), None);
    store
        .snapshot_account(&account("octo", &[]), NOW + 1)
        .await
        .unwrap();
    assert!(
        store.account(1).await.unwrap().unwrap().keys.is_empty(),
        "its keys went along"
    );
}
