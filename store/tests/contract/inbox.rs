//! Deliveries are stored once, with their job.

use countersign_store::{Delivery, JobFilter, NewJob, Received, Retry};

use crate::support::{Database, NOW, claim, delivery, job, merging, on_both_engines, receive};

on_both_engines! {
    a_delivery_is_taken_in_once,
    a_known_delivery_does_not_touch_the_waiting_job,
    a_delivery_is_known_while_its_job_runs_and_after,
    a_delivery_without_a_job_is_known,
    a_redelivery_revives_a_dead_job,
    a_redelivery_does_not_bring_back_a_dropped_job,
    any_delivery_of_a_merged_job_revives_it,
    a_waiting_job_takes_the_newer_payload_and_the_earlier_start,
    a_running_job_is_not_merged_into,
    a_job_that_failed_starts_afresh_with_a_newer_payload,
    a_delivery_can_be_read_back,
    a_nul_character_stores_as_a_replacement,
    large_bodies_are_kept_whole,
    known_deliveries_are_recognised,
    pruning_spares_deliveries_whose_job_is_still_there,
}

async fn a_delivery_is_taken_in_once(database: Database) {
    let store = database.migrated().await;
    assert_eq!(receive(&store, "a", &job("pr", "1")).await, Received::New);
    assert_eq!(receive(&store, "a", &job("pr", "2")).await, Received::Known);
    assert_eq!(receive(&store, "b", &job("pr", "3")).await, Received::New);
    let jobs = store.jobs(&JobFilter::default()).await.unwrap();
    let payloads: Vec<_> = jobs.iter().map(|job| &*job.payload).collect();
    assert_eq!(payloads, ["1", "3"]);
}

async fn a_known_delivery_does_not_touch_the_waiting_job(database: Database) {
    let store = database.migrated().await;
    receive(&store, "a", &merging("pr", "1")).await;
    assert_eq!(
        receive(&store, "a", &merging("pr", "2")).await,
        Received::Known
    );
    assert_eq!(claim(&store).await.unwrap().payload, "1");
    assert_eq!(claim(&store).await, None);
}

async fn a_delivery_is_known_while_its_job_runs_and_after(database: Database) {
    let store = database.migrated().await;
    receive(&store, "a", &job("pr", "1")).await;
    let lease = claim(&store).await.unwrap();
    assert_eq!(receive(&store, "a", &job("pr", "1")).await, Received::Known);
    store.complete(&lease).await.unwrap();
    assert_eq!(receive(&store, "a", &job("pr", "1")).await, Received::Known);
    assert_eq!(claim(&store).await, None);
}

async fn a_delivery_without_a_job_is_known(database: Database) {
    let store = database.migrated().await;
    let ignored = delivery("a");
    assert_eq!(
        store.receive(&ignored, None, NOW).await.unwrap(),
        Received::New
    );
    assert_eq!(
        store.receive(&ignored, None, NOW).await.unwrap(),
        Received::Known
    );
    assert_eq!(receive(&store, "a", &job("pr", "1")).await, Received::Known);
    assert_eq!(claim(&store).await, None);
}

async fn a_redelivery_revives_a_dead_job(database: Database) {
    let store = database.migrated().await;
    receive(&store, "a", &job("pr", "1")).await;
    let lease = claim(&store).await.unwrap();
    store.fail(&lease, "broken", Retry::Never).await.unwrap();
    assert_eq!(claim(&store).await, None);

    assert_eq!(
        receive(&store, "a", &job("pr", "1")).await,
        Received::Revived
    );
    assert_eq!(receive(&store, "a", &job("pr", "1")).await, Received::Known);
    let lease = claim(&store).await.unwrap();
    assert_eq!((&*lease.payload, lease.attempt), ("1", 1));
    store.complete(&lease).await.unwrap();
    assert_eq!(receive(&store, "a", &job("pr", "1")).await, Received::Known);
}

async fn a_redelivery_does_not_bring_back_a_dropped_job(database: Database) {
    let store = database.migrated().await;
    receive(&store, "a", &job("pr", "1")).await;
    let lease = claim(&store).await.unwrap();
    store.fail(&lease, "broken", Retry::Never).await.unwrap();
    assert!(store.drop_job(lease.id).await.unwrap());
    assert_eq!(receive(&store, "a", &job("pr", "1")).await, Received::Known);
    assert_eq!(claim(&store).await, None);
}

async fn any_delivery_of_a_merged_job_revives_it(database: Database) {
    let store = database.migrated().await;
    receive(&store, "a", &merging("pr", "1")).await;
    receive(&store, "b", &merging("pr", "2")).await;
    let lease = claim(&store).await.unwrap();
    assert_eq!(lease.payload, "2");
    store.fail(&lease, "broken", Retry::Never).await.unwrap();
    assert_eq!(
        receive(&store, "a", &merging("pr", "1")).await,
        Received::Revived
    );
    assert_eq!(
        receive(&store, "b", &merging("pr", "2")).await,
        Received::Known
    );
    assert_eq!(claim(&store).await.unwrap().payload, "2");
}

