//! Stores with odd people in them, and all that is in a store.

use std::collections::BTreeMap;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use countersign_memory::tables::{Export, Manifest, TablesError};
use countersign_store::{
    Appearance, Authored, ConnectOptions, Cursor, Decision, Identifier, IdentifierHash, Join,
    KeyUse, PersonFinding, Reading, Repository, Separation, Source, Store, Viewer,
};
use tempfile::TempDir;

use crate::postgres;

/// The present of every test, Unix milliseconds.
pub(crate) const NOW: i64 = 1_790_000_000_000;
/// Id of the key of every test.
pub(crate) const KEY: &str = "00112233aabbccdd";
pub(crate) static GO_ON: AtomicBool = AtomicBool::new(false);

/// Runs a test.
pub(crate) fn run<R>(test: impl Future<Output = R>) -> R {
    let runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    runtime.block_on(test)
}

pub(crate) async fn connect(url: &str) -> Store {
    let store = Store::connect(url, ConnectOptions::default())
        .await
        .unwrap();
    store.migrate().await.unwrap();
    store
}

/// An empty SQLite store in a folder.
pub(crate) async fn sqlite(folder: &TempDir, name: &str) -> Store {
    connect(&format!("sqlite://{}/{name}.db", folder.path().display())).await
}

/// An engine, and a folder for exports.
pub(crate) struct Place {
    is_postgres: bool,
    folder: TempDir,
    databases: Vec<postgres::Database>,
}

impl Place {
    /// An empty store with its tables.
    pub(crate) async fn store(&mut self) -> Store {
        let url = if self.is_postgres {
            let database = postgres::Database::create(false).await;
            let url = database.url.clone();
            self.databases.push(database);
            url
        } else {
            let file = tempfile::Builder::new()
                .suffix(".db")
                .tempfile_in(&self.folder);
            let (_, path) = file.unwrap().keep().unwrap();
            format!("sqlite://{}", path.display())
        };
        connect(&url).await
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Runs a test on an engine.
pub(crate) fn run_on(is_postgres: bool, test: impl AsyncFnOnce(&mut Place)) {
    run(async {
        let mut place = Place {
            is_postgres,
            folder: tempfile::tempdir().unwrap(),
            databases: Vec::new(),
        };
        test(&mut place).await;
        for database in place.databases {
            database.remove().await;
        }
    });
}

/// Runs each of these tests on both engines, as `name::sqlite` and `name::postgres`.
macro_rules! on_both_engines {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::support::run_on(false, super::$name);
            }

            #[test]
            fn postgres() {
                $crate::support::run_on(true, super::$name);
            }
        }
    )*};
}
pub(crate) use on_both_engines;

pub(crate) fn hash(number: u32) -> IdentifierHash {
    let spread = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    IdentifierHash(spread.to_be_bytes())
}

pub(crate) fn source(place: &str) -> Source {
    Source {
        place: place.to_owned(),
        name: format!("name of {place}"),
        organisation: "org".to_owned(),
        repository: None,
        installation: None,
        private: false,
    }
}

pub(crate) fn reading(source: Source) -> Reading {
    let identifier = |number: u32| {
        let kind = match number {
            90.. => Identifier::NAME,
            80.. => Identifier::ACCOUNT,
            70.. => "key",
            _ => "mailbox",
        };
        Identifier {
            hash: hash(number),
            kind: kind.to_owned(),
            shown: (70..90).contains(&number).then(|| number.to_string()),
        }
    };
    Reading {
        source,
        identifiers: (0..100).map(identifier).collect(),
        appearances: Vec::new(),
        joins: Vec::new(),
        keys: Vec::new(),
        findings: Vec::new(),
        complete: false,
    }
}

pub(crate) fn join(a: u32, b: u32, bits: Option<f64>) -> Join {
    Join {
        a: hash(a),
        b: hash(b),
        reason: "one personal mailbox".to_owned(),
        bits,
        anchor: bits.is_none(),
    }
}

pub(crate) fn appears(number: u32, name: &str, login: &str, moments: &[(i64, i16)]) -> Appearance {
    let at = |&(seconds, offset): &(i64, i16)| Authored {
        seconds,
        offset: (offset != 0).then_some(offset),
    };
    Appearance {
        identifier: hash(number),
        name: name.to_owned(),
        login: login.to_owned(),
        moments: moments.iter().map(at).collect(),
    }
}

pub(crate) fn finding(number: u32, fingerprint: &str) -> PersonFinding {
    PersonFinding {
        identifier: hash(number),
        fingerprint: fingerprint.to_owned(),
        heuristic: "split-clock".to_owned(),
        revision: 3,
        strength: "moderate".to_owned(),
        weight: 1.3,
        evidence: r#"[{"commit":"1f","field":"author"}]"#.to_owned(),
    }
}

pub(crate) fn signs(key: u32, number: u32, first: i64, last: i64) -> KeyUse {
    KeyUse {
        key: hash(key),
        identifier: hash(number),
        first,
        last,
        commits: 3,
    }
}

/// Fills a store with something in every table, of the oddest sort. Private sources are installations 7's
/// and 8's.
pub(crate) async fn fill(store: &Store) {
    for (id, installation) in [(71, 7), (81, 8)] {
        record(store, id, installation).await;
    }
    store.remember_people(&public(), NOW - 9).await.unwrap();
    for (installation, number) in [(7, 10), (8, 20)] {
        let private = private(installation, number);
        let at = NOW + i64::from(installation);
        store.remember_people(&private, at).await.unwrap();
    }
    for (a, b, installation) in [
        (1, 2, None),
        (10, 11, None),
        (1, 10, Some(7)),
        (1, 20, Some(8)),
    ] {
        let parting = Separation {
            installation,
            who: "somebody".to_owned(),
            reason: "father and son".to_owned(),
        };
        store
            .separate(hash(a), hash(b), &parting, NOW)
            .await
            .unwrap();
    }
    let forgotten = [hash(3), hash(40)];
    store.forget_people(&forgotten, NOW + 1).await.unwrap();
}

