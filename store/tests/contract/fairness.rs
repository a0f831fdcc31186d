//! Whose job comes next: nobody waits for the many or long jobs of others.

use countersign_store::{Lane, NewJob, Serves, Store};

use crate::support::{Database, LEASE, NOW, claim, claim_at, job, on_both_engines};

on_both_engines! {
    installations_take_turns,
    whoever_has_fewer_running_jobs_comes_first,
    a_spare_worker_serves_those_whom_nobody_serves,
    the_background_waits_for_prompt_jobs_and_not_for_ever,
    one_among_very_many_jobs_does_not_wait,
}

async fn offer(store: &Store, installation: i64, payload: &str, run_at: i64, lane: Lane) {
    let offered = NewJob {
        installation: Some(installation),
        run_at,
        lane,
        ..job(payload, payload)
    };
    store.enqueue(&offered, NOW).await.unwrap();
}

/// Claims and ends jobs one after the other: what they were.
async fn run_all(store: &Store) -> Vec<String> {
    let mut order = Vec::new();
    while let Some(lease) = claim(store).await {
        store.complete(&lease).await.unwrap();
        order.push(lease.payload);
    }
    order
}

async fn installations_take_turns(database: Database) {
    let store = database.migrated().await;
    for payload in ["a1", "a2", "a3", "a4"] {
        offer(&store, 1, payload, NOW - 100, Lane::Prompt).await;
    }
    for payload in ["b1", "b2"] {
        offer(&store, 2, payload, NOW - 10, Lane::Prompt).await;
    }
    offer(&store, 3, "c1", NOW, Lane::Prompt).await;
    let order = run_all(&store).await;
    assert_eq!(order, ["a1", "b1", "c1", "a2", "b2", "a3", "a4"]);
    // Whoever was served longest ago is next, also after a while.
    offer(&store, 1, "a5", NOW - 9, Lane::Prompt).await;
    offer(&store, 3, "c2", NOW, Lane::Prompt).await;
    assert_eq!(run_all(&store).await, ["c2", "a5"]);
}

async fn whoever_has_fewer_running_jobs_comes_first(database: Database) {
    let store = database.migrated().await;
    for payload in ["a1", "a2", "a3"] {
        offer(&store, 1, payload, NOW - 100, Lane::Prompt).await;
    }
    offer(&store, 2, "b1", NOW, Lane::Prompt).await;
    offer(&store, 2, "b2", NOW, Lane::Prompt).await;
    let mut leases = Vec::new();
    while let Some(lease) = claim(&store).await {
        leases.push(lease.payload);
    }
    assert_eq!(leases, ["a1", "b1", "a2", "b2", "a3"]);
}

async fn a_spare_worker_serves_those_whom_nobody_serves(database: Database) {
    let store = database.migrated().await;
    for payload in ["a1", "a2"] {
        offer(&store, 1, payload, NOW, Lane::Prompt).await;
    }
    let spare = async || {
        store
            .claim("spare", Serves::Unserved, LEASE, NOW)
            .await
            .unwrap()
    };
    let first = spare().await.unwrap();
    assert_eq!(first.payload, "a1");
    assert_eq!(spare().await, None, "a job of that installation runs");
    offer(&store, 2, "b1", NOW, Lane::Background).await;
    assert_eq!(spare().await.unwrap().payload, "b1");
    store.complete(&first).await.unwrap();
    assert_eq!(spare().await.unwrap().payload, "a2");
}

async fn the_background_waits_for_prompt_jobs_and_not_for_ever(database: Database) {
    let store = database.migrated().await;
    offer(&store, 1, "history", NOW - 1_000, Lane::Background).await;
    offer(&store, 1, "review 1", NOW, Lane::Prompt).await;
    offer(&store, 1, "review 2", NOW, Lane::Prompt).await;
    let lease = claim(&store).await.unwrap();
    assert_eq!((&*lease.payload, lease.lane), ("review 1", Lane::Prompt));
    store.complete(&lease).await.unwrap();
    let later = NOW - 1_000 + Lane::PATIENCE_MS;
    let lease = claim_at(&store, later).await.unwrap();
    assert_eq!((&*lease.payload, lease.lane), ("history", Lane::Background));
    store.complete(&lease).await.unwrap();
    assert_eq!(run_all(&store).await, ["review 2"]);
}

async fn one_among_very_many_jobs_does_not_wait(database: Database) {
    let store = database.migrated().await;
    for number in 0..150 {
        offer(&store, 1, &format!("a{number}"), NOW - 1_000, Lane::Prompt).await;
    }
    let running = [claim(&store).await, claim(&store).await];
    offer(&store, 2, "b", NOW, Lane::Prompt).await;
    let next = claim(&store).await.unwrap();
    assert_eq!(next.payload, "b");
    for lease in running.into_iter().flatten() {
        store.complete(&lease).await.unwrap();
    }
}
