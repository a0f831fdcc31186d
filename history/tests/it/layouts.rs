//! Every way git lays out a repository gives the commits of `git rev-list --all`.

use std::fs;
use std::path::{Path, PathBuf};

use countersign_history::{ObjectFormat, Selection};

use crate::fixture::{Fixture, check_like_git, git_in, read_all, read_with};

/// Two branches, a merge and an octopus merge, some packed and some loose.
fn tangled(fixture: &Fixture) {
    let root = fixture.commits(3);
    fixture.git(&["checkout", "--quiet", "-b", "side"]);
    let side = fixture.commits(2);
    fixture.git(&["repack", "-adq"]);
    let other = fixture.commit_tree("other", &[&root]);
    let merge = fixture.commit_tree("merge", &[&side, &other]);
    let octopus = fixture.commit_tree("octopus", &[&merge, &root, &other]);
    fixture.git(&["update-ref", "refs/heads/octopus", &octopus]);
}

#[test]
fn loose_packed_and_mixed_objects() {
    let fixture = Fixture::new();
    tangled(&fixture);
    assert_eq!(check_like_git(&fixture.repo()).0.commits, 8);
    fixture.git(&["repack", "-dq"]);
    assert_eq!(fixture.packs().len(), 2);
    check_like_git(&fixture.repo());
    fixture.git(&["gc", "--quiet"]);
    check_like_git(&fixture.repo());
    let (reading, _) = read_all(&fixture.repo());
    assert!(reading.skipped.is_empty() && !reading.shallow);
}

#[test]
fn more_commits_than_one_thread_takes_at_a_time() {
    let fixture = Fixture::new();
    let mut stream = String::new();
    for number in 0..5000 {
        let branch = number % 7;
        stream += &format!(
            "commit refs/heads/b{branch}\nauthor P{} <p@x> {number} +0100\n\
             committer P{} <p@x> {number} +0100\ndata 2\nm\n",
            number % 31,
            number % 17
        );
    }
    fixture.git_with(&["fast-import", "--quiet"], stream.as_bytes());
    check_like_git(&fixture.repo());
    // Deltas between commits, which git itself makes rarely.
    fixture.git(&["repack", "-adfq", "--window=50", "--depth=50"]);
    let (reading, _) = check_like_git(&fixture.repo());
    assert_eq!(reading.commits, 5000);
}

#[test]
fn commits_left_behind_in_a_pack_are_not_read() {
    let fixture = Fixture::new();
    fixture.commits(5);
    fixture.git(&["branch", "kept", "HEAD~2"]);
    fixture.git(&["repack", "-adq"]);
    fixture.git(&["update-ref", "--no-deref", "HEAD", "HEAD~2"]);
    fixture.git(&["update-ref", "-d", "refs/heads/main"]);
    fixture.git(&["checkout", "--quiet", "kept"]);
    let (reading, history) = check_like_git(&fixture.repo());
    assert_eq!((reading.commits, history.len()), (3, 3));
}

#[test]
fn bare_and_linked_worktrees_and_paths_into_them() {
    let fixture = Fixture::new();
    tangled(&fixture);
    let bare = fixture.path("bare.git");
    fixture.git(&["clone", "--quiet", "--mirror", ".", bare.to_str().unwrap()]);
    check_like_git(&bare);
    let linked = fixture.path("linked");
    fixture.git(&[
        "worktree",
        "add",
        "--quiet",
        "--detach",
        linked.to_str().unwrap(),
    ]);
    // A commit that only the linked worktree's HEAD and its private refs know.
    git_in(
        &linked,
        &["commit", "--quiet", "--allow-empty", "-m", "there"],
    );
    git_in(&linked, &["update-ref", "refs/bisect/bad", "HEAD"]);
    git_in(
        &linked,
        &["commit", "--quiet", "--allow-empty", "-m", "further"],
    );
    assert_eq!(check_like_git(&linked).0.commits, 10);
    assert_eq!(check_like_git(&fixture.repo()).0.commits, 10);
    git_in(&linked, &["checkout", "--quiet", "HEAD~2"]);
    assert_eq!(check_like_git(&linked).0.commits, 9, "through refs/bisect");
    assert_eq!(check_like_git(&fixture.repo()).0.commits, 8);
    assert_eq!(read_all(&fixture.repo().join(".git")).0.commits, 8);
}

#[test]
fn alternates_lend_their_objects() {
    let fixture = Fixture::new();
    tangled(&fixture);
    fixture.git(&["repack", "-adq"]);
    let borrower = fixture.path("borrower");
    fixture.git(&[
        "clone",
        "--quiet",
        "--shared",
        ".",
        borrower.to_str().unwrap(),
    ]);
    git_in(
        &borrower,
        &["commit", "--quiet", "--allow-empty", "-m", "own"],
    );
    let (reading, _) = check_like_git(&borrower);
    assert_eq!(reading.commits, 9);
    let lost = Fixture::new();
    lost.commits(1);
    fs::write(
        lost.repo().join(".git/objects/info/alternates"),
        "/nowhere/objects\n",
    )
    .unwrap();
    assert_eq!(check_like_git(&lost.repo()).0.commits, 1);
}

