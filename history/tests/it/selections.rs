//! Parts of a history: refs, times, several repositories, and readings that are called off.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use countersign_facts::{History, RepositoryIndex};
use countersign_history::{Job, Progress, ReadError, Selection, Stage, read};

use crate::fixture::{Fixture, git_in, ids, read_with};

fn refs(names: &[&str]) -> Selection {
    Selection {
        refs: names.iter().map(|name| (*name).to_owned()).collect(),
        ..Selection::default()
    }
}

fn listed(fixture: &Fixture, arguments: &[&str]) -> Vec<String> {
    let text = fixture.git(&[&["rev-list"], arguments].concat());
    let mut ids: Vec<_> = text.lines().map(str::to_owned).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn some_refs() {
    let fixture = Fixture::new();
    fixture.commits(3);
    fixture.git(&["tag", "-m", "one", "one", "HEAD~1"]);
    fixture.git(&["checkout", "--quiet", "-b", "side", "HEAD~1"]);
    fixture.commits(2);
    fixture.git(&["update-ref", "refs/remotes/origin/HEAD", "HEAD~1"]);
    for pack in [false, true] {
        if pack {
            fixture.git(&["gc", "--quiet"]);
        }
        for names in [
            &["main"][..],
            &["side"],
            &["refs/heads/side", "one"],
            &["HEAD"],
            &["heads/main"],
            &["origin"],
        ] {
            let (reading, history) = read_with(&fixture.repo(), &refs(names), 2).unwrap();
            assert_eq!(ids(&history), listed(&fixture, names), "{names:?}");
            assert_eq!(reading.commits, history.len() as u64);
            assert_eq!(history.tags().len(), usize::from(names.contains(&"one")));
        }
    }
    for name in ["nothing", "../../HEAD", "refs/heads", ""] {
        let error = read_with(&fixture.repo(), &refs(&[name]), 1).unwrap_err();
        assert!(
            matches!(error, ReadError::NoSuchRef { .. }),
            "{name}: {error}"
        );
    }
}

#[test]
fn refs_by_name_in_a_reftable() {
    let fixture = Fixture::with_init(&["--ref-format=reftable"]);
    fixture.commits(2);
    fixture.git(&["branch", "old", "HEAD~1"]);
    let (reading, _) = read_with(&fixture.repo(), &refs(&["old"]), 1).unwrap();
    assert_eq!(reading.commits, 1);
    let error = read_with(&fixture.repo(), &refs(&["new"]), 1).unwrap_err();
    assert!(matches!(error, ReadError::NoSuchRef { .. }), "{error}");
}

#[test]
fn a_span_of_time() {
    let fixture = Fixture::new();
    let tree = fixture.git_with(&["mktree"], b"");
    let mut parent = String::new();
    for second in 1..=9 {
        let raw = format!(
            "tree {tree}\n{parent}author A <a@x> 5 +0000\ncommitter A <a@x> {second} +0000\n\nm\n"
        );
        parent = format!("parent {}\n", fixture.raw_commit(raw.as_bytes()));
    }
    fixture.git(&["update-ref", "refs/heads/main", parent[7..].trim()]);
    for second in [2, 4, 6] {
        let tag = format!(
            "object {}\ntype commit\ntag v{second}\ntagger A <a@x> {second} +0000\n\nm\n",
            parent[7..].trim()
        );
        let id = fixture.git_with(
            &["hash-object", "-t", "tag", "-w", "--stdin"],
            tag.as_bytes(),
        );
        fixture.git(&["update-ref", &format!("refs/tags/v{second}"), id.trim()]);
    }
    let selection = Selection {
        since: Some(3),
        until: Some(5),
        ..Selection::default()
    };
    let (reading, history) = read_with(&fixture.repo(), &selection, 2).unwrap();
    let mut seconds: Vec<_> = history
        .commits()
        .map(|commit| commit.committed().seconds)
        .collect();
    seconds.sort_unstable();
    assert_eq!(seconds, [3, 4, 5]);
    assert_eq!(reading.commits, 3);
    let tags: Vec<_> = history.tags().iter().map(|tag| &*tag.name).collect();
    assert_eq!(tags, [b"v4"]);
    assert_eq!(reading.tags, 1);
}

#[test]
fn forks_share_their_commits() {
    let fixture = Fixture::new();
    fixture.commits(4);
    let url = format!("file://{}", fixture.repo().display());
    let shallow = fixture.path("shallow");
    let fork = fixture.path("fork");
    fixture.git(&[
        "clone",
        "--quiet",
        "--depth=1",
        &url,
        shallow.to_str().unwrap(),
    ]);
    fixture.git(&["clone", "--quiet", &url, fork.to_str().unwrap()]);
    git_in(&fork, &["commit", "--quiet", "--allow-empty", "-m", "own"]);
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: 2,
        cancelled: &cancelled,
        progress: &(),
    };
    let mut history = History::default();
    let mut read_into = |path: &Path| {
        read(path, "name", &Selection::default(), &job, &mut history)
            .map(|reading| (reading.commits, history.len()))
            .unwrap()
    };
    assert_eq!(read_into(&shallow), (1, 1));
    assert_eq!(
        read_into(&fork),
        (5, 5),
        "what the shallow clone lacked is added"
    );
    assert_eq!(read_into(&fixture.repo()), (4, 5));
    assert_eq!(read_into(&shallow), (1, 5));
    let own: Vec<_> = history
        .commits()
        .filter(|commit| !commit.is_shared())
        .map(|commit| commit.id().to_string())
        .collect();
    assert_eq!(own, [git_in(&fork, &["rev-parse", "HEAD"])]);
}