async fn a_waiting_job_takes_the_newer_payload_and_the_earlier_start(database: Database) {
    let store = database.migrated().await;
    let at = |run_at, payload| NewJob {
        run_at,
        ..merging("pr", payload)
    };
    store.enqueue(&at(NOW + 50, "1"), NOW).await.unwrap();
    store.enqueue(&at(NOW + 90, "2"), NOW).await.unwrap();
    store.enqueue(&at(NOW + 20, "3"), NOW).await.unwrap();
    store
        .enqueue(
            &NewJob {
                kind: "other".into(),
                ..at(NOW + 70, "4")
            },
            NOW,
        )
        .await
        .unwrap();
    store
        .enqueue(
            &NewJob {
                group: "pr2".into(),
                ..at(NOW + 80, "5")
            },
            NOW,
        )
        .await
        .unwrap();
    let jobs = store.jobs(&JobFilter::default()).await.unwrap();
    let seen: Vec<_> = jobs
        .iter()
        .map(|job| (&*job.payload, job.run_at - NOW))
        .collect();
    assert_eq!(seen, [("3", 20), ("4", 70), ("5", 80)]);
}

async fn a_running_job_is_not_merged_into(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&merging("pr", "1"), NOW).await.unwrap();
    let running = claim(&store).await.unwrap();
    store.enqueue(&merging("pr", "2"), NOW).await.unwrap();
    store.enqueue(&merging("pr", "3"), NOW).await.unwrap();
    assert_eq!(running.payload, "1");
    store.complete(&running).await.unwrap();
    assert_eq!(claim(&store).await.unwrap().payload, "3");
}

async fn a_job_that_failed_starts_afresh_with_a_newer_payload(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&merging("pr", "1"), NOW).await.unwrap();
    let lease = claim(&store).await.unwrap();
    store
        .fail(&lease, "bad gateway", Retry::At(NOW + 1_000_000))
        .await
        .unwrap();
    store.enqueue(&merging("pr", "2"), NOW).await.unwrap();
    let lease = claim(&store).await.unwrap();
    assert_eq!((&*lease.payload, lease.attempt), ("2", 1));
}

async fn a_delivery_can_be_read_back(database: Database) {
    let store = database.migrated().await;
    let odd = Delivery {
        guid: "ü-\u{202e}".to_owned(),
        event: "push".to_owned(),
        action: None,
        installation: None,
        body: "{\"name\": \"a\\u0000 \u{1f600} '; DROP TABLE job; --\"}".to_owned(),
    };
    store.receive(&odd, None, NOW).await.unwrap();
    assert_eq!(store.delivery(&odd.guid).await.unwrap(), Some(odd));
    assert_eq!(store.delivery("other").await.unwrap(), None);
}

async fn a_nul_character_stores_as_a_replacement(database: Database) {
    let store = database.migrated().await;
    let odd = Delivery {
        body: "a\0b".to_owned(),
        ..delivery("a")
    };
    store.receive(&odd, None, NOW).await.unwrap();
    assert_eq!(
        store.delivery("a").await.unwrap().unwrap().body,
        "a\u{FFFD}b"
    );
}

async fn large_bodies_are_kept_whole(database: Database) {
    let store = database.migrated().await;
    let large = Delivery {
        body: "é".repeat(13 << 20),
        ..delivery("a")
    };
    store.receive(&large, None, NOW).await.unwrap();
    assert!(
        store.delivery("a").await.unwrap() == Some(large),
        "26 MiB come back as they were"
    );
}

async fn known_deliveries_are_recognised(database: Database) {
    let store = database.migrated().await;
    for guid in ["a", "b", "it's \"c\""] {
        receive(&store, guid, &job(guid, "")).await;
    }
    let asked = ["b", "it's \"c\"", "d"].map(str::to_owned);
    let mut known = store.known_deliveries(&asked).await.unwrap();
    known.sort();
    assert_eq!(known, ["b", "it's \"c\""]);
    assert!(store.known_deliveries(&[]).await.unwrap().is_empty());
}

async fn pruning_spares_deliveries_whose_job_is_still_there(database: Database) {
    let store = database.migrated().await;
    for guid in ["done", "dead", "waiting"] {
        receive(&store, guid, &job(guid, guid)).await;
    }
    store
        .receive(&delivery("young"), None, NOW + 10)
        .await
        .unwrap();
    let done = claim(&store).await.unwrap();
    store.complete(&done).await.unwrap();
    let dead = claim(&store).await.unwrap();
    store.fail(&dead, "broken", Retry::Never).await.unwrap();

    assert_eq!(store.erase_bodies(NOW + 10).await.unwrap(), 1);
    assert_eq!(store.erase_bodies(NOW + 10).await.unwrap(), 0);
    assert_eq!(store.delivery("done").await.unwrap().unwrap().body, "");
    assert_eq!(store.delivery("dead").await.unwrap().unwrap().body, "{}");
    assert_eq!(store.prune(NOW + 10).await.unwrap(), 1);
    assert_eq!(store.delivery("done").await.unwrap(), None);
    assert_eq!(
        receive(&store, "dead", &job("dead", "")).await,
        Received::Revived
    );
    assert_eq!(store.counts().await.unwrap().deliveries, 3);
}