#[test]
fn shallow_clones_end_where_they_end() {
    let fixture = Fixture::new();
    tangled(&fixture);
    let url = format!("file://{}", fixture.repo().display());
    let shallow = fixture.path("shallow");
    let arguments = ["clone", "--quiet", "--depth=2", "--no-single-branch", &url];
    fixture.git(&[&arguments[..], &[shallow.to_str().unwrap()]].concat());
    let (reading, _) = check_like_git(&shallow);
    assert!(reading.shallow);
    assert!(reading.skipped.is_empty(), "{:?}", reading.skipped);
}

#[test]
fn sha256_repositories() {
    let fixture = Fixture::with_init(&["--object-format=sha256"]);
    tangled(&fixture);
    fixture.git(&["tag", "-m", "one", "v1"]);
    let (reading, history) = check_like_git(&fixture.repo());
    assert_eq!(reading.object_format, ObjectFormat::Sha256);
    assert_eq!(history.tags().len(), 1);
    fixture.git(&["gc", "--quiet"]);
    check_like_git(&fixture.repo());
}

#[test]
fn partial_clones_are_read_without_fetching() {
    let fixture = Fixture::new();
    tangled(&fixture);
    fixture.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", fixture.repo().display());
    let partial = fixture.path("partial");
    let arguments = ["clone", "--quiet", "--bare", "--filter=tree:0", &url];
    fixture.git(&[&arguments[..], &[partial.to_str().unwrap()]].concat());
    fs::rename(fixture.repo(), fixture.path("gone")).unwrap();
    check_like_git(&partial);
}

#[test]
fn a_repository_without_a_configuration_file() {
    let fixture = Fixture::new();
    tangled(&fixture);
    fs::remove_file(fixture.repo().join(".git/config")).unwrap();
    check_like_git(&fixture.repo().join(".git"));
}

/// Reads `path` seen from `folder`. Relative paths are relative to the process, so another process reads.
fn count_from(folder: &Path, path: &str) -> u64 {
    let here = std::env::current_dir().unwrap();
    let up: PathBuf = here.components().skip(1).map(|_| "..").collect();
    let folder = folder.canonicalize().unwrap();
    let relative = up.join(folder.strip_prefix("/").unwrap()).join(path);
    assert!(relative.is_relative());
    read_all(&relative).0.commits
}

#[cfg(unix)]
#[test]
fn repositories_that_others_point_at_are_found_by_relative_paths() {
    let fixture = Fixture::new();
    fixture.commits(4);
    let outer = fixture.path("outer");
    fs::create_dir(&outer).unwrap();
    git_in(&outer, &["init", "--quiet"]);
    let sub = fixture.repo();
    let sub = sub.to_str().unwrap();
    let allow = "protocol.file.allow=always";
    git_in(
        &outer,
        &[
            "-c",
            allow,
            "submodule",
            "--quiet",
            "add",
            sub,
            "libs/deep/sub",
        ],
    );
    for path in [
        "libs/deep/sub",
        "./libs/deep/sub",
        "libs/deep/sub/",
        "libs/deep/sub/.git",
    ] {
        assert_eq!(count_from(&outer, path), 4, "{path}");
    }
    let right = fixture.path("right");
    fs::create_dir(&right).unwrap();
    git_in(&right, &["clone", "--quiet", "--bare", sub, ".bare"]);
    fs::write(right.join(".git"), "gitdir: ./.bare\n").unwrap();
    git_in(&right, &["worktree", "add", "--quiet", "tree"]);
    let parent = right.parent().unwrap();
    for path in ["right", "right/tree", "right/.git"] {
        assert_eq!(count_from(parent, path), 4, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_in_place_of_files_do_not_stop_the_reading() {
    use std::os::unix::fs::symlink;
    let fixture = Fixture::new();
    fixture.commits(2);
    let git = fixture.repo().join(".git");
    let pipe = git.join("refs/heads/pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    symlink("/dev/zero", git.join("refs/heads/zero")).unwrap();
    let (reading, _) = read_all(&fixture.repo());
    assert_eq!(reading.commits, 2);
    assert_eq!(reading.skipped.unreadable_refs, 2);
    for name in ["shallow", "config", "packed-refs"] {
        let file = git.join(name);
        let _ = fs::remove_file(&file);
        symlink("/dev/zero", &file).unwrap();
        let read = read_with(&fixture.repo(), &Selection::default(), 1);
        assert!(read.is_err(), "{name}");
        fs::remove_file(&file).unwrap();
    }
}
