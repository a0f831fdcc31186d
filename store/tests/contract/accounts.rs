//! Names and keys of accounts are remembered after they are gone.

use countersign_store::{AccountSnapshot, KeyHolder, KeySnapshot, SeenLogin, Store, Viewer};

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
    each_viewer_knows_what_it_saw,
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
    store.snapshot_account(1, &seen, NOW).await.unwrap();
    let known = store.account(1, Viewer::Operator).await.unwrap().unwrap();
    assert_eq!(
        (known.id, &*known.login, known.created),
        (1, "octo", Some(5))
    );
    assert_eq!((known.first_seen, known.last_seen), (NOW, NOW));
    assert_eq!(known.keys[0].key, titled);
    assert_eq!(known.removed_keys().count(), 0);
    assert_eq!(store.account(2, Viewer::Operator).await.unwrap(), None);
}

async fn names_and_keys_outlive_their_removal(database: Database) {
    let store = database.migrated().await;
    store
        .snapshot_account(1, &account("old", &["a", "b"]), NOW)
        .await
        .unwrap();
    store
        .snapshot_account(1, &account("new", &["b", "c"]), NOW + 10)
        .await
        .unwrap();
    let known = store.account(1, Viewer::Operator).await.unwrap().unwrap();
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
        store.snapshot_account(1, snapshot, NOW + at).await.unwrap();
    }
    let known = store.account(1, Viewer::Operator).await.unwrap();
    store.forget_account(1).await.unwrap();
    for (snapshot, at) in snapshots.iter().zip([0, 10, 20]).rev() {
        store.snapshot_account(1, snapshot, NOW + at).await.unwrap();
    }
    assert_eq!(store.account(1, Viewer::Operator).await.unwrap(), known);
}

async fn the_same_snapshot_changes_nothing(database: Database) {
    let store = database.migrated().await;
    store
        .snapshot_account(1, &account("octo", &["a"]), NOW)
        .await
        .unwrap();
    let known = store.account(1, Viewer::Operator).await.unwrap();
    store
        .snapshot_account(1, &account("octo", &["a"]), NOW)
        .await
        .unwrap();
    assert_eq!(store.account(1, Viewer::Operator).await.unwrap(), known);
}

async fn an_account_can_be_forgotten(database: Database) {
    let store = database.migrated().await;
    store
        .snapshot_account(1, &account("octo", &["a"]), NOW)
        .await
        .unwrap();
    assert!(store.forget_account(1).await.unwrap());
    assert!(!store.forget_account(1).await.unwrap());
    assert_eq!(store.account(1, Viewer::Operator).await.unwrap(), None);
    store
        .snapshot_account(1, &account("octo", &[]), NOW + 1)
        .await
        .unwrap();
    assert!(
        store
            .account(1, Viewer::Operator)
            .await
            .unwrap()
            .unwrap()
            .keys
            .is_empty(),
        "its keys went along"
    );
}

/// What a viewer knows of account 1, as text: when it was first and last seen, logins and keys with their times.
async fn known(store: &Store, viewer: Viewer) -> String {
    let Some(known) = store.account(1, viewer).await.unwrap() else {
        return "nothing".to_owned();
    };
    let span = |first: i64, last: i64| format!("{}-{}", first - NOW, last - NOW);
    let mut text = format!(
        "{} {}",
        known.login,
        span(known.first_seen, known.last_seen)
    );
    for login in &known.logins {
        text += &format!(
            ", {} {}",
            login.login,
            span(login.first_seen, login.last_seen)
        );
    }
    for key in &known.keys {
        text += &format!(
            ", key {} {}",
            key.key.id,
            span(key.first_seen, key.last_seen)
        );
    }
    let removed = known
        .removed_keys()
        .map(|key| format!(", gone {}", key.key.id));
    text + &removed.collect::<String>()
}

/// The accounts on which an installation saw a key, with the times.
async fn places(store: &Store, installation: i64, key: &str) -> Vec<(String, i64, i64)> {
    let places = store.places_of_key(installation, "ssh", key).await.unwrap();
    let accounts = places.into_iter().map(|place| match place.holder {
        KeyHolder::Account(person) => (person.login, place.first_seen - NOW, place.last_seen - NOW),
        KeyHolder::Repository { name, .. } => panic!("{name} was not mentioned"),
    });
    accounts.collect()
}

async fn each_viewer_knows_what_it_saw(database: Database) {
    let store = database.migrated().await;
    for (installation, at, snapshot) in [
        (1, 0, account("old", &["a"])),
        (2, 5, account("old", &["a", "b"])),
        (1, 10, account("old", &["a"])),
        (2, 20, account("new", &["b", "c"])),
    ] {
        let saved = store.snapshot_account(installation, &snapshot, NOW + at);
        saved.await.unwrap();
    }
    for (viewer, expected) in [
        (Viewer::Installation(1), "old 0-10, old 0-10, key a 0-10"),
        (
            Viewer::Installation(2),
            "new 5-20, old 5-5, new 20-20, key a 5-5, key b 5-20, key c 20-20, gone a",
        ),
        (
            Viewer::Operator,
            "new 0-20, old 0-10, new 20-20, key a 0-10, key b 5-20, key c 20-20, gone a",
        ),
        (Viewer::Installation(3), "nothing"),
    ] {
        assert_eq!(known(&store, viewer).await, expected, "{viewer:?}");
    }
    let found = |login: &str, first, last| vec![(login.to_owned(), first, last)];
    for (installation, key, expected) in [
        (1, "a", found("old", 0, 10)),
        (1, "b", vec![]),
        (2, "a", found("new", 5, 5)),
        (2, "c", found("new", 20, 20)),
        (3, "a", vec![]),
    ] {
        assert_eq!(
            places(&store, installation, key).await,
            expected,
            "{installation} {key}"
        );
    }
    store.remove_installation(2).await.unwrap();
    assert_eq!(known(&store, Viewer::Installation(2)).await, "nothing");
    assert_eq!(
        known(&store, Viewer::Operator).await,
        "old 0-10, old 0-10, key a 0-10"
    );
}
