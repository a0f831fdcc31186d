//! The memory over real repositories and a real database.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

use countersign_facts::{HashKey, History};
use countersign_history::{Job, Selection, read};
use countersign_people::Population;
use countersign_report::dossier::Dossier;
use countersign_store::{
    ConnectOptions, Identifier, IdentifierHash, Reading, Separation, Source, Store, Viewer,
};
use tempfile::TempDir;

use super::*;

const KEY: HashKey = HashKey::new([7; 32]);
const START: i64 = 1_700_000_000;
const ZEB: &str = "Zebulon Quillfeather <zeb@studio.test.example>";
const HOME: &str = "Zebulon Quillfeather <z.quill@home.test.example>";
const BOB: &str = "Bob Underhay <bob@mail.test.example>";

/// A folder with repositories and a database.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn git(&self, path: &Path, args: &[&str], input: &str) {
        let mut child = Command::new("git")
            .args(args)
            .current_dir(path)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").expect("a PATH"))
            .env("HOME", self.0.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .stdin(Stdio::piped())
            .spawn()
            .expect("git starts");
        let mut stdin = child.stdin.take().expect("git reads");
        stdin.write_all(input.as_bytes()).expect("git reads");
        drop(stdin);
        assert!(child.wait().expect("git ends").success(), "{args:?}");
    }

    /// A repository of these commits: author, committer, zone, an hour apart.
    fn repository(&self, name: &str, commits: &[(&str, &str, &str)]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir(&path).expect("a folder");
        self.git(&path, &["init", "--quiet", "--bare"], "");
        let stream: String = (0..)
            .zip(commits)
            .map(|(hour, (author, committer, zone))| {
                let at = START + hour * 3_600;
                format!(
                    "commit refs/heads/main\nauthor {author} {at} {zone}\n\
                     committer {committer} {at} {zone}\ndata 5\nwork\n\n"
                )
            })
            .collect();
        let import = ["fast-import", "--quiet", "--date-format=raw-permissive"];
        self.git(&path, &import, &stream);
        path
    }

    async fn store(&self) -> Store {
        let url = format!("sqlite://{}", self.0.path().join("memory.db").display());
        let store = Store::connect(&url, ConnectOptions::default()).await;
        let store = store.expect("a database");
        store.migrate().await.expect("tables");
        store
    }
}

fn remembered(path: &Path, organisation: &str) -> Reading {
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: 1,
        cancelled: &cancelled,
        progress: &(),
    };
    let mut history = History::default();
    read(path, "repo", &Selection::default(), &job, &mut history).expect("a repository");
    history.seal();
    let population = Population::new(history);
    let source = Source {
        place: path.display().to_string(),
        name: format!("{organisation}/repo"),
        organisation: organisation.to_owned(),
        repository: None,
        installation: None,
        private: false,
    };
    let identified = Identified::new(population.history(), None, &source.place, &KEY);
    reading(source, &identified, &population, None, true)
}

fn own<'a>(who: &'a str, zone: &'a str) -> (&'a str, &'a str, &'a str) {
    (who, who, zone)
}

fn kind(reading: &Reading, hash: IdentifierHash) -> &str {
    let known = reading.identifiers.iter().find(|one| one.hash == hash);
    &known.expect("every identifier is listed").kind
}

#[test]
fn clocks_are_remembered_where_they_are_the_persons_own() {
    let place = Place::new();
    let github = "GitHub <noreply@github.com>";
    let path = place.repository(
        "one",
        &[
            own(ZEB, "+0530"),
            (ZEB, github, "+0530"),
            (ZEB, BOB, "+0530"),
        ],
    );
    let reading = remembered(&path, "acme");
    assert_eq!(reading.appearances.len(), 1, "programs are not remembered");
    let mut moments = reading.appearances[0].moments.clone();
    moments.sort();
    let offsets: Vec<_> = moments.iter().map(|one| one.offset).collect();
    // An unsigned commit that names GitHub, with one moment in both lines, is its author's own.
    assert_eq!(offsets, [Some(330), Some(330), None]);
}

#[test]
fn joins_carry_their_reason_and_their_bits() {
    let place = Place::new();
    let reading = remembered(
        &place.repository("one", &[own(ZEB, "+0100"), own(HOME, "+0100")]),
        "acme",
    );
    let between = |join: &&countersign_store::Join| {
        [join.a, join.b]
            .iter()
            .all(|end| kind(&reading, *end) == "mailbox")
    };
    let join = reading.joins.iter().find(between).expect("one person");
    assert!(join.reason.contains("full name"), "{}", join.reason);
    assert!(join.bits.is_some_and(|bits| bits > 10.0) && !join.anchor);
    let names = reading
        .joins
        .iter()
        .filter(|join| kind(&reading, join.b) == Identifier::NAME);
    assert_eq!(names.count(), 2, "both bear the rare name");
}

