//! Who is one person with whom, while many write at once.

use std::collections::{BTreeMap, BTreeSet};

use countersign_store::{Identifier, Reading, Separation, Store, Viewer};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::task::JoinSet;

use super::readings::{appears, component, hash, joining, numbers, source};
use crate::support::{Database, NOW, on_both_engines};

on_both_engines! {
    many_workers_connect_what_belongs_together,
    a_component_is_seen_before_or_after_a_reading_never_within,
    readings_of_one_source_wait_for_each_other,
    parted_people_stay_parted,
    a_separation_holds_for_its_installation,
    a_huge_component_is_cut_short,
}

const ALL: Viewer = Viewer::Operator;
const PEOPLE: u32 = 600;
const WORKERS: u32 = 6;

fn parting(installation: Option<i64>) -> Separation {
    Separation {
        installation,
        who: "maintainer".to_owned(),
        reason: "father and daughter".to_owned(),
    }
}

/// The classes of the numbers below [`PEOPLE`] that pairs make.
fn classes(pairs: &[(u32, u32)]) -> Vec<BTreeSet<u32>> {
    let mut class_of: Vec<u32> = (0..PEOPLE).collect();
    for &(a, b) in pairs {
        let [from, to] = [a, b].map(|end| class_of[usize::try_from(end).unwrap()]);
        class_of
            .iter_mut()
            .filter(|class| **class == from)
            .for_each(|class| *class = to);
    }
    let mut classes: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (number, class) in (0..).zip(class_of) {
        classes.entry(class).or_default().insert(number);
    }
    classes
        .into_values()
        .filter(|class| class.len() > 1)
        .collect()
}

/// Five chains of a hundred, whose links are spread over all workers, and pairs by chance beyond them.
fn pairs(chance: &mut ChaCha8Rng) -> Vec<(u32, u32)> {
    let mut pairs: Vec<_> = (0..500)
        .filter(|n| n % 100 != 99)
        .map(|n| (n, n + 1))
        .collect();
    pairs.extend((0..60).map(|_| {
        let end = |chance: &mut ChaCha8Rng| chance.random_range(500..PEOPLE);
        (end(chance), end(chance))
    }));
    pairs.shuffle(chance);
    pairs
}

/// A worker reads its sources piece by piece, then takes back what joins the chains to each other.
async fn work(store: Store, worker: u32, pairs: Vec<(u32, u32)>) {
    let place = source(&format!("source {worker}"));
    let wrong = (worker * 77, 599 - worker * 77);
    for (turn, piece) in (0..).zip(pairs.chunks(17)) {
        let piece = [piece, &[wrong]].concat();
        let reading = joining(place.clone(), &piece);
        store.remember_people(&reading, NOW + turn).await.unwrap();
    }
    let complete = Reading {
        complete: true,
        ..joining(place, &pairs)
    };
    store.remember_people(&complete, NOW + 1_000).await.unwrap();
}

async fn many_workers_connect_what_belongs_together(database: Database) {
    let stores = [database.migrated().await, database.open().await];
    let pairs = pairs(&mut ChaCha8Rng::seed_from_u64(1));
    let mut tasks = JoinSet::new();
    for worker in 0..WORKERS {
        let share = pairs.iter().copied().zip(0..);
        let share = share.filter(|(_, n): &(_, u32)| n % WORKERS == worker);
        let share = share.map(|(pair, _)| pair).collect();
        let store = stores[usize::try_from(worker % 2).unwrap()].clone();
        tasks.spawn(work(store, worker, share));
    }
    tasks.join_all().await;
    let classes = classes(&pairs);
    assert!(classes.iter().any(|class| class.len() == 100));
    for class in classes {
        for start in [class.first(), class.last()] {
            let found = component(&stores[1], *start.unwrap(), ALL).await;
            assert_eq!(BTreeSet::from_iter(numbers(&found)), class);
            assert!(found.joins.len() + 1 >= class.len() && !found.cut_short);
        }
    }
}

async fn a_component_is_seen_before_or_after_a_reading_never_within(database: Database) {
    let stores = [database.migrated().await, database.open().await];
    let complete = |pairs: &[(u32, u32)]| Reading {
        complete: true,
        ..joining(source("one"), pairs)
    };
    let states = [complete(&[(1, 2), (2, 3)]), complete(&[(1, 4), (4, 5)])];
    stores[0].remember_people(&states[0], NOW).await.unwrap();
    let writer = stores[0].clone();
    let writing = tokio::spawn(async move {
        for (state, turn) in states.iter().cycle().zip(1..60) {
            writer.remember_people(state, NOW + turn).await.unwrap();
        }
    });
    let mut looked = 0;
    while looked < 20 || !writing.is_finished() {
        let found = component(&stores[1], 1, ALL).await;
        let found_numbers = numbers(&found);
        assert!(
            [[1, 2, 3], [1, 4, 5]]
                .iter()
                .any(|state| found_numbers == *state),
            "{found_numbers:?}"
        );
        assert_eq!(found.joins.len(), 2);
        looked += 1;
    }
    writing.await.unwrap();
}

