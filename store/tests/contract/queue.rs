//! Leases: who may run what, and how a run ends.

use countersign_store::{Ended, JobFilter, JobState, NewJob, Retry, StoreError, Swept};

use crate::support::{Database, LEASE, NOW, claim, claim_at, job, on_both_engines, receive};

on_both_engines! {
    jobs_run_in_the_order_of_their_time,
    one_job_of_a_group_runs_at_a_time,
    a_lease_says_what_the_job_is,
    a_failed_job_waits_for_its_time,
    a_job_that_keeps_failing_is_dead,
    a_job_that_cannot_succeed_is_dead_at_once,
    an_expired_lease_is_taken_over_and_fenced_off,
    an_extended_lease_is_not_swept,
    a_lease_past_its_deadline_counts_until_it_is_swept,
    a_job_that_kills_its_workers_is_dead_in_the_end,
    a_released_job_keeps_its_attempts,
    a_paused_installation_waits_and_others_do_not,
    jobs_can_be_listed_retried_and_dropped,
    an_empty_queue_counts_as_empty,
    numbers_of_jobs_are_not_used_again,
}

async fn jobs_run_in_the_order_of_their_time(database: Database) {
    let store = database.migrated().await;
    for (group, run_at) in [
        ("a", NOW - 1),
        ("b", NOW - 3),
        ("c", NOW - 2),
        ("d", NOW - 2),
        ("e", NOW + 1),
    ] {
        store
            .enqueue(
                &NewJob {
                    run_at,
                    ..job(group, group)
                },
                NOW,
            )
            .await
            .unwrap();
    }
    let mut order = Vec::new();
    while let Some(lease) = claim(&store).await {
        order.push(lease.payload.clone());
    }
    assert_eq!(order, ["b", "c", "d", "a"]);
    assert_eq!(claim_at(&store, NOW + 1).await.unwrap().payload, "e");
}

async fn one_job_of_a_group_runs_at_a_time(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    store
        .enqueue(
            &NewJob {
                kind: "other".into(),
                ..job("pr", "2")
            },
            NOW,
        )
        .await
        .unwrap();
    store.enqueue(&job("pr2", "3"), NOW).await.unwrap();
    let first = claim(&store).await.unwrap();
    let other = claim(&store).await.unwrap();
    assert_eq!((&*first.payload, &*other.payload), ("1", "3"));
    assert_eq!(claim(&store).await, None);
    store.complete(&first).await.unwrap();
    assert_eq!(claim(&store).await.unwrap().payload, "2");
}

async fn a_lease_says_what_the_job_is(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "{\"é\":1}"), NOW).await.unwrap();
    let lease = claim(&store).await.unwrap();
    assert_eq!(
        (&*lease.kind, &*lease.group, &*lease.payload),
        ("review", "pr", "{\"é\":1}")
    );
    assert_eq!((lease.installation, lease.attempt), (Some(1), 1));
    let job = store.jobs(&JobFilter::default()).await.unwrap().remove(0);
    assert_eq!(
        (job.state, job.worker.as_deref()),
        (JobState::Leased, Some("worker"))
    );
    assert_eq!(job.lease_until, Some(NOW + LEASE));
}

async fn a_failed_job_waits_for_its_time(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    let lease = claim(&store).await.unwrap();
    let ended = store
        .fail(&lease, "bad gateway", Retry::At(NOW + 500))
        .await
        .unwrap();
    assert_eq!(ended, Ended::Waiting);
    assert_eq!(claim_at(&store, NOW + 499).await, None);
    let job = store.jobs(&JobFilter::default()).await.unwrap().remove(0);
    assert_eq!(
        (job.attempts, job.error.as_deref()),
        (1, Some("bad gateway"))
    );
    assert_eq!(claim_at(&store, NOW + 500).await.unwrap().attempt, 2);
}

async fn a_job_that_keeps_failing_is_dead(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    let mut ends = Vec::new();
    while let Some(lease) = claim(&store).await {
        ends.push(store.fail(&lease, "broken", Retry::At(NOW)).await.unwrap());
    }
    assert_eq!(ends, [Ended::Waiting, Ended::Waiting, Ended::Dead]);
    let dead = JobFilter {
        state: Some(JobState::Dead),
        ..JobFilter::default()
    };
    let dead = store.jobs(&dead).await.unwrap();
    assert_eq!((dead.len(), dead[0].attempts), (1, 3));
    assert_eq!(dead[0].error.as_deref(), Some("broken"));
}

async fn a_job_that_cannot_succeed_is_dead_at_once(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    let lease = claim(&store).await.unwrap();
    assert_eq!(
        store.fail(&lease, "not found", Retry::Never).await.unwrap(),
        Ended::Dead
    );
    assert_eq!(claim(&store).await, None);
}

async fn an_expired_lease_is_taken_over_and_fenced_off(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    let first = claim(&store).await.unwrap();
    assert_eq!(
        store.sweep(NOW + LEASE - 1).await.unwrap(),
        Swept::default()
    );
    let late = NOW + LEASE;
    assert_eq!(
        store.sweep(late).await.unwrap(),
        Swept {
            waiting: 1,
            dead: 0
        }
    );
    let lost = |result| matches!(result, Err(StoreError::LeaseLost { job }) if job == first.id);
    assert!(lost(store.complete(&first).await), "swept");

    let second = claim_at(&store, late).await.unwrap();
    assert_eq!((second.id, second.attempt), (first.id, 2));
    assert!(lost(store.complete(&first).await), "taken over");
    assert!(lost(store.extend(&first, LEASE, late).await));
    assert!(lost(
        store.fail(&first, "late", Retry::Never).await.map(drop)
    ));
    assert!(lost(store.release(&first, late).await.map(drop)));
    let job = store.jobs(&JobFilter::default()).await.unwrap().remove(0);
    assert_eq!(job.state, JobState::Leased);
    assert_eq!(
        job.error.as_deref(),
        Some("the worker worker stopped without an answer")
    );
    store.complete(&second).await.unwrap();
    assert!(lost(store.complete(&first).await), "done");
}

