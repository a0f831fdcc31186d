//! People who are forgotten stay forgotten, and others are untouched.

use countersign_store::{Forgotten, IdentifierHash, Reading, Separation, Store, Viewer};
use tokio::task::JoinSet;

use super::readings::{appears, component, finding, hash, joining, listed, numbers, signs, source};
use crate::support::{Database, NOW, on_both_engines};

on_both_engines! {
    forgotten_people_stay_forgotten,
    others_are_untouched,
    nobody_slips_in_while_they_are_forgotten,
    who_stands_at_a_forgotten_mailbox_is_forgotten_too,
    forgetting_nobody_is_nothing,
}

const ALL: Viewer = Viewer::Operator;

/// Somebody (1, with the mailbox 2 and the name 900), and somebody else (5).
fn reading(place: &str) -> Reading {
    listed(Reading {
        appearances: vec![
            appears(1, "Ada", "ada", &[1]),
            appears(2, "Ada", "ada", &[2]),
            appears(5, "Ben", "ben", &[3]),
        ],
        keys: vec![signs(700, 1, (1, 1), 1), signs(701, 5, (3, 3), 1)],
        findings: vec![finding(1, "f1"), finding(5, "f5")],
        ..joining(source(place), &[(1, 2), (1, 900), (5, 6), (6, 1)])
    })
}

async fn known(store: &Store) -> Vec<u32> {
    let all: Vec<_> = (0..1_000).map(hash).collect();
    let known = store.identifiers(&all, ALL).await.unwrap();
    let is_known = |number: &u32| known.iter().any(|one| one.hash == hash(*number));
    (0..1_000).filter(is_known).collect()
}

async fn forgotten_people_stay_forgotten(database: Database) {
    let store = database.migrated().await;
    for place in ["one", "two"] {
        store.remember_people(&reading(place), NOW).await.unwrap();
    }
    let parting = Separation {
        installation: None,
        who: "maintainer".to_owned(),
        reason: "quotes a name".to_owned(),
    };
    store
        .separate(hash(1), hash(6), &parting, NOW)
        .await
        .unwrap();
    let of = [hash(1), hash(700), hash(444)];
    let forgotten = store.forget_people(&of, NOW).await.unwrap();
    let expected = Forgotten {
        appearances: 2,
        joins: 6,
        key_uses: 2,
        findings: 2,
    };
    assert_eq!(forgotten, expected);
    // The name was known by nobody else, and a decision about who is forgotten goes too.
    assert_eq!(known(&store).await, [2, 5, 6, 701]);
    assert!(!store.undo_separation(hash(1), hash(6), None).await.unwrap());

    for place in ["one", "three"] {
        let again = Reading {
            complete: true,
            ..reading(place)
        };
        store.remember_people(&again, NOW + 1).await.unwrap();
    }
    assert_eq!(known(&store).await, [2, 5, 6, 701]);
    assert!(component(&store, 1, ALL).await.identifiers.is_empty());
    assert!(store.key_uses(&of, ALL).await.unwrap().is_empty());
    assert!(store.appearances(&of, ALL).await.unwrap().is_empty());
    assert!(store.person_findings(&of, ALL).await.unwrap().is_empty());
    let mut buried: Vec<IdentifierHash> = of.to_vec();
    buried.sort();
    let asked = [hash(5), hash(1), hash(700), hash(444)];
    assert_eq!(store.forgotten(&asked).await.unwrap(), buried);
    let again = store.forget_people(&of, NOW).await.unwrap();
    assert_eq!(again, Forgotten::default());
}

async fn others_are_untouched(database: Database) {
    let store = database.migrated().await;
    store.remember_people(&reading("one"), NOW).await.unwrap();
    let of = [hash(5), hash(6), hash(701), hash(2)];
    let answers = async || {
        (
            store.appearances(&of, ALL).await.unwrap(),
            store.person_findings(&of, ALL).await.unwrap(),
            store.key_uses(&of, ALL).await.unwrap(),
        )
    };
    let before = answers().await;
    store.forget_people(&[hash(1)], NOW).await.unwrap();
    assert_eq!(answers().await, before);
    assert_eq!(numbers(&component(&store, 5, ALL).await), [5, 6]);
}

async fn nobody_slips_in_while_they_are_forgotten(database: Database) {
    let stores = [database.migrated().await, database.open().await];
    let mut tasks = JoinSet::new();
    for worker in 0..4_usize {
        let store = stores[worker % 2].clone();
        tasks.spawn(async move {
            for turn in 0..10 {
                let place = format!("{worker}/{turn}");
                store.remember_people(&reading(&place), NOW).await.unwrap();
            }
        });
    }
    for number in [1, 700, 2] {
        stores[1].forget_people(&[hash(number)], NOW).await.unwrap();
    }
    tasks.join_all().await;
    assert_eq!(known(&stores[0]).await, [5, 6, 701]);
}

/// The mailbox 300 of several people, who are known by other identifiers; the key 700 of strangers.
async fn who_stands_at_a_forgotten_mailbox_is_forgotten_too(database: Database) {
    let store = database.migrated().await;
    let at = |place: &str, one: u32, other: u32| {
        listed(Reading {
            appearances: vec![
                appears(one, "Ada", "", &[1]),
                appears(other, "Ben", "", &[2]),
            ],
            keys: vec![signs(300, one, (1, 1), 1), signs(700, other, (2, 2), 1)],
            ..joining(source(place), &[])
        })
    };
    store
        .remember_people(&at("one", 10, 11), NOW)
        .await
        .unwrap();
    let of = [hash(300), hash(10), hash(700)];
    store.forget_people(&of, NOW).await.unwrap();
    assert_eq!(known(&store).await, [11]);
    store
        .remember_people(&at("two", 20, 21), NOW)
        .await
        .unwrap();
    assert_eq!(
        known(&store).await,
        [11, 21],
        "a key is not its user's name"
    );
}

async fn forgetting_nobody_is_nothing(database: Database) {
    let store = database.migrated().await;
    let nobody = store.forget_people(&[], NOW).await.unwrap();
    assert_eq!(nobody, Forgotten::default());
    assert!(store.forgotten(&[]).await.unwrap().is_empty());
    assert!(store.appearances(&[], ALL).await.unwrap().is_empty());
    let nobody = store.component(&[], ALL).await.unwrap();
    assert!(nobody.identifiers.is_empty() && !nobody.cut_short);
}
