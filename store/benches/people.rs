//! How fast readings are remembered, components walked and people forgotten, in a large memory of invented
//! people.
//!
//! `cargo bench -p countersign-store --bench people` makes one of 20,000 people and about 200,000 joins on
//! SQLite and on PostgreSQL, durable as in production, with one worker and with four. After `--`: how
//! many people, how many joins, and optionally one engine and one number of workers.

#[path = "../tests/contract/postgres.rs"]
mod postgres;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use countersign_store::{
    Appearance, Authored, ConnectOptions, Identifier, IdentifierHash, Join, KeyUse, PersonFinding,
    Reading, Source, Store, Viewer,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::task::JoinSet;

/// People that a source mostly shows, and the number of people of other sources that it shows too.
const IN_SOURCE: u64 = 1_000;
const FROM_ELSEWHERE: u64 = 30;

/// How many identifiers people have, and the share of people up to whom that holds, in ten thousands.
const SIZES: [(u64, u64); 5] = [
    (4_000, 3),
    (8_500, 5),
    (9_890, 8),
    (9_995, 20),
    (10_000, 300),
];

/// Most identifiers of a person, and how many they have on average.
const MOST: u64 = 300;
const AVERAGE: f64 = 4.9;

/// Components walked for each figure.
const WALKS: u32 = 10_000;

/// People forgotten for each figure.
const FORGOTTEN: u32 = 200;

/// The current time, the time when old sources were last read (Unix milliseconds), and the share of old sources (1 in
/// `OLD`).
const NOW: i64 = 1_790_000_000_000;
const LONG_AGO: i64 = NOW - 86_400_000;
const OLD: u64 = 10;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut figures = words.iter().filter_map(|word| word.parse().ok());
    let world = World {
        people: figures.next().unwrap_or(20_000),
        joins: figures.next().unwrap_or(200_000),
    };
    let only: Option<u64> = figures.next();
    let wants = |engine: &str| {
        let engines = ["sqlite", "postgres"];
        let named: Vec<_> = words
            .iter()
            .filter(|word| engines.contains(&&***word))
            .collect();
        named.is_empty() || named.iter().any(|word| *word == engine)
    };
    report(
        "engine   workers     people  identifiers        rows       joins   rows/s  joins/s \
         bytes/join  MB peak",
    );
    for workers in [1, 4]
        .into_iter()
        .filter(|workers| only.is_none_or(|only| only == *workers))
    {
        if wants("sqlite") {
            let folder = tempfile::tempdir().expect("a folder can be made");
            let url = format!("sqlite://{}/store.db", folder.path().display());
            measure("sqlite", &url, folder.path(), world, workers).await;
        }
        if wants("postgres") {
            let database = postgres::Database::create(true).await;
            measure("postgres", &database.url, Path::new(""), world, workers).await;
            database.remove().await;
        }
    }
}

async fn measure(engine: &str, url: &str, folder: &Path, world: World, workers: u64) {
    let store = Store::connect(url, ConnectOptions::default()).await;
    let store = store.expect("the database answers");
    store.migrate().await.expect("it takes the tables");
    let begun = Instant::now();
    let written = Arc::new(Written::default());
    fill(&store, world, workers, &written).await;
    let seconds = begun.elapsed().as_secs_f64();
    let [identifiers, others, joins] = written.all();
    let rows = identifiers + others + joins;
    let size = size(url, folder).await;
    report(&format!(
        "{engine:8} {workers:7} {:10} {identifiers:12} {rows:11} {joins:11} {:8.0} {:8.0} {:10.0} {:>8}",
        world.people,
        per(rows, seconds),
        per(joins, seconds),
        per(size, per(joins, 1.0)),
        peak(),
    ));
    report(&format!("         {} MB in the database", size >> 20));
    walk(&store, world, "").await;
    let done = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn(write_on(store.clone(), world, Arc::clone(&done)));
    walk(&store, world, " while one writes").await;
    done.store(true, Ordering::Relaxed);
    let more = writer.await.expect("the writer ends");
    report(&format!(
        "         {more} readings were written meanwhile; {} MB peak",
        peak()
    ));
    forget(&store, world).await;
    let begun = Instant::now();
    let expired = store.expire(NOW).await.expect("old rows expire");
    let rows = expired.appearances + expired.joins + expired.key_uses + expired.findings;
    report(&format!(
        "         {} sources of {} expired in {:.1} s, beside {rows} rows of others",
        expired.sources,
        world.people / IN_SOURCE,
        begun.elapsed().as_secs_f64()
    ));
    store.close().await;
}

