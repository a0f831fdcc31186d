//! Deliveries taken in and jobs claimed and completed per second, on SQLite and on PostgreSQL.
//!
//! `cargo bench -p countersign-store` runs it on this machine, durable as in production: SQLite on a
//! file in the temporary folder, PostgreSQL as a server of its own. A number after `--` changes how
//! many deliveries there are.

#[path = "../tests/contract/postgres.rs"]
mod postgres;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use countersign_store::{ConnectOptions, Delivery, Lane, NewJob, Received, Serves, Store};
use tokio::task::JoinSet;

/// Callers at once; a receiver answers that many deliveries, or that many workers claim.
const CALLERS: [usize; 3] = [1, 4, 16];

/// Bytes of a payload like those of pull requests.
const BODY: usize = 24 << 10;

/// The present, Unix milliseconds.
const NOW: i64 = 1_790_000_000_000;

#[tokio::main]
async fn main() {
    let count = std::env::args()
        .skip(1)
        .find_map(|word| word.parse().ok())
        .unwrap_or(2_000);
    report("engine      callers   receive/s   p50 ms   p99 ms   known/s   claim+complete/s");
    for callers in CALLERS {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let url = format!("sqlite://{}/store.db", folder.path().display());
        measure("sqlite", &url, callers, count).await;
    }
    for callers in CALLERS {
        let database = postgres::Database::create(true).await;
        measure("postgres", &database.url, callers, count).await;
        database.remove().await;
    }
}

async fn measure(engine: &str, url: &str, callers: usize, count: usize) {
    let options = ConnectOptions {
        max_connections: 16,
        ..ConnectOptions::default()
    };
    let store = Store::connect(url, options)
        .await
        .expect("the database answers");
    store.migrate().await.expect("it takes the tables");
    let (received, mut times) = receive_all(&store, callers, count, Received::New).await;
    let (known, _) = receive_all(&store, callers, count, Received::Known).await;
    let done = work_off(&store, callers, count).await;
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[times.len() * share / 100];
    report(&format!(
        "{engine:10} {callers:8} {received:11.0} {:8.2} {:8.2} {known:9.0} {done:18.0}",
        at(50),
        at(99)
    ));
    store.close().await;
}

/// Deliveries per second, and how long each took in milliseconds.
async fn receive_all(
    store: &Store,
    callers: usize,
    count: usize,
    expected: Received,
) -> (f64, Vec<f64>) {
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..callers {
        let (store, next) = (store.clone(), Arc::clone(&next));
        tasks.spawn(async move {
            let mut times = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return times;
                }
                let (delivery, job) = offer(number);
                let begun = Instant::now();
                let received = store.receive(&delivery, Some(&job), NOW).await;
                times.push(begun.elapsed().as_secs_f64() * 1e3);
                assert_eq!(received.expect("a delivery is stored"), expected);
            }
        });
    }
    let times = tasks.join_all().await.concat();
    (per_second(count, begun), times)
}

/// Jobs per second.
async fn work_off(store: &Store, callers: usize, count: usize) -> f64 {
    let done = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for caller in 0..callers {
        let (store, done) = (store.clone(), Arc::clone(&done));
        tasks.spawn(async move {
            let worker = format!("worker-{caller}");
            while done.load(Ordering::Relaxed) < count {
                if let Some(lease) = store
                    .claim(&worker, Serves::All, 60_000, NOW)
                    .await
                    .expect("claims")
                {
                    store.complete(&lease).await.expect("completes");
                    done.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
    }
    tasks.join_all().await;
    per_second(count, begun)
}

/// A delivery of one of 200 pull requests.
fn offer(number: usize) -> (Delivery, NewJob) {
    let delivery = Delivery {
        guid: format!("72d3162e-cc78-11e3-81ab-{number:012}"),
        event: "pull_request".to_owned(),
        action: Some("synchronize".to_owned()),
        installation: Some(1),
        body: "x".repeat(BODY),
    };
    let job = NewJob {
        kind: "review".to_owned(),
        group: format!("repository/{}", number % 200),
        installation: Some(1),
        payload: format!("{{\"number\":{number}}}"),
        run_at: NOW,
        lane: Lane::Prompt,
        coalesce: false,
    };
    (delivery, job)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn per_second(count: usize, begun: Instant) -> f64 {
    count as f64 / begun.elapsed().as_secs_f64()
}

#[expect(
    clippy::print_stdout,
    reason = "the figures are what a benchmark is for"
)]
fn report(line: &str) {
    println!("{line}");
}
