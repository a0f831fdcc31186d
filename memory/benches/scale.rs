//! Made-up people as the tables `people` and `edges`, as many as asked for:
//! `cargo bench -p countersign-memory --bench scale -- FOLDER PEOPLE`. With `store` behind that, they go into
//! a SQLite store instead, from there into an export, and from that into a second store; with no arguments
//! a few do, in a folder that goes.
//!
//! A quarter have one identifier; others up to forty, on average five, joined as a star or as a path, with
//! a third more joins across, each seen in two sources on average: ten edges for a person. One in
//! 200,000 is a path of 5,000 identifiers, which is what makes naive algorithms slow. Six in ten have an
//! account; three in ten of those with several identifiers end in a rare name, of which one in fifty is the
//! next person's too. The same number of people is the same tables on every machine.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and fails where it panics"
)]

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use countersign_memory::tables::{Export, Manifest};
use countersign_store::{
    ConnectOptions, Identifier, IdentifierHash, Store, StoredJoin, StoredSource, Viewer,
};

/// People of a run without arguments.
const FEW: u64 = 20_000;
/// Rows that one statement takes.
const CHUNK: usize = 4096;
/// Id of a key that there is not.
const KEY: &str = "0011223344556677";
/// Sources that say who is who.
const SOURCES: u64 = 50_000;
/// One in this number of people is a very long path.
const LONG: u64 = 200_000;
const LONGEST: u64 = 5_000;
/// The present, Unix milliseconds; nothing depends on which it is.
const NOW: i64 = 1_790_000_000_000;

fn main() {
    let args = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with("--"));
    let args: Vec<_> = args.collect();
    let place = tempfile::tempdir().unwrap();
    let path = |folder: &String| PathBuf::from(folder);
    match &args[..] {
        [] => through_stores(&place.path().join("few"), FEW),
        [folder, people] => write(&path(folder), people.parse().unwrap()),
        [folder, people, _] => through_stores(&path(folder), people.parse().unwrap()),
        _ => panic!("give a folder and a number of people, or neither"),
    }
}

fn write(folder: &Path, people: u64) {
    let start = Instant::now();
    let mut export = Export::begin(folder, true, KEY).unwrap();
    export.whole((0..people).flat_map(identifiers)).unwrap();
    export.whole((0..people).flat_map(joins)).unwrap();
    tell(&export.finish(None, NOW).unwrap());
    say(start, &format!("{people} people written"));
}

fn tell(manifest: &Manifest) {
    for table in manifest.tables.iter().filter(|table| table.rows > 0) {
        let bytes: u64 = table.files.iter().map(|file| file.bytes).sum();
        let (rows, name) = (table.rows, &table.name);
        println!("{name}: {rows} rows, {bytes} bytes, {} a row", bytes / rows);
    }
}

fn say(start: Instant, what: &str) {
    println!("{what} in {:.1} s", start.elapsed().as_secs_f64());
}

#[tokio::main]
async fn through_stores(folder: &Path, people: u64) {
    let go_on = AtomicBool::new(false);
    std::fs::create_dir_all(folder).unwrap();
    let (one, other) = (store(folder, "one").await, store(folder, "other").await);
    let start = Instant::now();
    fill(&one, people).await;
    say(start, &format!("{people} people put into a store"));

    let start = Instant::now();
    let mut export = Export::begin(&folder.join("export"), false, KEY).unwrap();
    let mut view = one.export_people(Viewer::Operator).await.unwrap();
    export.people(&mut view, &go_on).await.unwrap();
    tell(&export.finish(None, NOW).unwrap());
    say(start, "exported");

    let start = Instant::now();
    let mut import = other.import_people().await.unwrap();
    countersign_memory::tables::import(&folder.join("export"), KEY, &mut import, &go_on)
        .await
        .unwrap();
    import.commit().await.unwrap();
    say(start, "imported");
}

async fn store(folder: &Path, name: &str) -> Store {
    let url = format!("sqlite://{}/{name}.db", folder.display());
    let store = Store::connect(&url, ConnectOptions::default())
        .await
        .unwrap();
    store.migrate().await.unwrap();
    store
}

async fn fill(store: &Store, people: u64) {
    let mut import = store.import_people().await.unwrap();
    let sources: Vec<_> = (1..=i64::try_from(SOURCES).unwrap()).map(source).collect();
    for chunk in sources.chunks(CHUNK) {
        import.sources(chunk).await.unwrap();
    }
    let mut identifiers = (0..people).flat_map(identifiers).peekable();
    while identifiers.peek().is_some() {
        let chunk: Vec<_> = identifiers.by_ref().take(CHUNK).collect();
        import.identifiers(&chunk).await.unwrap();
    }
    let mut joins = (0..people).flat_map(joins).peekable();
    while joins.peek().is_some() {
        let mut chunk: Vec<_> = joins.by_ref().take(CHUNK).collect();
        // PostgreSQL takes a pair of a source once a statement.
        chunk.sort_by_key(|join| (join.a, join.b, join.source));
        chunk.dedup_by_key(|join| (join.a, join.b, join.source));
        import.joins(&chunk).await.unwrap();
    }
    import.commit().await.unwrap();
}

