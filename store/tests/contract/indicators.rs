//! Imported lists: replaced as a whole, expired, and forgotten.

use countersign_store::{HashedIndicator, IndicatorList, Store};

use crate::support::{Database, NOW, on_both_engines};

on_both_engines! {
    a_list_is_kept_as_it_was_imported,
    a_list_that_comes_again_takes_the_place_of_the_one_before,
    many_indicators_are_kept_and_none_twice,
    an_expired_list_stays_and_what_is_on_it_goes,
}

fn list(name: &str) -> IndicatorList {
    IndicatorList {
        name: name.to_owned(),
        source: "Example CERT".to_owned(),
        grade: Some("B2".to_owned()),
        date: "2026-11-14".to_owned(),
        expires: None,
        tlp: None,
        key_id: "k".to_owned(),
        imported: NOW,
    }
}

fn hashed(kind: &str, hash: &str) -> HashedIndicator {
    HashedIndicator {
        kind: kind.to_owned(),
        hash: hash.to_owned(),
    }
}

/// Names with counts by kind.
async fn counts(store: &Store) -> Vec<String> {
    let lists = store.indicator_lists().await.unwrap();
    let lists = lists.into_iter();
    lists
        .map(|(list, counts)| format!("{} {counts:?}", list.name))
        .collect()
}

async fn a_list_is_kept_as_it_was_imported(database: Database) {
    let store = database.migrated().await;
    let marked = IndicatorList {
        grade: None,
        expires: Some(NOW + 1),
        tlp: Some("amber".to_owned()),
        ..list("one")
    };
    let on_it = [hashed("mailbox", "aa"), hashed("key", "bb")];
    let replaced = store.replace_indicators(&marked, &on_it).await.unwrap();
    assert_eq!(replaced, None);
    let lists = store.indicator_lists().await.unwrap();
    assert_eq!(lists.len(), 1);
    assert_eq!(lists[0].0, marked);
    assert_eq!(counts(&store).await, [r#"one {"key": 1, "mailbox": 1}"#]);
    assert_eq!(store.indicator_hashes("one").await.unwrap(), ["aa", "bb"]);
    assert!(store.indicator_hashes("two").await.unwrap().is_empty());
}

async fn a_list_that_comes_again_takes_the_place_of_the_one_before(database: Database) {
    let store = database.migrated().await;
    let first = [hashed("mailbox", "aa"), hashed("mailbox", "bb")];
    store
        .replace_indicators(&list("one"), &first)
        .await
        .unwrap();
    store
        .replace_indicators(&list("two"), &first)
        .await
        .unwrap();
    let newer = IndicatorList {
        date: "2026-11-21".to_owned(),
        ..list("one")
    };
    let second = [hashed("mailbox", "bb")];
    let replaced = store.replace_indicators(&newer, &second).await.unwrap();
    assert_eq!(replaced, Some(2));
    let lists = store.indicator_lists().await.unwrap();
    assert_eq!(
        (&*lists[0].0.date, &*lists[1].0.date),
        ("2026-11-21", "2026-11-14")
    );
    assert_eq!(
        counts(&store).await,
        [r#"one {"mailbox": 1}"#, r#"two {"mailbox": 2}"#]
    );
}

async fn many_indicators_are_kept_and_none_twice(database: Database) {
    let store = database.migrated().await;
    let many: Vec<_> = (0..12_000)
        .map(|number| hashed("wallet", &format!("{:064x}", number / 2)))
        .collect();
    store.replace_indicators(&list("one"), &many).await.unwrap();
    assert_eq!(counts(&store).await, [r#"one {"wallet": 6000}"#]);
}

async fn an_expired_list_stays_and_what_is_on_it_goes(database: Database) {
    let store = database.migrated().await;
    let on_it = [hashed("mailbox", "aa")];
    for name in ["one", "two"] {
        store.replace_indicators(&list(name), &on_it).await.unwrap();
    }
    assert!(store.expire_indicators("one", NOW).await.unwrap());
    assert!(!store.expire_indicators("three", NOW).await.unwrap());
    assert_eq!(store.forget_expired_indicators(NOW - 1).await.unwrap(), 0);
    assert_eq!(store.forget_expired_indicators(NOW).await.unwrap(), 1);
    assert_eq!(counts(&store).await, ["one {}", r#"two {"mailbox": 1}"#]);
}
