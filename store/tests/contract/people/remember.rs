//! What readings add, and what they withdraw.

use std::sync::Arc;

use countersign_store::{
    Identifier, Join, Reading, SeenAppearance, SeenJoin, SeenKeyUse, Store, StoreError, Viewer,
};

use super::readings::{
    appears, component, finding, hash, join, joining, listed, nothing, numbers, signs, source,
};
use crate::support::{Database, NOW, on_both_engines};

on_both_engines! {
    a_reading_is_remembered,
    readings_of_one_source_add_up,
    reading_twice_changes_nothing,
    the_newest_reading_says_why,
    a_complete_reading_withdraws_what_it_does_not_join,
    an_older_reading_brings_nothing_back,
    what_is_named_must_be_listed,
    a_large_reading_is_remembered_whole,
}

const ALL: Viewer = Viewer::Operator;

async fn a_reading_is_remembered(database: Database) {
    let store = database.migrated().await;
    let reading = listed(Reading {
        appearances: vec![appears(1, "Ada Example", "Ada", &[7, 5, 5])],
        keys: vec![signs(700, 1, (5, 7), 2)],
        findings: vec![finding(1, "f1")],
        ..joining(source("one"), &[(1, 2), (2, 800)])
    });
    store.remember_people(&reading, NOW).await.unwrap();
    let source = Arc::new(source("one"));
    assert_eq!(
        store.appearances(&[hash(1)], ALL).await.unwrap(),
        [SeenAppearance {
            appearance: appears(1, "Ada Example", "Ada", &[5, 5, 7]),
            source: Arc::clone(&source),
            seen: NOW,
        }]
    );
    let used = SeenKeyUse {
        key_use: signs(700, 1, (5, 7), 2),
        source: Arc::clone(&source),
        seen: NOW,
    };
    for of in [1, 700] {
        assert_eq!(
            store.key_uses(&[hash(of)], ALL).await.unwrap(),
            std::slice::from_ref(&used)
        );
    }
    let findings = store.person_findings(&[hash(1)], ALL).await.unwrap();
    assert_eq!(findings[0].finding, finding(1, "f1"));
    assert_eq!((findings[0].first_seen, findings[0].last_seen), (NOW, NOW));
    assert_eq!(findings[0].decision, None);
    let ada = [hash(1)];
    assert_eq!(store.identifiers_with_login("aDA", ALL).await.unwrap(), ada);
    let named = store.identifiers_with_name("ADA example", ALL).await;
    assert_eq!(named.unwrap(), ada);
    let account = Identifier {
        hash: hash(800),
        kind: "account".to_owned(),
        shown: Some("800".to_owned()),
    };
    let known = store.identifiers(&[hash(800), hash(3)], ALL).await.unwrap();
    assert_eq!(known, [account]);

    let whole = component(&store, 1, ALL).await;
    assert_eq!(numbers(&whole), [1, 2, 800]);
    assert!(!whole.cut_short);
    let (a, b) = (hash(1).min(hash(2)), hash(1).max(hash(2)));
    let seen = SeenJoin {
        join: Join { a, b, ..join(1, 2) },
        source,
        seen: NOW,
    };
    assert!(whole.joins.contains(&seen), "{whole:?}");
    assert_eq!(whole.joins.len(), 2);
}

async fn readings_of_one_source_add_up(database: Database) {
    let store = database.migrated().await;
    let readings = [(5, "One"), (6, "One"), (5, "Other")].map(|(at, name)| {
        listed(Reading {
            appearances: vec![appears(1, name, "", &[at, 9])],
            keys: vec![signs(700, 1, (at, 9), at)],
            findings: vec![finding(1, name)],
            ..nothing(source("one"))
        })
    });
    for (reading, now) in readings.iter().zip([NOW, NOW + 2, NOW + 1]) {
        store.remember_people(reading, now).await.unwrap();
    }
    let seen = store.appearances(&[hash(1)], ALL).await.unwrap();
    let seen: Vec<_> = seen
        .into_iter()
        .map(|one| (one.appearance, one.seen))
        .collect();
    assert_eq!(
        seen,
        [
            (appears(1, "One", "", &[5, 6, 9]), NOW + 2),
            (appears(1, "Other", "", &[5, 9]), NOW + 1)
        ]
    );
    let uses = store.key_uses(&[hash(1)], ALL).await.unwrap();
    assert_eq!(uses.len(), 1);
    assert_eq!(uses[0].key_use, signs(700, 1, (5, 9), 6));
    let findings = store.person_findings(&[hash(1)], ALL).await.unwrap();
    let span = |name| {
        let one = findings.iter().find(|one| one.finding.fingerprint == name);
        one.map(|one| (one.first_seen, one.last_seen)).unwrap()
    };
    assert_eq!(span("One"), (NOW, NOW + 2));
    assert_eq!(span("Other"), (NOW + 1, NOW + 1));
}