#[test]
fn an_address_that_is_nobodys_is_known_in_its_repository_only() {
    let place = Place::new();
    let root = "Bob Underhay <root@localhost>";
    let [one, other] = ["one", "other"].map(|name| {
        let path = place.repository(name, &[own(root, "+0000")]);
        remembered(&path, name)
    });
    assert_eq!(kind(&one, one.appearances[0].identifier), "local");
    assert_ne!(
        one.appearances[0].identifier,
        other.appearances[0].identifier
    );
}

#[test]
fn a_slip_makes_no_two_people_one() {
    let place = Place::new();
    let slip = "Bob Underhay <zeb@studio.test.example>";
    let mut commits = vec![own(ZEB, "+0100"); 8];
    commits.extend([own(BOB, "+0100"); 8]);
    commits.push((slip, ZEB, "+0100"));
    let reading = remembered(&place.repository("one", &commits), "acme");
    let slipped: Vec<_> = reading
        .appearances
        .iter()
        .filter(|one| one.moments.len() == 1)
        .collect();
    assert_eq!(slipped.len(), 1);
    assert_eq!(kind(&reading, slipped[0].identifier), "local");
}

#[tokio::test]
async fn a_person_is_found_separated_and_forgotten() {
    let place = Place::new();
    let store = place.store().await;
    let one = place.repository("one", &[own(ZEB, "+0100"), own(BOB, "+0100")]);
    let other = place.repository("other", &[own(HOME, "+0900")]);
    for (path, organisation) in [(&one, "acme"), (&other, "bolt")] {
        let reading = remembered(path, organisation);
        store
            .remember_people(&reading, 1)
            .await
            .expect("remembered");
    }
    let operator = Viewer::Operator;
    let found = |text: &'static str| {
        let store = store.clone();
        async move { find(&store, &KEY, text, operator).await.expect("found") }
    };
    let Found::One(zeb) = found("zeb@studio.test.example").await else {
        panic!("one person");
    };
    let Found::One(home) = found("Z.Quill@home.test.example").await else {
        panic!("one person");
    };
    let whole = recall(&store, &zeb, operator).await.expect("recalled");
    let dossier = Dossier::new(&whole);
    assert_eq!((dossier.commits, dossier.own), (2, 2));
    assert_eq!(dossier.organisations.len(), 2, "the rare name links them");
    assert_eq!(dossier.clocks.len(), 2);

    let separation = Separation {
        installation: None,
        who: "a maintainer".to_owned(),
        reason: "father and son".to_owned(),
    };
    let Separated::Cut(cut) = separate(&store, (&zeb, &home), &separation, 2)
        .await
        .expect("separated")
    else {
        panic!("two identifiers");
    };
    assert_eq!(cut.len(), 1, "{cut:?}");
    store
        .remember_people(&remembered(&other, "bolt"), 3)
        .await
        .expect("remembered");
    let whole = recall(&store, &zeb, operator).await.expect("recalled");
    let dossier = Dossier::new(&whole);
    assert_eq!(dossier.organisations.len(), 1, "and stay apart");
    assert_eq!(dossier.partings.len(), 1);
    assert_eq!(dossier.leads.len(), 1, "the name is alike");
    let undone = undo_separation(&store, (&zeb, &home), None)
        .await
        .expect("taken back");
    assert_eq!(undone.len(), 1);

    let planned = erasure(&store, &zeb, Extent::Person)
        .await
        .expect("planned");
    assert_eq!((planned.appearances, planned.joins), (2, 2));
    let gone = forget(&store, planned.clone(), 4).await.expect("forgotten");
    assert_eq!(gone, planned, "what was shown is what went");
    store
        .remember_people(&remembered(&one, "acme"), 5)
        .await
        .expect("remembered");
    assert_eq!(
        found("zeb@studio.test.example").await,
        Found::Nobody { forgotten: true }
    );
    let Found::One(_) = found("bob@mail.test.example").await else {
        panic!("somebody else is still remembered");
    };
}

#[tokio::test]
async fn a_name_that_many_have_asks_back() {
    let place = Place::new();
    let store = place.store().await;
    for (name, who) in [
        ("one", "sam <sam@one.test.example>"),
        ("two", "Sam <s@two.test.example>"),
    ] {
        let path = place.repository(name, &[own(who, "+0100")]);
        store
            .remember_people(&remembered(&path, name), 1)
            .await
            .expect("remembered");
    }
    let found = find(&store, &KEY, "SAM", Viewer::Operator)
        .await
        .expect("found");
    let Found::Several(candidates) = found else {
        panic!("{found:?}");
    };
    let names: Vec<_> = candidates
        .iter()
        .map(|one| one.repositories.concat())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    let Found::One(_) = find(&store, &KEY, &candidates[0].id, Viewer::Operator)
        .await
        .expect("found")
    else {
        panic!("an id as shown means one person");
    };
}