fn source(number: i64) -> StoredSource {
    StoredSource {
        number,
        place: format!("https://code.example/org-{}/{number}", number % 5_000),
        name: format!("org/{number}"),
        organisation: format!("org-{}", number % 5_000),
        repository: None,
        installation: None,
        private: false,
        first_read: NOW,
        last_read: NOW,
        completed: None,
    }
}

/// A number that looks random and is the same for the same two.
fn mix(one: u64, other: u64) -> u64 {
    // SplitMix64's steps and constants.
    let mut mixed = one
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(other.wrapping_mul(0xd1b5_4a32_d192_ed03));
    for (shift, factor) in [(30, 0xbf58_476d_1ce4_e5b9), (27, 0x94d0_49bb_1331_11eb)] {
        mixed = (mixed ^ (mixed >> shift)).wrapping_mul(factor);
    }
    mixed ^ (mixed >> 31)
}

/// How many identifiers a person has.
fn size(person: u64) -> u64 {
    if person % LONG == LONG / 2 {
        return LONGEST;
    }
    let luck = mix(person, 1);
    match luck % 100 {
        0..25 => 1,
        25..70 => 2 + luck / 100 % 3,
        70..95 => 5 + luck / 100 % 8,
        _ => 13 + luck / 100 % 28,
    }
}

fn has_account(person: u64) -> bool {
    mix(person, 2) % 10 < 6
}

fn has_name(person: u64) -> bool {
    size(person) > 1 && mix(person, 3) % 10 < 3
}

fn hash(person: u64, number: u64) -> IdentifierHash {
    let mut person = person;
    if has_name(person) && number + 1 == size(person) {
        // The name of the next person's who shares it.
        person += u64::from(mix(person, 4).is_multiple_of(50));
        return IdentifierHash(halves(person, u64::MAX));
    }
    IdentifierHash(halves(person, number))
}

fn halves(person: u64, number: u64) -> [u8; 16] {
    let first = mix(person, number ^ 0x5555);
    let second = mix(first, person.wrapping_add(number << 40));
    (u128::from(first) << 64 | u128::from(second)).to_be_bytes()
}

fn identifiers(person: u64) -> impl Iterator<Item = Identifier> {
    let size = size(person);
    (0..size).filter_map(move |number| {
        let is_name = has_name(person) && number + 1 == size;
        // A name that is the next person's is listed there, if that one has a name.
        let kind = match number {
            _ if is_name => Identifier::NAME,
            0 if has_account(person) => Identifier::ACCOUNT,
            _ if mix(person, number).is_multiple_of(6) => "key",
            _ => "mailbox",
        };
        let is_shared = is_name && hash(person, number) == name_of(person + 1);
        (!is_shared).then(|| Identifier {
            hash: hash(person, number),
            kind: kind.to_owned(),
            shown: (kind == Identifier::ACCOUNT).then(|| person.to_string()),
        })
    })
}

fn name_of(person: u64) -> IdentifierHash {
    IdentifierHash(halves(person, u64::MAX))
}

fn joins(person: u64) -> impl Iterator<Item = StoredJoin> {
    let size = size(person);
    let is_path = size == LONGEST || mix(person, 5).is_multiple_of(2);
    let tree = (1..size).map(move |number| (if is_path { number - 1 } else { 0 }, number));
    let across = (0..size.saturating_sub(1) / 3)
        .map(move |number| (number, mix(person, 100 + number) % size))
        .filter(move |(one, other)| one != other && size < LONGEST);
    tree.chain(across).flat_map(move |(one, other)| {
        let luck = mix(person, one << 20 | other);
        // 1, 2, 3 ... with halving chances: two on average.
        let seen_in = 1 + luck.trailing_ones().min(8);
        (0..u64::from(seen_in)).map(move |turn| join(person, [one, other], mix(luck, turn)))
    })
}

fn join(person: u64, [one, other]: [u64; 2], luck: u64) -> StoredJoin {
    let (one, other) = (hash(person, one), hash(person, other));
    let is_anchor = luck.is_multiple_of(3);
    let reason = [
        "same mailbox",
        "same full name, handle spells it",
        "same key",
    ];
    StoredJoin {
        a: one.min(other),
        b: one.max(other),
        source: i64::try_from(luck % SOURCES + 1).unwrap(),
        reason: reason[usize::try_from(luck % 3).unwrap()].to_owned(),
        bits: Some(f64::from(u32::try_from(luck % 1024).unwrap()) / 32.0),
        anchor: is_anchor,
        seen: NOW - i64::try_from(luck % 1_000_000).unwrap(),
    }
}
