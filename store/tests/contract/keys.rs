//! Where a key was seen, and who may know.

use countersign_store::{
    AccountSnapshot, DeployKey, KeyHolder, KeyPlace, KeySnapshot, Person, Store,
};

use crate::support::{Database, NOW, on_both_engines};

const KEY: &str = "SHA256:a";

fn person(id: i64, login: &str) -> Person {
    Person {
        id,
        login: login.to_owned(),
    }
}

fn deploy_key(installation: i64, repository: i64) -> DeployKey {
    DeployKey {
        installation,
        repository,
        repository_name: format!("org-{installation}/repo-{repository}"),
        fingerprint: KEY.to_owned(),
        added_by: person(5, "maintainer"),
    }
}

fn place(key: &DeployKey, first_seen: i64, last_seen: i64) -> KeyPlace {
    KeyPlace {
        holder: KeyHolder::Repository {
            id: key.repository,
            name: key.repository_name.clone(),
            added_by: key.added_by.clone(),
        },
        first_seen,
        last_seen,
    }
}

async fn places(store: &Store, installation: i64) -> Vec<KeyPlace> {
    let places = store.places_of_key(installation, "ssh", KEY).await;
    places.unwrap()
}

on_both_engines! {
    a_key_is_found_in_every_place_of_the_installation,
    sightings_come_in_any_order,
    one_installation_never_learns_of_another,
    what_is_removed_takes_its_keys_along,
}

async fn a_key_is_found_in_every_place_of_the_installation(database: Database) {
    let store = database.migrated().await;
    let (one, two) = (deploy_key(1, 11), deploy_key(1, 12));
    store.see_deploy_key(&one, NOW).await.unwrap();
    store.see_deploy_key(&two, NOW + 1).await.unwrap();
    let other = DeployKey {
        fingerprint: "SHA256:b'; --\0".to_owned(),
        ..deploy_key(1, 13)
    };
    store.see_deploy_key(&other, NOW).await.unwrap();
    let key = |kind: &str| KeySnapshot {
        kind: kind.to_owned(),
        id: KEY.to_owned(),
        created: None,
        title: None,
    };
    for (id, kind) in [(7, "ssh"), (8, "openpgp")] {
        let snapshot = AccountSnapshot {
            id,
            login: format!("login-{id}"),
            created: None,
            keys: vec![key(kind)],
        };
        store.snapshot_account(1, &snapshot, NOW + 2).await.unwrap();
    }
    let on_account = KeyPlace {
        holder: KeyHolder::Account(person(7, "login-7")),
        first_seen: NOW + 2,
        last_seen: NOW + 2,
    };
    let expected = [
        place(&one, NOW, NOW),
        place(&two, NOW + 1, NOW + 1),
        on_account,
    ];
    assert_eq!(places(&store, 1).await, expected);
    let odd = store
        .places_of_key(1, "ssh", &other.fingerprint)
        .await
        .unwrap();
    assert_eq!(odd, [place(&other, NOW, NOW)]);
}

async fn sightings_come_in_any_order(database: Database) {
    let store = database.migrated().await;
    let key = deploy_key(1, 11);
    store.see_deploy_key(&key, NOW).await.unwrap();
    let before = DeployKey {
        repository_name: "org-1/before".to_owned(),
        ..key.clone()
    };
    store.see_deploy_key(&before, NOW - 5).await.unwrap();
    assert_eq!(places(&store, 1).await, [place(&key, NOW - 5, NOW)]);
    assert!(store.end_deploy_key(1, 11, KEY, NOW + 9).await.unwrap());
    assert!(store.end_deploy_key(1, 11, KEY, NOW + 3).await.unwrap());
    assert!(!store.end_deploy_key(1, 12, KEY, NOW + 9).await.unwrap());
    assert_eq!(places(&store, 1).await, [place(&key, NOW - 5, NOW + 9)]);
}

async fn one_installation_never_learns_of_another(database: Database) {
    let store = database.migrated().await;
    let (one, two) = (deploy_key(1, 11), deploy_key(2, 21));
    store.see_deploy_key(&one, NOW).await.unwrap();
    store.see_deploy_key(&two, NOW).await.unwrap();
    assert_eq!(places(&store, 1).await, [place(&one, NOW, NOW)]);
    assert_eq!(places(&store, 2).await, [place(&two, NOW, NOW)]);
    assert!(!store.end_deploy_key(1, 21, KEY, NOW + 9).await.unwrap());
    assert_eq!(places(&store, 2).await, [place(&two, NOW, NOW)]);
    // The repository moved: who had it before still knows of its own time only.
    let moved = deploy_key(2, 11);
    store.see_deploy_key(&moved, NOW + 1).await.unwrap();
    assert_eq!(places(&store, 1).await, [place(&one, NOW, NOW)]);
}

async fn what_is_removed_takes_its_keys_along(database: Database) {
    let store = database.migrated().await;
    for (installation, repository) in [(1, 11), (1, 12), (2, 21)] {
        let key = deploy_key(installation, repository);
        store.see_deploy_key(&key, NOW).await.unwrap();
    }
    store.remove_repository(2, 11).await.unwrap();
    assert_eq!(places(&store, 1).await.len(), 2, "another tenant's");
    store.remove_repository(1, 11).await.unwrap();
    assert_eq!(
        places(&store, 1).await,
        [place(&deploy_key(1, 12), NOW, NOW)]
    );
    store.remove_installation(1).await.unwrap();
    assert_eq!(places(&store, 1).await, []);
    assert_eq!(places(&store, 2).await.len(), 1);
}
