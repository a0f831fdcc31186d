//! How fast the receiver answers: signed deliveries over loopback HTTP to the production router, on
//! SQLite and on PostgreSQL.
//!
//! `cargo bench -p countersign-webhooks --bench receiver` runs it; after `--`, a number changes how
//! many deliveries there are, and `sqlite` or `postgres` picks one. Callers and receiver share the
//! machine.

#[path = "support/engines.rs"]
mod engines;
#[path = "../../store/tests/contract/postgres.rs"]
mod postgres;
#[path = "support/receiving.rs"]
mod receiving;
#[path = "support/wire.rs"]
mod wire;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use countersign_world::{Commit, Delivery, World, sign};
use tokio::task::JoinSet;

use engines::{Engine, report};
use wire::Caller;

/// Deliveries under way at once.
const CALLERS: [usize; 4] = [1, 4, 16, 64];
/// Bytes of a body like those of pull requests.
const BODY: usize = 24 << 10;
/// Pull requests that the deliveries are about.
const PULLS: usize = 200;

#[tokio::main]
async fn main() {
    let count = engines::number_or(4_000);
    let world = World::start().await;
    let offered: Arc<[Delivery]> = offered(&world).into();
    report(&format!(
        "{count} deliveries of {} bytes each",
        offered[0].body.len()
    ));
    report("engine      callers   deliveries/s   p50 ms   p99 ms   max ms");
    for engine in Engine::chosen() {
        for callers in CALLERS {
            measure(engine, callers, count, &world.secret(), &offered).await;
        }
    }
}

/// One signed `pull_request` for each pull request.
fn offered(world: &World) -> Vec<Delivery> {
    let commit = Commit::new(
        "Ada Ordinary <ada@studio.example>",
        "2026-03-02T10:11:12+01:00",
    );
    let repository = world
        .repository("acme/widget")
        .commit(commit.clone().file("a", "a"));
    let repository = repository.push("work", &[commit.file("b", "b")]);
    let model = repository.open("ada", "work", "Add b").opened();
    let mut body = model.json();
    let missing = BODY.saturating_sub(model.body.len());
    body["pull_request"]["body"] = "Why, and how it was tested. ".repeat(missing / 28).into();
    let numbered = |number: usize| {
        body["number"] = number.into();
        body["pull_request"]["number"] = number.into();
        let bytes = body.to_string().into_bytes();
        Delivery {
            signature: sign(&world.secret(), &bytes),
            body: bytes,
            ..model.clone()
        }
    };
    (1..=PULLS).map(numbered).collect()
}

async fn measure(
    engine: Engine,
    callers: usize,
    count: usize,
    secret: &str,
    offered: &Arc<[Delivery]>,
) {
    let database = engine.database().await;
    let store = database.open().await;
    let (address, serving) = receiving::serve(store.clone(), secret.to_owned()).await;
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..callers {
        let (offered, next) = (Arc::clone(offered), Arc::clone(&next));
        tasks.spawn(async move { deliver(address, &offered, &next, count).await });
    }
    let mut times = tasks.join_all().await.concat();
    let elapsed = begun.elapsed().as_secs_f64();
    serving.abort();
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let rate = times.len() as f64 / elapsed;
    report(&format!(
        "{:10} {callers:8} {rate:14.0} {:8.2} {:8.2} {:8.2}",
        engine.name(),
        at(50),
        at(99),
        at(100)
    ));
    let stored = store
        .counts()
        .await
        .expect("the database answers")
        .deliveries;
    assert_eq!(
        usize::try_from(stored),
        Ok(count),
        "every delivery is stored once"
    );
    store.close().await;
    database.remove().await;
}

/// How long each delivery took, in milliseconds.
async fn deliver(
    address: SocketAddr,
    offered: &[Delivery],
    next: &AtomicUsize,
    count: usize,
) -> Vec<f64> {
    let mut caller = Caller::new(address);
    let mut times = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= count {
            return times;
        }
        let delivery = Delivery {
            guid: format!("72d3162e-cc78-11e3-81ab-{number:012}"),
            ..offered[number % offered.len()].clone()
        };
        let begun = Instant::now();
        let status = caller.post(&delivery).await;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        assert_eq!(status.expect("the receiver answers"), 202);
    }
}
