//! The hash key: people are never stored under two keys.

use countersign_store::{IdentifierHash, StoreError};

use crate::support::{Database, NOW, on_both_engines};

on_both_engines! {
    a_database_without_people_takes_any_key,
    a_database_with_people_takes_only_its_key,
    people_whose_key_is_not_noted_refuse_a_new_key,
}

fn is_refused(result: &Result<(), StoreError>) -> bool {
    matches!(result, Err(StoreError::OtherHashKey { .. }))
}

async fn a_database_without_people_takes_any_key(database: Database) {
    let store = database.migrated().await;
    for id in [None, Some("one")] {
        store.check_hash_key(id).await.unwrap();
    }
    store.claim_hash_key("one", true).await.unwrap();
    // Nothing is stored under the first one.
    store.claim_hash_key("two", false).await.unwrap();
    store.check_hash_key(Some("two")).await.unwrap();
}

async fn a_database_with_people_takes_only_its_key(database: Database) {
    let store = database.migrated().await;
    store.claim_hash_key("one", true).await.unwrap();
    let forgotten = [IdentifierHash([7; 16])];
    store.forget_people(&forgotten, NOW).await.unwrap();
    for is_new in [true, false] {
        let refused = store.claim_hash_key("two", is_new).await;
        assert!(is_refused(&refused), "{refused:?}");
    }
    for id in [Some("two"), None] {
        let refused = store.check_hash_key(id).await;
        assert!(is_refused(&refused), "{id:?}: {refused:?}");
    }
    store.claim_hash_key("one", false).await.unwrap();
    store.check_hash_key(Some("one")).await.unwrap();
}

async fn people_whose_key_is_not_noted_refuse_a_new_key(database: Database) {
    let store = database.migrated().await;
    let forgotten = [IdentifierHash([7; 16])];
    store.forget_people(&forgotten, NOW).await.unwrap();
    let refused = store.claim_hash_key("new", true).await;
    assert!(is_refused(&refused), "{refused:?}");
    assert!(is_refused(&store.check_hash_key(None).await));
    // A database from before the note: the first key that was not made just now is taken for its key.
    store.claim_hash_key("found", false).await.unwrap();
    assert!(is_refused(&store.claim_hash_key("other", false).await));
}
