//! Many workers with connections of their own, all at once.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};

use countersign_store::{JobState, Received, Retry, Serves, Store};
use tokio::task::JoinSet;

use crate::support::{
    Database, LEASE, NOW, claim, delivery, job, merging, on_both_engines, receive,
};

const JOBS: usize = 1_000;
const GROUPS: usize = 10;
const PROCESSES: usize = 3;
const WORKERS: usize = 4;

/// What ran: how often each job did, and of each group how many at this moment and at most.
#[derive(Default)]
struct Ledger {
    runs: BTreeMap<String, usize>,
    now: BTreeMap<String, usize>,
    most: BTreeMap<String, usize>,
}

impl Ledger {
    fn begin(&mut self, group: &str, payload: &str) {
        *self.runs.entry(payload.to_owned()).or_default() += 1;
        let now = self.now.entry(group.to_owned()).or_default();
        *now += 1;
        let most = self.most.entry(group.to_owned()).or_default();
        *most = (*most).max(*now);
    }

    fn end(&mut self, group: &str) {
        *self.now.get_mut(group).unwrap() -= 1;
    }
}

/// Runs jobs until none may start, noting each.
async fn work(store: Store, ledger: Arc<Mutex<Ledger>>) {
    while let Some(lease) = claim(&store).await {
        ledger.lock().unwrap().begin(&lease.group, &lease.payload);
        // Others get a turn while the job runs.
        tokio::task::yield_now().await;
        ledger.lock().unwrap().end(&lease.group);
        store.complete(&lease).await.unwrap();
    }
}

async fn offer_twice(store: &Store, guid: &str, group: &str) {
    let job = job(group, guid);
    let delivery = delivery(guid);
    let (one, other) = tokio::join!(
        store.receive(&delivery, Some(&job), NOW),
        store.receive(&delivery, Some(&job), NOW),
    );
    let mut received = [one.unwrap(), other.unwrap()];
    received.sort_by_key(|received| *received != Received::New);
    assert_eq!(received, [Received::New, Received::Known], "{guid}");
}

async fn stores(database: &Database) -> Vec<Store> {
    let mut stores = vec![database.migrated().await];
    while stores.len() < PROCESSES {
        stores.push(database.open().await);
    }
    stores
}

on_both_engines! {
    every_job_runs_once_and_never_two_of_a_group,
    one_of_many_offers_of_a_delivery_is_new,
    one_job_waits_however_many_offer_while_it_fails,
    sweepers_share_the_work,
    a_call_abandoned_half_way_leaves_all_or_nothing,
}

async fn every_job_runs_once_and_never_two_of_a_group(database: Database) {
    let stores = stores(&database).await;
    let mut offers = JoinSet::new();
    for (part, store) in stores.iter().cloned().enumerate() {
        offers.spawn(async move {
            for number in (part..JOBS).step_by(PROCESSES) {
                let group = format!("pr/{}", number % GROUPS);
                offer_twice(&store, &format!("guid-{number}"), &group).await;
            }
        });
    }
    offers.join_all().await;

    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let mut workers = JoinSet::new();
    for store in &stores {
        for _ in 0..WORKERS {
            workers.spawn(work(store.clone(), Arc::clone(&ledger)));
        }
    }
    workers.join_all().await;
    // A worker leaves when every group is busy; the last jobs of a group may be left over.
    work(stores[0].clone(), Arc::clone(&ledger)).await;

    let counts = stores[0].counts().await.unwrap();
    assert_eq!((counts.jobs.len(), counts.deliveries), (0, JOBS as i64));
    let ledger = ledger.lock().unwrap();
    assert_eq!(ledger.runs.len(), JOBS);
    assert!(ledger.runs.values().all(|runs| *runs == 1));
    assert_eq!(ledger.most.len(), GROUPS);
    assert!(ledger.most.values().all(|most| *most == 1));
}

async fn one_of_many_offers_of_a_delivery_is_new(database: Database) {
    let stores = stores(&database).await;
    let mut offers = JoinSet::new();
    for turn in 0..24 {
        let store = stores[turn % PROCESSES].clone();
        offers.spawn(async move { receive(&store, "a", &merging("pr", "1")).await });
    }
    let received = offers.join_all().await;
    let new = received
        .iter()
        .filter(|received| **received == Received::New);
    assert_eq!(new.count(), 1);
    assert!(claim(&stores[0]).await.is_some());
    assert_eq!(claim(&stores[0]).await, None);
}

async fn one_job_waits_however_many_offer_while_it_fails(database: Database) {
    let stores = stores(&database).await;
    stores[0].enqueue(&merging("pr", "0"), NOW).await.unwrap();
    let mut tasks = JoinSet::new();
    for store in stores.clone() {
        tasks.spawn(async move {
            for number in 0..40 {
                let at = NOW + number;
                store
                    .enqueue(&merging("pr", &number.to_string()), at)
                    .await
                    .unwrap();
                if let Some(lease) = store.claim("worker", Serves::All, LEASE, at).await.unwrap() {
                    // Two out of three go back; the third is done.
                    match number % 3 {
                        0 => store.complete(&lease).await.unwrap(),
                        1 => drop(store.release(&lease, at).await.unwrap()),
                        _ => drop(store.fail(&lease, "again", Retry::At(at)).await.unwrap()),
                    }
                }
            }
        });
    }
    tasks.join_all().await;
    let counts = stores[0].counts().await.unwrap();
    assert!(counts.in_state(JobState::Ready) <= 1, "{counts:?}");
    assert_eq!(counts.in_state(JobState::Leased), 0);
}

async fn sweepers_share_the_work(database: Database) {
    let stores = stores(&database).await;
    for number in 0..30 {
        let group = number.to_string();
        stores[0]
            .enqueue(&merging(&group, "old"), NOW)
            .await
            .unwrap();
        claim(&stores[0]).await.unwrap();
        if number % 2 == 0 {
            stores[0]
                .enqueue(&merging(&group, "new"), NOW + 1)
                .await
                .unwrap();
        }
    }
    let mut sweeps = JoinSet::new();
    for store in stores.clone() {
        sweeps.spawn(async move { store.sweep(NOW + LEASE).await.unwrap() });
    }
    let swept = sweeps.join_all().await;
    assert_eq!(swept.iter().map(|swept| swept.waiting).sum::<usize>(), 30);
    assert_eq!(
        stores[0].counts().await.unwrap().in_state(JobState::Ready),
        30
    );
}

async fn a_call_abandoned_half_way_leaves_all_or_nothing(database: Database) {
    let store = database.migrated().await;
    for polls in 0..60 {
        let guid = format!("guid-{polls}");
        let (delivery, job) = (delivery(&guid), job(&guid, &guid));
        let mut offer = pin!(store.receive(&delivery, Some(&job), NOW));
        for _ in 0..polls {
            let mut context = Context::from_waker(Waker::noop());
            if offer.as_mut().poll(&mut context).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    // What was on its way is there or rolled back once the connections are gone.
    store.close().await;
    let store = database.open().await;
    let counts = store.counts().await.unwrap();
    assert_eq!(counts.deliveries, counts.in_state(JobState::Ready));
    let after = receive(&store, "after", &job("after", "after")).await;
    assert_eq!(after, Received::New, "the database is as good as before");
}
