//! Whom a rare name joins: names are the numbers from 900 on, accounts those from 800 on.

use countersign_store::{Store, Viewer};

use super::readings::{component, joining, numbers, private, source};
use crate::support::{Database, NOW, on_both_engines};

on_both_engines! {
    a_rare_name_joins_across_sources,
    a_rare_name_never_joins_two_accounts,
    what_lies_between_two_accounts_joins_neither,
    an_account_that_cannot_be_seen_changes_nothing,
    one_account_takes_all_that_reaches_only_it,
}

const ALL: Viewer = Viewer::Operator;

async fn filled(database: &Database, sources: &[&[(u32, u32)]]) -> Store {
    let store = database.migrated().await;
    for (number, pairs) in sources.iter().enumerate() {
        let reading = joining(source(&number.to_string()), pairs);
        store.remember_people(&reading, NOW).await.unwrap();
    }
    store
}

/// Asserts that these are one person, from whichever of them one starts.
async fn assert_one(store: &Store, viewer: Viewer, class: &[u32]) {
    for &start in class {
        let found = component(store, start, viewer).await;
        assert_eq!(numbers(&found), class, "from {start}");
        assert!(!found.cut_short);
    }
}

async fn a_rare_name_joins_across_sources(database: Database) {
    let of_one: &[_] = &[(1, 900), (1, 800)];
    let store = filled(&database, &[of_one, &[(2, 900), (3, 2)], &[(4, 900)]]).await;
    assert_one(&store, ALL, &[1, 2, 3, 4, 800, 900]).await;
}

async fn a_rare_name_never_joins_two_accounts(database: Database) {
    let of_one: &[_] = &[(1, 900), (1, 800)];
    let store = filled(&database, &[of_one, &[(2, 900), (2, 801)]]).await;
    assert_one(&store, ALL, &[1, 800]).await;
    assert_one(&store, ALL, &[2, 801]).await;
    assert_one(&store, ALL, &[900]).await;
    // What is stronger than a name joins accounts all the same, and then the name joins too.
    let reading = joining(source("three"), &[(1, 2)]);
    store.remember_people(&reading, NOW).await.unwrap();
    assert_one(&store, ALL, &[1, 2, 800, 801, 900]).await;
}

async fn what_lies_between_two_accounts_joins_neither(database: Database) {
    let between: &[_] = &[(1, 900), (1, 800), (2, 900), (2, 3), (3, 901)];
    let store = filled(&database, &[between, &[(4, 901), (4, 801)]]).await;
    assert_one(&store, ALL, &[1, 800]).await;
    assert_one(&store, ALL, &[2, 3]).await;
    assert_one(&store, ALL, &[4, 801]).await;
}

async fn an_account_that_cannot_be_seen_changes_nothing(database: Database) {
    let between: &[_] = &[(1, 900), (1, 800), (2, 900)];
    let store = filled(&database, &[between]).await;
    let hidden = joining(private("hidden", 1), &[(3, 900), (3, 801)]);
    store.remember_people(&hidden, NOW).await.unwrap();
    assert_one(&store, Viewer::Installation(2), &[1, 2, 800, 900]).await;
    for viewer in [ALL, Viewer::Installation(1)] {
        assert_one(&store, viewer, &[1, 800]).await;
        assert_one(&store, viewer, &[2]).await;
    }
}

async fn one_account_takes_all_that_reaches_only_it(database: Database) {
    // A ring of names through parts without accounts, another name to the same account, and one that
    // reaches a second account.
    let ring: &[_] = &[
        (1, 800),
        (1, 900),
        (2, 900),
        (2, 901),
        (1, 901),
        (1, 902),
        (3, 902),
    ];
    let second: &[_] = &[(1, 903), (4, 903), (4, 904), (5, 904), (5, 801)];
    let store = filled(&database, &[ring, second]).await;
    assert_one(&store, ALL, &[1, 2, 3, 800, 900, 901, 902]).await;
    assert_one(&store, ALL, &[4]).await;
    assert_one(&store, ALL, &[5, 801]).await;
}