/// A repository with a decision.
async fn record(store: &Store, id: i64, installation: i64) {
    let repository = Repository {
        id,
        installation,
        owner: format!("owner-{installation}"),
        name: "repo".to_owned(),
        private: true,
        backfilled: (id == 71).then_some(NOW),
        updated: NOW,
    };
    store.upsert_repository(&repository).await.unwrap();
    let backfilled = repository.backfilled;
    store.mark_backfilled(id, backfilled).await.unwrap();
    let decision = Decision {
        repository: id,
        fingerprint: "f1".to_owned(),
        who_id: 5,
        who_login: "maintainer".to_owned(),
        reason: "a known laptop, 猫".to_owned(),
        at: NOW,
    };
    store.accept(&decision).await.unwrap();
}

fn public() -> Reading {
    let ends = [(i64::MIN, i16::MIN), (i64::MAX, i16::MAX)];
    Reading {
        appearances: vec![
            appears(1, "Ada \0 Example", "", &ends),
            appears(1, "", "ada", &[(-1, 0), (0, 0), (0, 0), (1, 330)]),
            appears(2, &"猫".repeat(300), "x", &[(1_700_000_000, -720)]),
            appears(3, "never", "", &[]),
        ],
        joins: vec![
            join(1, 2, None),
            join(2, 80, Some(0.1 + 0.2)),
            join(2, 90, Some(f64::MIN_POSITIVE)),
        ],
        keys: vec![signs(70, 1, i64::MIN, i64::MAX)],
        findings: vec![finding(1, "f1"), finding(2, "f \"2\" \0")],
        complete: true,
        ..reading(source("https://code.example/org/public"))
    }
}

fn private(installation: u32, number: u32) -> Reading {
    let source = Source {
        repository: Some(i64::from(installation) * 10 + 1),
        installation: Some(installation.into()),
        private: true,
        ..source(&format!("github:{installation}1"))
    };
    Reading {
        appearances: vec![appears(number, "Secret", "secret", &[(5, 60)])],
        joins: vec![
            join(number, 1, Some(20.0)),
            join(number, number + 1, Some(3.5)),
        ],
        keys: vec![signs(71, number, 1, 2)],
        findings: vec![finding(number, "f1")],
        ..reading(source)
    }
}

/// Every row of a store as text, table by table, in an order of its own; sources by their places.
pub(crate) async fn contents(store: &Store, viewer: Viewer) -> BTreeMap<&'static str, Vec<String>> {
    let mut people = store.export_people(viewer).await.unwrap();
    let places: BTreeMap<_, _> = people
        .sources()
        .iter()
        .map(|source| (source.number, source.place.clone()))
        .collect();
    let place = |source: i64| &places[&source];
    let mut contents: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut add = |table, row: String| contents.entry(table).or_default().push(row);
    for source in people.sources() {
        let mut source = source.clone();
        source.number = 0;
        add("sources", format!("{source:?}"));
    }
    let mut at = Cursor::default();
    while let Some(page) = people.identifiers(&mut at).await.unwrap() {
        page.iter()
            .for_each(|row| add("people", format!("{row:?}")));
    }
    let mut at = Cursor::default();
    while let Some(page) = people.appearances(&mut at).await.unwrap() {
        for mut row in page {
            let place = place(row.source);
            row.source = 0;
            add("appearances", format!("{place} {row:?}"));
        }
    }
    let mut at = Cursor::default();
    while let Some(page) = people.joins(&mut at).await.unwrap() {
        for mut row in page {
            let place = place(row.source);
            row.source = 0;
            add("edges", format!("{place} {row:?}"));
        }
    }
    let mut at = Cursor::default();
    while let Some(page) = people.key_uses(&mut at).await.unwrap() {
        for mut row in page {
            let place = place(row.source);
            row.source = 0;
            add("key_uses", format!("{place} {row:?}"));
        }
    }
    let mut at = Cursor::default();
    while let Some(page) = people.findings(&mut at).await.unwrap() {
        for mut row in page {
            let place = place(row.source);
            row.source = 0;
            add("findings", format!("{place} {row:?}"));
        }
    }
    let rows = people.repositories().await.unwrap();
    rows.iter()
        .for_each(|row| add("repositories", format!("{row:?}")));
    let rows = people.separations().await.unwrap();
    rows.iter()
        .for_each(|row| add("partings", format!("{row:?}")));
    let rows = people.tombstones().await.unwrap();
    rows.iter()
        .for_each(|row| add("tombstones", format!("{row:?}")));
    let rows = people.decisions().await.unwrap();
    rows.iter()
        .for_each(|row| add("decisions", format!("{row:?}")));
    contents.values_mut().for_each(|rows| rows.sort());
    contents
}

pub(crate) async fn export(
    store: &Store,
    folder: &Path,
    viewer: Viewer,
) -> Result<Manifest, TablesError> {
    let mut export = Export::begin(folder, false, KEY)?;
    let mut people = store.export_people(viewer).await?;
    export.people(&mut people, &GO_ON).await?;
    let installation = match viewer {
        Viewer::Operator => None,
        Viewer::Installation(id) => Some(id),
    };
    export.finish(installation, NOW)
}

pub(crate) async fn import(store: &Store, folder: &Path) -> Result<Manifest, TablesError> {
    let mut people = store.import_people().await?;
    let manifest = countersign_memory::tables::import(folder, KEY, &mut people, &GO_ON).await?;
    people.commit().await?;
    Ok(manifest)
}