#[test]
fn the_remote_shows_the_organisation_of_a_repository() {
    let fixture = Fixture::new();
    fixture.commits(1);
    let clone_of = |name: &str, url: &str| {
        let folder = fixture.path(name);
        git_in(
            &fixture.repo(),
            &["clone", "--quiet", ".", folder.to_str().unwrap()],
        );
        git_in(&folder, &["remote", "set-url", "origin", url]);
        folder
    };
    let folders = [
        clone_of("one", "https://code.example/acme/one"),
        clone_of("two", "git@code.example:Acme/two.git"),
        clone_of("three", "https://code.example/other/one"),
        fixture.repo(),
    ];
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: 1,
        cancelled: &cancelled,
        progress: &(),
    };
    let mut history = History::default();
    for folder in &folders {
        read(folder, "name", &Selection::default(), &job, &mut history).unwrap();
    }
    let of = |index| history.organisation(RepositoryIndex(index));
    assert_eq!(of(0), of(1));
    assert!(of(0) != of(2) && of(0) != of(3) && of(2) != of(3));
}

#[test]
fn what_is_not_a_repository_is_said() {
    let fixture = Fixture::new();
    let nothing = read_with(&fixture.path("nothing"), &Selection::default(), 1).unwrap_err();
    assert!(matches!(nothing, ReadError::Missing { .. }), "{nothing}");
    assert!(nothing.to_string().ends_with("nothing does not exist"));
    let folder = read_with(&fixture.path("."), &Selection::default(), 1).unwrap_err();
    assert!(
        matches!(folder, ReadError::NotARepository { .. }),
        "{folder}"
    );
    assert!(folder.to_string().ends_with("is not a git repository"));
    let config = fixture.repo().join(".git/config");
    fs::write(&config, "[extensions]\n\tobjectFormat = sha512\n").unwrap();
    let error = read_with(&fixture.repo(), &Selection::default(), 1).unwrap_err();
    assert!(matches!(error, ReadError::Unsupported { .. }), "{error}");
}

/// Calls the reading off when it comes to a certain stage.
struct CallOff<'a>(&'a AtomicBool, Stage);

impl Progress for CallOff<'_> {
    fn stage(&self, _: &str, stage: Stage) {
        if stage == self.1 {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

#[test]
fn readings_end_when_they_are_called_off() {
    let fixture = Fixture::new();
    fixture.commits(3);
    for selection in [Selection::default(), refs(&["main"])] {
        for stage in [Stage::Refs, Stage::Commits] {
            let cancelled = AtomicBool::new(false);
            let job = Job {
                threads: 2,
                cancelled: &cancelled,
                progress: &CallOff(&cancelled, stage),
            };
            let mut history = History::default();
            let result = read(&fixture.repo(), "name", &selection, &job, &mut history);
            assert!(matches!(result, Err(ReadError::Cancelled)), "{stage:?}");
        }
    }
}