/// Identifiers, joins, and other rows that readings had.
#[derive(Default)]
struct Written([AtomicU64; 3]);

impl Written {
    fn count(&self, reading: &Reading) {
        let others = reading.appearances.len() + reading.keys.len() + reading.findings.len();
        let counts = [reading.identifiers.len(), others, reading.joins.len()];
        for (total, count) in self.0.iter().zip(counts) {
            total.fetch_add(u64::try_from(count).unwrap_or_default(), Ordering::Relaxed);
        }
    }

    fn all(&self) -> [u64; 3] {
        self.0.each_ref().map(|total| total.load(Ordering::Relaxed))
    }
}

/// Every source is read once, by whichever worker is free.
async fn fill(store: &Store, world: World, workers: u64, written: &Arc<Written>) {
    let next = Arc::new(AtomicU64::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..workers {
        let (store, next, written) = (store.clone(), Arc::clone(&next), Arc::clone(written));
        tasks.spawn(async move {
            loop {
                let source = next.fetch_add(1, Ordering::Relaxed);
                if source * IN_SOURCE >= world.people {
                    return;
                }
                let reading = world.reading(source);
                written.count(&reading);
                let at = if source.is_multiple_of(OLD) {
                    LONG_AGO
                } else {
                    NOW
                };
                let remembered = store.remember_people(&reading, at).await;
                remembered.expect("a reading is remembered");
            }
        });
    }
    tasks.join_all().await;
}

/// New sources are read until the flag is set. Returns how many.
async fn write_on(store: Store, world: World, done: Arc<AtomicBool>) -> u64 {
    let first = world.people / IN_SOURCE + 1;
    let mut count = 0;
    while !done.load(Ordering::Relaxed) {
        let reading = world.reading(first + count);
        let remembered = store.remember_people(&reading, NOW).await;
        remembered.expect("a reading is remembered");
        count += 1;
    }
    count
}

/// Walks from identifiers of people chosen by chance, and reports how long that takes.
async fn walk(store: &Store, world: World, when: &str) {
    let mut chance = ChaCha8Rng::seed_from_u64(u64::MAX);
    let (mut times, mut largest) = (Vec::new(), 0);
    for _ in 0..WALKS {
        let person = chance.random_range(0..world.people);
        let start = hash(person, chance.random_range(0..size_of(person)));
        let begun = Instant::now();
        let found = store.component(&[start], Viewer::Installation(1)).await;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        largest = largest.max(found.expect("a component is walked").identifiers.len());
    }
    report(&format!(
        "         components{when}, {}; the largest had {largest}",
        spread(times)
    ));
}

/// Forgets people chosen by chance with all their identifiers, and reports how long that takes.
async fn forget(store: &Store, world: World) {
    let mut chance = ChaCha8Rng::seed_from_u64(u64::MAX);
    let mut times = Vec::new();
    for _ in 0..FORGOTTEN {
        let person = chance.random_range(0..world.people);
        let of: Vec<_> = (0..size_of(person)).map(|one| hash(person, one)).collect();
        let begun = Instant::now();
        let forgotten = store.forget_people(&of, NOW).await;
        forgotten.expect("a person is forgotten");
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    report(&format!("         people forgotten, {}", spread(times)));
}

/// Milliseconds in the middle, near the top and at most.
fn spread(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    format!(
        "ms: {:.2} p50, {:.2} p99, {:.2} at most",
        at(50),
        at(99),
        at(100)
    )
}

/// How many invented people there are, and about how many joins.
#[derive(Clone, Copy)]
struct World {
    people: u64,
    joins: u64,
}

impl World {
    /// What a source shows: a thousand people, and a few of other sources.
    fn reading(self, number: u64) -> Reading {
        let mut chance = ChaCha8Rng::seed_from_u64(number);
        let mut reading = Reading {
            source: Source {
                place: format!("https://git.example/org-{}/app-{number}", number / 4),
                name: format!("org-{}/app-{number}", number / 4),
                organisation: format!("org-{}", number / 4),
                repository: None,
                installation: Some(i64::try_from(number % 50).unwrap_or_default()),
                private: number.is_multiple_of(10),
            },
            identifiers: Vec::new(),
            appearances: Vec::new(),
            joins: Vec::new(),
            keys: Vec::new(),
            findings: Vec::new(),
            complete: true,
        };
        for person in number * IN_SOURCE..(number + 1) * IN_SOURCE {
            self.show(person, &mut chance, &mut reading);
        }
        for _ in 0..FROM_ELSEWHERE {
            let person = chance.random_range(0..self.people);
            if person / IN_SOURCE != number {
                self.show(person, &mut chance, &mut reading);
            }
        }
        reading
    }

    /// Adds a person with all identifiers, which a chain of joins holds together and further ones densely.
    fn show(self, person: u64, chance: &mut ChaCha8Rng, reading: &mut Reading) {
        let size = size_of(person);
        for number in 0..size {
            let is_account = number == 1;
            reading.identifiers.push(Identifier {
                hash: hash(person, number),
                kind: if is_account { "account" } else { "mailbox" }.to_owned(),
                shown: is_account.then(|| person.to_string()),
            });
            reading.appearances.push(appearance(person, number, chance));
        }
        for number in 1..size {
            reading.joins.push(join(person, number - 1, number));
        }
        let most = size * (size - 1) / 2;
        let joins = most.min(rounded(
            per(self.joins * size, per(self.people, 1.0)) / AVERAGE,
        ));
        // Neighbours are joined already; further apart, row by row.
        let further = (2..size).flat_map(|gap| (gap..size).map(move |end| (end - gap, end)));
        let missing = usize::try_from((joins + 1).saturating_sub(size)).unwrap_or_default();
        let further = further.take(missing);
        reading
            .joins
            .extend(further.map(|(a, b)| join(person, a, b)));
        if chance.random_ratio(1, 20) {
            reading.keys.push(KeyUse {
                key: hash(person, 0),
                identifier: hash(person, 1),
                first: 1_700_000_000,
                last: 1_780_000_000,
                commits: 100,
            });
        }
        if chance.random_ratio(1, 100) {
            reading.findings.push(finding(person));
        }
    }
}

fn appearance(person: u64, number: u64, chance: &mut ChaCha8Rng) -> Appearance {
    let offset = [None, Some(0), Some(120), Some(345)][chance.random_range(0..4)];
    let commits = chance.random_range(1..40);
    let moments = (0..commits).map(|_| Authored {
        seconds: chance.random_range(1_400_000_000..1_780_000_000),
        offset,
    });
    Appearance {
        identifier: hash(person, number),
        name: format!("Somebody Number {person}"),
        login: if number == 1 {
            format!("somebody-{person}")
        } else {
            String::new()
        },
        moments: moments.collect(),
    }
}

fn join(person: u64, a: u64, b: u64) -> Join {
    Join {
        a: hash(person, a),
        b: hash(person, b),
        reason: "one name of 31 bits and one handle".to_owned(),
        bits: Some(31.25),
        anchor: false,
    }
}

fn finding(person: u64) -> PersonFinding {
    PersonFinding {
        identifier: hash(person, 0),
        fingerprint: format!("split-clock/{person:016x}"),
        heuristic: "split-clock".to_owned(),
        revision: 3,
        strength: "moderate".to_owned(),
        weight: 1.3,
        evidence: r#"[{"commit":"0123456789abcdef0123456789abcdef01234567","field":"author"}]"#
            .to_owned(),
    }
}

/// How many identifiers a person has.
fn size_of(person: u64) -> u64 {
    let share = ChaCha8Rng::seed_from_u64(person).random_range(0..10_000);
    let size = SIZES.iter().find(|(up_to, _)| share < *up_to);
    size.map_or(MOST, |(_, size)| *size)
}

/// Hashes lie anywhere, as keyed ones do.
fn hash(person: u64, number: u64) -> IdentifierHash {
    let mut bytes = [0; 16];
    ChaCha8Rng::seed_from_u64(person * MOST + number).fill(&mut bytes);
    IdentifierHash(bytes)
}

/// Bytes that the database takes on disk.
async fn size(url: &str, folder: &Path) -> u64 {
    if url.starts_with("sqlite") {
        let of = |file: std::fs::DirEntry| file.metadata().map(|file| file.len());
        let files = std::fs::read_dir(folder).expect("the folder is there");
        return files.flatten().flat_map(of).sum();
    }
    let pool = sqlx::PgPool::connect(url)
        .await
        .expect("the server answers");
    let size = sqlx::query_scalar("SELECT pg_database_size(current_database())");
    let size: i64 = size.fetch_one(&pool).await.expect("it knows its size");
    pool.close().await;
    u64::try_from(size).unwrap_or_default()
}

/// The most memory that this process has taken so far, in megabytes, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.map_or_else(|| "-".to_owned(), |kilobytes| (kilobytes >> 10).to_string())
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn per(count: u64, of: f64) -> f64 {
    count as f64 / of
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of joins"
)]
fn rounded(count: f64) -> u64 {
    count.round() as u64
}

#[expect(
    clippy::print_stdout,
    reason = "the figures are what a benchmark is for"
)]
fn report(line: &str) {
    println!("{line}");
}
