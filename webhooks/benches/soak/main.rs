//! A soak: 20,000 deliveries about forty pull requests, some offered twice, some late, to two
//! processes that take in and work on one database, while they are killed (SIGKILL) and started
//! again, GitHub fails in many ways, and the database goes away for a while.
//!
//! `cargo bench -p countersign-webhooks --bench soak` runs it on SQLite and on PostgreSQL and fails
//! where a delivery is lost, a pull request ends with another state than its head asks for, carries
//! two comments or check runs of ours, or a job is left. After `--`, a number changes how many
//! deliveries there are, `sqlite` or `postgres` picks one, and `seed=N` changes what happens when.

mod chaos;
mod child;
mod crew;
mod cuts;
#[path = "../support/engines.rs"]
mod engines;
#[path = "../support/github.rs"]
mod github;
#[expect(dead_code, reason = "the rest is for the stories that are tests")]
#[path = "../../../tests/app/people.rs"]
mod people;
#[path = "../../../store/tests/contract/postgres.rs"]
mod postgres;
mod random;
mod script;
mod senders;
mod verdict;
#[path = "../support/wire.rs"]
mod wire;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use countersign_world::World;
use tokio_util::sync::CancellationToken;

use crew::Crew;
use engines::{Engine, report};
use verdict::Verdict;

/// Deliveries handed out per second: enough that queues form, and time for kills in between.
const RATE: usize = 220;

#[tokio::main]
async fn main() -> ExitCode {
    if let Some(asked) = child::Asked::of_environment() {
        child::run(asked).await;
        return ExitCode::SUCCESS;
    }
    let count = engines::number_or(20_000);
    let seed = std::env::args().find_map(|word| word.strip_prefix("seed=")?.parse().ok());
    let mut is_good = true;
    for engine in Engine::chosen() {
        let verdict = soak(engine, count, seed.unwrap_or(7)).await;
        is_good &= verdict.is_good();
    }
    if is_good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

async fn soak(engine: Engine, count: usize, seed: u64) -> Verdict {
    let begun = Instant::now();
    let database = engine.database().await;
    let (store, world) = (database.open().await, World::start().await);
    world.hourly_limit(1_000_000_000);
    let cache = tempfile::tempdir().expect("a folder can be made");
    let crew = Arc::new(Crew::new(&database.url, &world, cache.path()));
    crew.start_all().await;

    let quiet = CancellationToken::new();
    let chaos = tokio::spawn(chaos::reign(
        world.clone(),
        Arc::clone(&crew),
        seed,
        quiet.clone(),
    ));
    let cuts = tokio::spawn(cuts::now_and_then(
        database.url.clone(),
        seed,
        quiet.clone(),
    ));
    let (senders, offers) = senders::start(&crew);
    let told = {
        let world = world.clone();
        tokio::task::spawn_blocking(move || script::tell(&world, count, seed, &offers)).await
    };
    let told = told.expect("the story makes sense");
    let answers = senders.done().await;
    quiet.cancel();
    let suffered = chaos.await.expect("chaos ends in good order");
    let cuts = cuts.await.expect("cuts end in good order");
    let delivered = begun.elapsed();

    // What is left is done in peace, by processes that begin by asking GitHub what they missed.
    world.heal();
    crew.stop_all().await;
    let left = store.counts().await.expect("the database answers");
    crew.let_time_pass();
    crew.start_all().await;
    let verdict = verdict::settle(&store, &world, &told).await;
    crew.stop_all().await;
    store.close().await;
    database.remove().await;

    report(&format!(
        "\n{}: {count} deliveries in {:.0} s, all done after {:.0} s, seed {seed}",
        engine.name(),
        delivered.as_secs_f64(),
        begun.elapsed().as_secs_f64()
    ));
    report(&format!(
        "  offered twice {}, late {}, {answers}",
        told.twice, told.late
    ));
    report(&format!("  {suffered}, database away {cuts} times"));
    report(&format!("  before the last walk: jobs {:?}", left.jobs));
    report(&verdict.to_string());
    verdict
}