async fn an_extended_lease_is_not_swept(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    let lease = claim(&store).await.unwrap();
    store.extend(&lease, LEASE, NOW + LEASE - 1).await.unwrap();
    assert_eq!(store.sweep(NOW + LEASE).await.unwrap(), Swept::default());
    store.complete(&lease).await.unwrap();
}

async fn a_lease_past_its_deadline_counts_until_it_is_swept(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    let lease = claim(&store).await.unwrap();
    assert_eq!(claim_at(&store, NOW + 10 * LEASE).await, None);
    store.complete(&lease).await.unwrap();
}

async fn a_job_that_kills_its_workers_is_dead_in_the_end(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    let mut swept = Vec::new();
    let mut now = NOW;
    while claim_at(&store, now).await.is_some() {
        now += LEASE;
        swept.push(store.sweep(now).await.unwrap());
    }
    assert_eq!(
        swept.iter().map(|swept| swept.dead).collect::<Vec<_>>(),
        [0, 0, 1]
    );
}

async fn a_released_job_keeps_its_attempts(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    for _ in 0..5 {
        let lease = claim(&store).await.unwrap();
        assert_eq!(lease.attempt, 1);
        assert_eq!(store.release(&lease, NOW).await.unwrap(), Ended::Waiting);
    }
    let lease = claim(&store).await.unwrap();
    store.release(&lease, NOW + 10).await.unwrap();
    assert_eq!(claim_at(&store, NOW + 9).await, None);
    assert_eq!(claim_at(&store, NOW + 10).await.unwrap().attempt, 1);
}

async fn a_paused_installation_waits_and_others_do_not(database: Database) {
    let store = database.migrated().await;
    for (group, installation) in [("a", Some(1)), ("b", Some(2)), ("c", None)] {
        store
            .enqueue(
                &NewJob {
                    installation,
                    ..job(group, group)
                },
                NOW,
            )
            .await
            .unwrap();
    }
    store.pause_installation(1, NOW + 100).await.unwrap();
    store.pause_installation(1, NOW + 50).await.unwrap();
    assert_eq!(claim(&store).await.unwrap().payload, "b");
    assert_eq!(claim(&store).await.unwrap().payload, "c");
    assert_eq!(claim_at(&store, NOW + 99).await, None);
    let lease = claim_at(&store, NOW + 100).await.unwrap();
    assert_eq!((&*lease.payload, lease.attempt), ("a", 1));
}

async fn jobs_can_be_listed_retried_and_dropped(database: Database) {
    let store = database.migrated().await;
    for group in ["a", "b", "c"] {
        receive(&store, group, &job(group, group)).await;
    }
    let dead = claim(&store).await.unwrap();
    store.fail(&dead, "broken", Retry::Never).await.unwrap();
    let running = claim(&store).await.unwrap();
    assert!(
        !store.drop_job(running.id).await.unwrap(),
        "a running job stays"
    );
    assert!(!store.retry_job(running.id, NOW).await.unwrap());
    assert!(!store.drop_job(12_345).await.unwrap());

    assert!(store.retry_job(dead.id, NOW + 5).await.unwrap());
    let listed = store.jobs(&JobFilter::default()).await.unwrap();
    let states: Vec<_> = listed
        .iter()
        .map(|job| (&*job.payload, job.state, job.run_at - NOW))
        .collect();
    let (ready, leased) = (JobState::Ready, JobState::Leased);
    assert_eq!(states, [("a", ready, 5), ("b", leased, 0), ("c", ready, 0)]);
    let lists = async |filter| store.jobs(&filter).await.unwrap().len();
    let all = JobFilter::default();
    assert_eq!(
        lists(JobFilter {
            limit: 2,
            ..all.clone()
        })
        .await,
        2
    );
    assert_eq!(
        lists(JobFilter {
            kind: Some("other".into()),
            ..all.clone()
        })
        .await,
        0
    );
    assert_eq!(
        lists(JobFilter {
            installation: Some(1),
            ..all.clone()
        })
        .await,
        3
    );
    assert_eq!(
        lists(JobFilter {
            state: Some(leased),
            ..all
        })
        .await,
        1
    );

    assert!(store.drop_job(dead.id).await.unwrap());
    let counts = store.counts().await.unwrap();
    assert_eq!(
        counts.jobs,
        [
            ("review".to_owned(), leased, 1),
            ("review".to_owned(), ready, 1)
        ]
    );
    assert_eq!((counts.next_run_at, counts.deliveries), (Some(NOW), 3));
}

async fn an_empty_queue_counts_as_empty(database: Database) {
    let store = database.migrated().await;
    let counts = store.counts().await.unwrap();
    assert_eq!(
        (counts.jobs.len(), counts.next_run_at, counts.deliveries),
        (0, None, 0)
    );
    assert_eq!(claim(&store).await, None);
    assert_eq!(store.sweep(NOW).await.unwrap(), Swept::default());
}

async fn numbers_of_jobs_are_not_used_again(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    let first = claim(&store).await.unwrap();
    store.complete(&first).await.unwrap();
    store.enqueue(&job("pr", "2"), NOW).await.unwrap();
    let second = claim(&store).await.unwrap();
    assert!(second.id > first.id);
    assert!(store.complete(&first).await.is_err());
    store.complete(&second).await.unwrap();
}