async fn reading_twice_changes_nothing(database: Database) {
    let store = database.migrated().await;
    let reading = listed(Reading {
        appearances: vec![appears(1, "One", "one", &[3, 3, 4])],
        keys: vec![signs(700, 1, (3, 4), 3)],
        findings: vec![finding(1, "f1")],
        complete: true,
        ..joining(source("one"), &[(1, 2)])
    });
    let mut answers = Vec::new();
    for _ in 0..3 {
        store.remember_people(&reading, NOW).await.unwrap();
        answers.push((
            store.appearances(&[hash(1)], ALL).await.unwrap(),
            store.key_uses(&[hash(1)], ALL).await.unwrap(),
            store.person_findings(&[hash(1)], ALL).await.unwrap(),
            component(&store, 1, ALL).await,
        ));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

async fn reasons(store: &Store) -> Vec<(String, Option<f64>)> {
    let joins = component(store, 1, ALL).await.joins.into_iter();
    joins
        .map(|seen| (seen.join.reason, seen.join.bits))
        .collect()
}

async fn the_newest_reading_says_why(database: Database) {
    let store = database.migrated().await;
    let saying = |reason: &str, bits| {
        let join = Join {
            reason: reason.to_owned(),
            bits,
            ..join(2, 1)
        };
        listed(Reading {
            joins: vec![join],
            ..nothing(source("one"))
        })
    };
    let mut strongest = saying("weak", Some(11.5));
    strongest.joins.extend(saying(".mailmap", None).joins);
    strongest.joins.extend(saying("name", Some(30.25)).joins);
    store.remember_people(&strongest, NOW).await.unwrap();
    assert_eq!(reasons(&store).await, [(".mailmap".to_owned(), None)]);
    let newer = saying("handle", Some(0.1 + 0.2));
    store.remember_people(&newer, NOW + 5).await.unwrap();
    let older = saying("older", Some(40.0));
    store.remember_people(&older, NOW + 4).await.unwrap();
    assert_eq!(
        reasons(&store).await,
        [("handle".to_owned(), Some(0.1 + 0.2))]
    );
}

async fn a_complete_reading_withdraws_what_it_does_not_join(database: Database) {
    let store = database.migrated().await;
    let first = joining(source("one"), &[(1, 2), (2, 3)]);
    store.remember_people(&first, NOW).await.unwrap();
    let elsewhere = joining(source("two"), &[(3, 4)]);
    store.remember_people(&elsewhere, NOW).await.unwrap();
    let partial = joining(source("one"), &[(4, 5)]);
    store.remember_people(&partial, NOW + 1).await.unwrap();
    assert_eq!(numbers(&component(&store, 1, ALL).await), [1, 2, 3, 4, 5]);
    let complete = Reading {
        complete: true,
        ..joining(source("one"), &[(2, 3)])
    };
    store.remember_people(&complete, NOW + 2).await.unwrap();
    assert!(component(&store, 1, ALL).await.identifiers.is_empty());
    assert_eq!(numbers(&component(&store, 3, ALL).await), [2, 3, 4]);
}

async fn an_older_reading_brings_nothing_back(database: Database) {
    let store = database.migrated().await;
    let complete = Reading {
        complete: true,
        ..joining(source("one"), &[(1, 2)])
    };
    store.remember_people(&complete, NOW).await.unwrap();
    let late = Reading {
        appearances: vec![appears(3, "Late", "", &[1])],
        ..joining(source("one"), &[(2, 3)])
    };
    store.remember_people(&late, NOW - 1).await.unwrap();
    assert_eq!(numbers(&component(&store, 3, ALL).await), [3]);
    let other = Reading {
        source: source("two"),
        ..late
    };
    store.remember_people(&other, NOW - 1).await.unwrap();
    assert_eq!(numbers(&component(&store, 3, ALL).await), [1, 2, 3]);
}

async fn what_is_named_must_be_listed(database: Database) {
    let store = database.migrated().await;
    let mut reading = joining(source("one"), &[(1, 2), (2, 3)]);
    reading.identifiers.retain(|one| one.hash != hash(3));
    let refused = store.remember_people(&reading, NOW).await.unwrap_err();
    assert!(
        matches!(refused, StoreError::UnlistedIdentifier { hash: named } if named == hash(3)),
        "{refused:?}"
    );
    assert!(!refused.is_transient());
    assert!(component(&store, 1, ALL).await.identifiers.is_empty());
}

async fn a_large_reading_is_remembered_whole(database: Database) {
    const MANY: u32 = 5_200;
    let store = database.migrated().await;
    let mailbox = |number| Identifier {
        hash: hash(number),
        kind: "mailbox".to_owned(),
        shown: None,
    };
    let appearance = |number| appears(number, "Somebody", "", &[1]);
    let pairs: Vec<_> = (0..MANY / 2)
        .map(|number| (2 * number, 2 * number + 1))
        .collect();
    let reading = Reading {
        identifiers: (0..MANY).map(mailbox).collect(),
        appearances: (0..MANY).map(appearance).collect(),
        findings: (0..MANY)
            .map(|number| finding(number, &number.to_string()))
            .collect(),
        keys: (0..MANY)
            .map(|number| signs(number, number, (1, 1), 1))
            .collect(),
        ..joining(source("one"), &pairs)
    };
    for _ in 0..2 {
        store.remember_people(&reading, NOW).await.unwrap();
    }
    let all: Vec<_> = (0..MANY).map(hash).collect();
    let many = usize::try_from(MANY).unwrap();
    assert_eq!(store.identifiers(&all, ALL).await.unwrap().len(), many);
    assert_eq!(store.appearances(&all, ALL).await.unwrap().len(), many);
    assert_eq!(store.key_uses(&all, ALL).await.unwrap().len(), many);
    assert_eq!(store.person_findings(&all, ALL).await.unwrap().len(), many);
    let last = store.component(&[hash(MANY - 1)], ALL).await.unwrap();
    assert_eq!(last.identifiers.len(), 2);
}
