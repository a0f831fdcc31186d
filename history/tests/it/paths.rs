//! Which files commits change, and which the newest commit holds.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use countersign_facts::ObjectId;
use countersign_history::{
    Changed, Job, Wants, changed_paths, file_on_default_branch, files_at_head, sync,
};

use crate::fixture::Fixture;

fn write(fixture: &Fixture, path: &str, text: &str) {
    let file = fixture.repo().join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn commit(fixture: &Fixture, message: &str) -> String {
    fixture.git(&["add", "--all"]);
    fixture.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
    fixture.git(&["rev-parse", "HEAD"])
}

fn id(hex: &str) -> ObjectId {
    let bytes = (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16));
    ObjectId::from_bytes(&bytes.map(Result::unwrap).collect::<Vec<_>>()).unwrap()
}

fn changes(path: &Path, commits: &[&String]) -> Vec<Changed> {
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: 1,
        cancelled: &cancelled,
        progress: &(),
    };
    let commits: Vec<_> = commits.iter().map(|commit| id(commit)).collect();
    changed_paths(path, "repo", &commits, &job).unwrap()
}

fn files_of(changed: &Changed) -> Vec<(String, bool)> {
    let paths = changed.paths.iter().flatten();
    paths
        .map(|change| {
            let path = String::from_utf8_lossy(&change.path).into_owned();
            (path, change.left.is_some())
        })
        .collect()
}

#[test]
fn commits_list_the_files_they_change_and_leave() {
    let fixture = Fixture::new();
    write(&fixture, "src/a.rs", "a\n");
    write(&fixture, "naïve folder/b", "b\n");
    let first = commit(&fixture, "Bring two files\n\nAnd say more.");
    fixture.git(&["mv", "src/a.rs", "src/c.rs"]);
    let moved = commit(&fixture, "Move one");
    let empty = commit(&fixture, "Nothing");
    let nowhere = "00".repeat(19) + "07";
    let seen = changes(&fixture.repo(), &[&first, &moved, &nowhere, &empty]);
    let subjects: Vec<_> = seen.iter().map(|one| one.subject.as_str()).collect();
    assert_eq!(subjects, ["Bring two files", "Move one", "Nothing"]);
    let path = |path: &str, stays| (path.to_owned(), stays);
    assert_eq!(
        files_of(&seen[0]),
        [path("naïve folder/b", true), path("src/a.rs", true)]
    );
    assert_eq!(
        files_of(&seen[1]),
        [path("src/a.rs", false), path("src/c.rs", true)]
    );
    assert_eq!(files_of(&seen[2]), []);
    let files = files_at_head(&fixture.repo()).unwrap().unwrap();
    let now = &files[&b"src/c.rs"[..]];
    let moved = seen[1].paths.as_ref().unwrap();
    assert_eq!(Some(*now), moved[1].left, "nobody changed it since");
    assert_eq!(files.len(), 2);
}

#[test]
fn a_merge_is_compared_with_what_it_was_merged_into() {
    let fixture = Fixture::new();
    write(&fixture, "ours", "1\n");
    commit(&fixture, "first");
    fixture.git(&["checkout", "--quiet", "-b", "side"]);
    write(&fixture, "theirs", "1\n");
    commit(&fixture, "side");
    fixture.git(&["checkout", "--quiet", "main"]);
    write(&fixture, "ours", "2\n");
    commit(&fixture, "second");
    fixture.git(&["merge", "--quiet", "--no-ff", "-m", "Merge side", "side"]);
    let merge = fixture.git(&["rev-parse", "HEAD"]);
    let seen = changes(&fixture.repo(), &[&merge]);
    assert_eq!(files_of(&seen[0]), [("theirs".to_owned(), true)]);
}

#[test]
fn without_files_there_is_nothing_to_list() {
    let fixture = Fixture::new();
    write(&fixture, "a", "1\n");
    let first = commit(&fixture, "first");
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: 1,
        cancelled: &cancelled,
        progress: &(),
    };
    let url = format!("file://{}", fixture.repo().display());
    fixture.git(&["config", "uploadpack.allowFilter", "true"]);
    let countersign_history::Location::Url(url) =
        countersign_history::Location::parse(url.as_ref()).unwrap()
    else {
        panic!("a URL");
    };
    let synced = sync(&url, &fixture.path("cache"), Wants::default(), &job).unwrap();
    let seen = changes(&synced.path, &[&first]);
    assert_eq!((seen.len(), &seen[0].paths), (1, &None));
    assert_eq!(files_at_head(&synced.path).unwrap(), None);
    let empty = Fixture::new();
    assert_eq!(files_at_head(&empty.repo()).unwrap(), None);
}

#[test]
fn one_file_is_read_from_the_default_branch() {
    let fixture = Fixture::new();
    write(&fixture, "folder/a", "1\n");
    commit(&fixture, "first");
    let read = |path: &str, largest| file_on_default_branch(&fixture.repo(), path, largest);
    assert_eq!(read("folder/a", 2).unwrap().unwrap(), b"1\n");
    assert_eq!(read("folder/b", 2).unwrap(), None);
    assert!(read("folder/a", 1).is_err(), "too large");
    assert!(read("folder", 2).is_err(), "a folder");
    // What a clone knows of the default branch outweighs what is checked out.
    fixture.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let origin = ["refs/remotes/origin/HEAD", "refs/remotes/origin/main"];
    fixture.git(&["symbolic-ref", origin[0], origin[1]]);
    write(&fixture, "folder/a", "2\n");
    commit(&fixture, "second");
    assert_eq!(read("folder/a", 2).unwrap().unwrap(), b"1\n");
}
