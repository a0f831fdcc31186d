//! What readings add, in whatever order they come.

use countersign_store::{Reading, Viewer};

use super::readings::{
    appears, component, finding, hash, joining, listed, nothing, numbers, signs, source,
};
use crate::support::{Database, NOW, on_both_engines};

on_both_engines! {
    a_reading_is_remembered,
}

async fn a_reading_is_remembered(database: Database) {
    let store = database.migrated().await;
    let reading = listed(Reading {
        appearances: vec![appears(1, "Ada Example", "ada", &[7, 5, 5])],
        keys: vec![signs(700, 1, (5, 7), 2)],
        findings: vec![finding(1, "f1")],
        ..joining(source("one"), &[(1, 2), (2, 800), (2, 900), (900, 3)])
    });
    store.remember_people(&reading, NOW).await.unwrap();
    let all = component(&store, 3, Viewer::Operator).await;
    assert_eq!(numbers(&all), [1, 2, 3, 800, 900]);
    let seen = store
        .appearances(&[hash(1)], Viewer::Operator)
        .await
        .unwrap();
    assert_eq!(
        seen[0].appearance,
        appears(1, "Ada Example", "ada", &[5, 5, 7])
    );
    assert_eq!(*seen[0].source, source("one"));
    let uses = store.key_uses(&[hash(1)], Viewer::Operator).await.unwrap();
    assert_eq!(uses[0].key_use, signs(700, 1, (5, 7), 2));
    let findings = store
        .person_findings(&[hash(1)], Viewer::Operator)
        .await
        .unwrap();
    assert_eq!(findings[0].finding, finding(1, "f1"));
    let of = store
        .identifiers_with_login("ADA", Viewer::Operator)
        .await
        .unwrap();
    assert_eq!(of, [hash(1)]);
    let of = store
        .identifiers_with_name("ada example", Viewer::Installation(1))
        .await
        .unwrap();
    assert_eq!(of, [hash(1)]);
    store
        .remember_people(&nothing(source("one")), NOW)
        .await
        .unwrap();
}
