//! Readings of a source may come in any order, and more than once.

use std::collections::BTreeMap;

use countersign_store::{IdentifierHash, Join, Reading, Store, Viewer};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::readings::{appears, finding, hash, join, listed, nothing, signs, source};
use crate::support::{Database, NOW, on_both_engines};

on_both_engines! {
    every_order_gives_the_same_answers,
}

/// People of one world; each order has a world of its own in the same database.
const PEOPLE: u32 = 8;

/// A reading at a time, by which reading it is and in which world.
fn reading(seed: u64, number: u64, world: u32) -> (Reading, i64) {
    let mut chance = ChaCha8Rng::seed_from_u64(seed * 100 + number);
    let of = |person: u32| world * PEOPLE + person;
    let mut reading = nothing(source(&format!("world {world}")));
    reading.source.name = format!("name at {number}");
    reading.complete = chance.random_bool(0.4);
    for _ in 0..chance.random_range(0..5) {
        let seconds: Vec<i64> = (0..3).map(|_| chance.random_range(0..4)).collect();
        let name = ["One", "Other"][chance.random_range(0..2)];
        let person = of(chance.random_range(0..PEOPLE));
        reading
            .appearances
            .push(appears(person, name, "", &seconds));
    }
    for _ in 0..chance.random_range(0..6) {
        let (a, b) = (
            chance.random_range(0..PEOPLE),
            chance.random_range(0..PEOPLE),
        );
        reading.joins.push(Join {
            bits: chance
                .random_bool(0.7)
                .then(|| chance.random_range(1.0..40.0)),
            reason: format!("reading {number}"),
            ..join(of(a), of(b))
        });
    }
    for _ in 0..chance.random_range(0..3) {
        let (key, user) = (
            chance.random_range(0..PEOPLE),
            chance.random_range(0..PEOPLE),
        );
        let first = chance.random_range(0..9);
        let span = (first, first + chance.random_range(0..9));
        reading
            .keys
            .push(signs(of(key), of(user), span, chance.random_range(1..9)));
    }
    for _ in 0..chance.random_range(0..3) {
        let fingerprint = ["f1", "f2"][chance.random_range(0..2)];
        let mut finding = finding(of(chance.random_range(0..PEOPLE)), fingerprint);
        finding.weight = chance.random_range(0.0..2.0);
        reading.findings.push(finding);
    }
    (listed(reading), NOW + i64::try_from(number).unwrap())
}

/// Everything that is known of a world, as text that does not say which world it is.
async fn answers(store: &Store, world: u32) -> Vec<String> {
    let people: Vec<_> = (0..PEOPLE)
        .map(|person| hash(world * PEOPLE + person))
        .collect();
    let names: BTreeMap<IdentifierHash, usize> = people.iter().copied().zip(0..).collect();
    let all = Viewer::Operator;
    let mut answers = Vec::new();
    for (one, hash) in people.iter().enumerate() {
        let component = store.component(&[*hash], all).await.unwrap();
        let with = component.identifiers.iter().map(|with| names[&with.hash]);
        let mut with: Vec<_> = with.collect();
        with.sort_unstable();
        answers.push(format!("{one} is one with {with:?}"));
        for seen in component.joins {
            let mut ends = [names[&seen.join.a], names[&seen.join.b]];
            ends.sort_unstable();
            let Join { reason, bits, .. } = seen.join;
            answers.push(format!("{ends:?} {reason} {bits:?} {}", seen.seen));
        }
    }
    for one in store.appearances(&people, all).await.unwrap() {
        let of = names[&one.appearance.identifier];
        let (name, moments) = (one.appearance.name, one.appearance.moments);
        answers.push(format!(
            "{of} {name} {moments:?} {} {}",
            one.source.name, one.seen
        ));
    }
    for one in store.key_uses(&people, all).await.unwrap() {
        let ends = (names[&one.key_use.key], names[&one.key_use.identifier]);
        let (first, last) = (one.key_use.first, one.key_use.last);
        answers.push(format!(
            "{ends:?} {first} {last} {} {}",
            one.key_use.commits, one.seen
        ));
    }
    for one in store.person_findings(&people, all).await.unwrap() {
        let (of, finding) = (names[&one.finding.identifier], &one.finding);
        let span = (one.first_seen, one.last_seen);
        answers.push(format!(
            "{of} {} {} {span:?}",
            finding.fingerprint, finding.weight
        ));
    }
    answers.sort();
    answers
}

async fn every_order_gives_the_same_answers(database: Database) {
    let store = database.migrated().await;
    for seed in 0..8 {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let mut first: Option<Vec<String>> = None;
        for turn in 0..6 {
            let world = u32::try_from(seed).unwrap() * 6 + turn;
            let mut order: Vec<u64> = (0..5).collect();
            order.shuffle(&mut chance);
            // And some once more, at any later point.
            order.extend(order.clone().into_iter().filter(|number| number % 2 == 0));
            for number in order {
                let (reading, now) = reading(seed, number, world);
                store.remember_people(&reading, now).await.unwrap();
            }
            let answers = answers(&store, world).await;
            assert_eq!(
                *first.get_or_insert_with(|| answers.clone()),
                answers,
                "seed {seed}"
            );
        }
        assert!(
            first.unwrap().len() > usize::try_from(PEOPLE).unwrap(),
            "seed {seed}"
        );
    }
}