async fn readings_of_one_source_wait_for_each_other(database: Database) {
    let stores = [database.migrated().await, database.open().await];
    let mut tasks = JoinSet::new();
    for worker in 0..8_i64 {
        let store = stores[usize::try_from(worker % 2).unwrap()].clone();
        tasks.spawn(async move {
            for turn in 0..5 {
                let reading = Reading {
                    appearances: vec![appears(1, "One", "", &[worker * 5 + turn])],
                    ..joining(source("one"), &[(1, 2)])
                };
                store.remember_people(&reading, NOW).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    let seen = stores[0].appearances(&[hash(1)], ALL).await.unwrap();
    let seconds = seen[0].appearance.moments.iter().map(|at| at.seconds);
    assert_eq!(seconds.collect::<Vec<_>>(), Vec::from_iter(0..40));
}

async fn parted_people_stay_parted(database: Database) {
    let store = database.migrated().await;
    let reading = joining(source("one"), &[(1, 2), (2, 3), (3, 4)]);
    store.remember_people(&reading, NOW).await.unwrap();
    store
        .separate(hash(3), hash(2), &parting(None), NOW)
        .await
        .unwrap();
    let elsewhere = joining(source("two"), &[(2, 3)]);
    for now in [NOW + 1, NOW + 2] {
        store.remember_people(&reading, now).await.unwrap();
        store.remember_people(&elsewhere, now).await.unwrap();
    }
    let found = component(&store, 1, ALL).await;
    assert_eq!((numbers(&found), found.joins.len()), (vec![1, 2], 1));
    assert_eq!(numbers(&component(&store, 4, ALL).await), [3, 4]);
    // A way round is another matter, and shows no join that was parted.
    let round = joining(source("three"), &[(1, 4)]);
    store.remember_people(&round, NOW).await.unwrap();
    let found = component(&store, 2, ALL).await;
    assert_eq!((numbers(&found), found.joins.len()), (vec![1, 2, 3, 4], 3));
    assert!(store.undo_separation(hash(2), hash(3), None).await.unwrap());
    assert!(!store.undo_separation(hash(2), hash(3), None).await.unwrap());
    assert_eq!(component(&store, 2, ALL).await.joins.len(), 5);
}

async fn a_separation_holds_for_its_installation(database: Database) {
    let store = database.migrated().await;
    let reading = joining(source("one"), &[(1, 2), (2, 3)]);
    store.remember_people(&reading, NOW).await.unwrap();
    store
        .separate(hash(1), hash(2), &parting(Some(7)), NOW)
        .await
        .unwrap();
    let size = async |viewer| numbers(&component(&store, 3, viewer).await).len();
    assert_eq!(size(Viewer::Installation(7)).await, 2);
    assert_eq!(size(Viewer::Installation(8)).await, 3);
    assert_eq!(size(ALL).await, 3);
    store
        .separate(hash(3), hash(2), &parting(None), NOW)
        .await
        .unwrap();
    assert_eq!(size(Viewer::Installation(7)).await, 1);
    assert_eq!(size(Viewer::Installation(8)).await, 1);
    assert_eq!(size(ALL).await, 1);
    assert!(!store.undo_separation(hash(1), hash(2), None).await.unwrap());
    assert!(
        store
            .undo_separation(hash(1), hash(2), Some(7))
            .await
            .unwrap()
    );
}

async fn a_huge_component_is_cut_short(database: Database) {
    const MANY: u32 = 11_000;
    let store = database.migrated().await;
    let pairs: Vec<_> = (1..MANY).map(|number| (0, number)).collect();
    let mailbox = |number| Identifier {
        hash: hash(number),
        kind: "mailbox".to_owned(),
        shown: None,
    };
    let reading = Reading {
        identifiers: (0..MANY).map(mailbox).collect(),
        ..joining(source("one"), &pairs)
    };
    store.remember_people(&reading, NOW).await.unwrap();
    let found = component(&store, 5, ALL).await;
    assert!(found.cut_short);
    assert!(found.identifiers.len() >= 10_000);
    let other = Reading {
        identifiers: [500_000, 500_001].map(mailbox).to_vec(),
        ..joining(source("two"), &[(500_000, 500_001)])
    };
    store.remember_people(&other, NOW).await.unwrap();
    assert!(!component(&store, 500_000, ALL).await.cut_short);
}
