//! A job that goes back meets a newer one of its kind and group.

use countersign_store::{Ended, JobFilter, Received, Retry, Store, Swept};

use crate::support::{Database, LEASE, NOW, claim, claim_at, merging, on_both_engines, receive};

/// The payloads of all jobs.
async fn payloads(store: &Store) -> Vec<String> {
    let jobs = store.jobs(&JobFilter::default()).await.unwrap();
    jobs.into_iter().map(|job| job.payload).collect()
}

on_both_engines! {
    a_failed_job_merges_into_the_newer_one,
    a_released_job_merges_into_the_newer_one,
    a_swept_job_merges_into_the_newer_one,
    the_newest_payload_stays_whichever_comes_back_first,
    jobs_that_do_not_merge_wait_side_by_side,
    a_waiting_job_can_start_now,
}

async fn a_failed_job_merges_into_the_newer_one(database: Database) {
    let store = database.migrated().await;
    receive(&store, "a", &merging("pr", "1")).await;
    let lease = claim(&store).await.unwrap();
    receive(&store, "b", &merging("pr", "2")).await;
    let ended = store
        .fail(&lease, "bad gateway", Retry::At(NOW + 500))
        .await
        .unwrap();
    assert_eq!(ended, Ended::Merged);
    assert_eq!(payloads(&store).await, ["2"]);
    let newer = claim(&store).await.unwrap();
    assert_eq!(newer.attempt, 1);

    store.fail(&newer, "broken", Retry::Never).await.unwrap();
    assert_eq!(
        receive(&store, "a", &merging("pr", "1")).await,
        Received::Revived
    );
}

async fn a_released_job_merges_into_the_newer_one(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&merging("pr", "1"), NOW).await.unwrap();
    let lease = claim(&store).await.unwrap();
    store.enqueue(&merging("pr", "2"), NOW + 1).await.unwrap();
    assert_eq!(
        store.release(&lease, NOW + 500).await.unwrap(),
        Ended::Merged
    );
    assert_eq!(payloads(&store).await, ["2"]);
}

async fn a_swept_job_merges_into_the_newer_one(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&merging("pr", "1"), NOW).await.unwrap();
    let lease = claim(&store).await.unwrap();
    store.enqueue(&merging("pr", "2"), NOW + 1).await.unwrap();
    assert_eq!(
        store.sweep(NOW + LEASE).await.unwrap(),
        Swept {
            waiting: 1,
            dead: 0
        }
    );
    assert_eq!(payloads(&store).await, ["2"]);
    assert!(store.complete(&lease).await.is_err());
}

async fn the_newest_payload_stays_whichever_comes_back_first(database: Database) {
    let store = database.migrated().await;
    let mut dead = Vec::new();
    for (payload, at) in [("1", NOW), ("2", NOW + 1)] {
        store.enqueue(&merging("pr", payload), at).await.unwrap();
        let lease = claim(&store).await.unwrap();
        store.fail(&lease, "broken", Retry::Never).await.unwrap();
        dead.push(lease.id);
    }
    for id in dead {
        assert!(store.retry_job(id, NOW).await.unwrap());
    }
    assert_eq!(payloads(&store).await, ["2"]);
}

async fn jobs_that_do_not_merge_wait_side_by_side(database: Database) {
    let store = database.migrated().await;
    let single = |payload| crate::support::job("pr", payload);
    store.enqueue(&single("1"), NOW).await.unwrap();
    let lease = claim(&store).await.unwrap();
    store.enqueue(&single("2"), NOW).await.unwrap();
    store.enqueue(&merging("pr", "3"), NOW).await.unwrap();
    let ended = store
        .fail(&lease, "bad gateway", Retry::At(NOW))
        .await
        .unwrap();
    assert_eq!(ended, Ended::Waiting);
    assert_eq!(payloads(&store).await, ["1", "2", "3"]);
}

async fn a_waiting_job_can_start_now(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&merging("pr", "1"), NOW).await.unwrap();
    let lease = claim(&store).await.unwrap();
    store
        .fail(&lease, "bad gateway", Retry::At(NOW + 500))
        .await
        .unwrap();
    assert!(store.retry_job(lease.id, NOW).await.unwrap());
    assert_eq!(claim_at(&store, NOW).await.unwrap().attempt, 1);
}
