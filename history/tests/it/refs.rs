//! Every kind of ref counts, and none that git leaves out.

use std::fs;

use crate::fixture::{Fixture, check_like_git, read_all};

#[test]
fn notes_stash_replacements_and_pull_requests() {
    let fixture = Fixture::new();
    fixture.commits(3);
    fixture.git(&["notes", "add", "-m", "note"]);
    fs::write(fixture.repo().join("file"), "1").unwrap();
    fixture.git(&["add", "file"]);
    fixture.git(&["stash", "--quiet"]);
    let other = fixture.commit_tree("other", &["HEAD~1"]);
    fixture.git(&["replace", "HEAD", &other]);
    let pull = fixture.commit_tree("pull", &["HEAD"]);
    fixture.git(&["update-ref", "refs/pull/1/head", &pull]);
    let (reading, _) = check_like_git(&fixture.repo());
    assert_eq!(reading.replaced, 1);
    assert_eq!(reading.commits, 3 + 1 + 2 + 1 + 1);
    fixture.git(&["pack-refs", "--all"]);
    assert_eq!(check_like_git(&fixture.repo()).0, reading);
}

#[test]
fn tags_of_everything() {
    let fixture = Fixture::new();
    fixture.commits(2);
    fixture.git(&["tag", "light", "HEAD~1"]);
    fixture.git(&["tag", "-m", "one", "one"]);
    fixture.git(&["tag", "-m", "two", "two", "one"]);
    fixture.git(&["tag", "-m", "three", "three", "two"]);
    let blob = fixture.git_with(&["hash-object", "-w", "--stdin"], b"key");
    fixture.git(&["tag", "-m", "of a blob", "blob", &blob]);
    fixture.git(&["tag", "-m", "of a tree", "tree", "HEAD^{tree}"]);
    fixture.git(&["tag", "bare-blob", &blob]);
    let only = fixture.commit_tree("only in a tag", &["HEAD"]);
    fixture.git(&["tag", "-m", "alone", "alone", &only]);
    // A tag object that no ref of refs/tags names is followed, but is not a release.
    fixture.git(&["update-ref", "refs/odd/tag", "one"]);
    let names = |history: &countersign_facts::History| -> Vec<String> {
        history
            .tags()
            .iter()
            .map(|tag| String::from_utf8_lossy(&tag.name).into_owned())
            .collect()
    };
    let expected = ["alone", "blob", "one", "three", "tree", "two"];
    for pack in [false, true] {
        if pack {
            fixture.git(&["pack-refs", "--all"]);
            fixture.git(&["repack", "-adq"]);
        }
        let (reading, history) = check_like_git(&fixture.repo());
        assert_eq!(reading.commits, 3);
        assert_eq!(names(&history), expected);
        assert_eq!(reading.tags, 6);
        assert!(reading.skipped.is_empty(), "{:?}", reading.skipped);
    }
    // The inner tags without refs of their own are still read, once.
    fixture.git(&["tag", "-d", "one", "two"]);
    assert_eq!(names(&read_all(&fixture.repo()).1), expected);
}

#[test]
fn detached_and_unborn_heads() {
    let fixture = Fixture::new();
    let (reading, history) = check_like_git(&fixture.repo());
    assert_eq!((reading.commits, history.len()), (0, 0));
    assert!(reading.skipped.is_empty());
    fixture.commits(2);
    fixture.git(&["checkout", "--quiet", "--detach"]);
    fixture.commits(2);
    assert_eq!(check_like_git(&fixture.repo()).0.commits, 4);
    fixture.git(&["checkout", "--quiet", "--orphan", "unborn"]);
    assert_eq!(check_like_git(&fixture.repo()).0.commits, 2);
}

#[test]
fn ten_thousand_packed_refs() {
    let fixture = Fixture::new();
    fixture.commits(3);
    let ids = ["HEAD", "HEAD~1", "HEAD~2"].map(|name| fixture.git(&["rev-parse", name]));
    let mut lines = String::from("# pack-refs with: peeled fully-peeled sorted \n");
    for number in 0..10_000 {
        lines += &format!("{} refs/pull/{number:05}/head\n", ids[number % 3]);
    }
    fs::write(fixture.repo().join(".git/packed-refs"), lines).unwrap();
    let (reading, _) = check_like_git(&fixture.repo());
    assert_eq!(reading.refs, 10_002, "and main and HEAD");
}

#[test]
fn loose_refs_hide_packed_ones() {
    let fixture = Fixture::new();
    fixture.commits(3);
    fixture.git(&["pack-refs", "--all"]);
    fixture.git(&["reset", "--quiet", "--hard", "HEAD~2"]);
    assert_eq!(check_like_git(&fixture.repo()).0.commits, 1);
}

#[test]
fn reftables_are_listed_by_git() {
    let fixture = Fixture::with_init(&["--ref-format=reftable"]);
    assert_eq!(check_like_git(&fixture.repo()).0.commits, 0);
    fixture.commits(3);
    fixture.git(&["tag", "-m", "one", "one"]);
    fixture.git(&["checkout", "--quiet", "--detach"]);
    fixture.commits(1);
    let linked = fixture.path("linked");
    fixture.git(&[
        "worktree",
        "add",
        "--quiet",
        "--detach",
        linked.to_str().unwrap(),
    ]);
    crate::fixture::git_in(
        &linked,
        &["commit", "--quiet", "--allow-empty", "-m", "there"],
    );
    let (reading, history) = check_like_git(&fixture.repo());
    assert_eq!((reading.commits, history.tags().len()), (5, 1));
    check_like_git(&linked);
    let bare = fixture.path("bare.git");
    let arguments = ["clone", "--quiet", "--mirror", "--ref-format=reftable", "."];
    fixture.git(&[&arguments[..], &[bare.to_str().unwrap()]].concat());
    check_like_git(&bare);
}
