//! Reviews per second, and what each asks of GitHub: pull requests of a persona and clean ones, from
//! the delivery to the comment, against a GitHub that holds state, on SQLite and on PostgreSQL.
//!
//! `cargo bench -p countersign-webhooks --bench reviews` runs it; after `--`, a number changes how
//! many pull requests there are of each sort, and `sqlite` or `postgres` picks one. GitHub, its git
//! and the workers share the machine.

#[path = "support/engines.rs"]
mod engines;
#[path = "support/github.rs"]
mod github;
#[expect(dead_code, reason = "the rest is for the stories that are tests")]
#[path = "../../tests/app/people.rs"]
mod people;
#[path = "../../store/tests/contract/postgres.rs"]
mod postgres;
#[path = "support/receiving.rs"]
mod receiving;
#[path = "support/wire.rs"]
mod wire;

use std::time::Instant;

use countersign_store::Store;
use countersign_webhooks::{Clock, Context, Worker};
use countersign_world::{Commit, Delivery, PullStory, RepositoryStory, World};
use tokio::task::JoinSet;

use engines::{Engine, report};
use people::{ADA, honest_pull, ordinary, split, widget};
use wire::Caller;

/// Workers of one process.
const WORKERS: [usize; 2] = [1, 2];
/// Days of the repository's history, a commit each.
const HISTORY: usize = 1_000;

/// Whose pull requests are reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Persona,
    Clean,
}

impl Sort {
    fn open(self, repository: &RepositoryStory, number: usize) -> PullStory {
        let branch = format!("work-{number}");
        let persona = format!("person-{number}");
        let (login, commits) = match self {
            // The same commits would be the same head, and share its check run.
            Self::Persona => (&*persona, split(&format!("P <{persona}@gate.example>"), 12)),
            Self::Clean => {
                let commit = Commit::new(ADA, "2026-03-02T10:11:12+01:00");
                ("ada", vec![commit.file(&format!("more-{number}"), "work")])
            }
        };
        let repository = repository.clone().push(&branch, &commits);
        repository.open(login, &branch, "Add work")
    }
}

#[tokio::main]
async fn main() {
    let count = engines::number_or(60);
    let mut calls = Vec::new();
    report(&format!(
        "{count} pull requests each; a repository of {HISTORY} commits"
    ));
    report("engine     pull requests   workers   reviews/s   again/s   requests/review");
    for engine in Engine::chosen() {
        for sort in [Sort::Persona, Sort::Clean] {
            for workers in WORKERS {
                let asked = measure(engine, sort, workers, count).await;
                // They are the same on every engine, with every number of workers.
                if workers == 1 && engine == Engine::chosen()[0] {
                    calls.push((sort, asked));
                }
            }
        }
    }
    for (sort, [first, again]) in calls {
        report(&format!(
            "\nrequests of {count} reviews, {sort:?}, by route (again: same heads):"
        ));
        for (route, number) in &first {
            let once_more = again.iter().find(|(other, _)| other == route);
            let once_more = once_more.map_or(0, |(_, number)| *number);
            report(&format!("{number:6} {once_more:6}  {route}"));
        }
    }
}

type Calls = Vec<(String, u64)>;

async fn measure(engine: Engine, sort: Sort, workers: usize, count: usize) -> [Calls; 2] {
    let database = engine.database().await;
    let (store, world) = (database.open().await, World::start().await);
    world.hourly_limit(1_000_000);
    let repository = widget(&world).push("main", &ordinary(ADA, HISTORY));
    let cache = tempfile::tempdir().expect("a folder can be made");
    let context = github::context(
        store.clone(),
        &world.api_url(),
        cache.path(),
        &Clock::system(),
        |_| {},
    );
    let (address, serving) = receiving::serve(store.clone(), world.secret()).await;
    let mut caller = Caller::new(address);
    // The first review fetches the whole history.
    deliver(&mut caller, &[honest_pull(&repository).opened()]).await;
    work(&context, 1).await;
    let pulls: Vec<_> = (0..count)
        .map(|number| sort.open(&repository, number))
        .collect();
    let opened: Vec<_> = pulls.iter().map(PullStory::opened).collect();
    let (first, first_calls) = timed(&world, &mut caller, &context, &opened, workers).await;
    let reopened: Vec<_> = pulls.iter().map(|pull| pull.event("reopened")).collect();
    let (again, again_calls) = timed(&world, &mut caller, &context, &reopened, workers).await;
    check(&store, sort, &pulls).await;
    let asked: u64 = first_calls.iter().map(|(_, number)| number).sum();
    report(&format!(
        "{:10} {:13} {workers:9} {first:11.1} {again:9.1} {:17.1}",
        engine.name(),
        format!("{sort:?}"),
        share(asked, count),
    ));
    serving.abort();
    store.close().await;
    database.remove().await;
    [first_calls, again_calls]
}

/// Delivers, then reviews: reviews per second, and how often each route was asked.
async fn timed(
    world: &World,
    caller: &mut Caller,
    context: &Context,
    deliveries: &[Delivery],
    workers: usize,
) -> (f64, Calls) {
    deliver(caller, deliveries).await;
    world.forget_requests();
    let begun = Instant::now();
    work(context, workers).await;
    let seconds = begun.elapsed().as_secs_f64();
    let rate = share(deliveries.len() as u64, 1) / seconds;
    (rate, world.requests().into_iter().collect())
}

async fn deliver(caller: &mut Caller, deliveries: &[Delivery]) {
    for delivery in deliveries {
        let status = caller.post(delivery).await;
        assert_eq!(status.expect("the receiver answers"), 202);
    }
}

/// Runs all jobs.
async fn work(context: &Context, workers: usize) {
    let mut tasks = JoinSet::new();
    for number in 0..workers {
        let worker = Worker::new(context.clone(), &format!("worker-{number}"));
        tasks.spawn(async move { worker.drain().await });
    }
    for drained in tasks.join_all().await {
        assert_eq!(drained.expect("the database answers").failed, 0);
    }
}

/// The reviews that were timed came to what they should.
async fn check(store: &Store, sort: Sort, pulls: &[PullStory]) {
    let counts = store.counts().await.expect("the database answers");
    assert_eq!(counts.jobs, [], "every job is done");
    let expected = usize::from(sort == Sort::Persona);
    for pull in pulls {
        assert_eq!(
            (pull.comments().len(), pull.checks().len()),
            (expected, expected)
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn share(of: u64, among: usize) -> f64 {
    of as f64 / among as f64
}
