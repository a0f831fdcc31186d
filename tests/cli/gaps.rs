//! What cannot be read: said by every command that reads a history, and never taken for an empty one.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{ADA, Place, VIC, ordinary, split};

/// A clone that borrowed its objects from a repository that is gone.
fn without_lender(place: &Place, name: &str) -> PathBuf {
    let lender = place.repository("lender", &split("main", VIC, 8));
    let clone = place.path(name);
    let clone_text = clone.display().to_string();
    let clone_args = ["clone", "--quiet", "--shared", ".", &clone_text];
    place.git(&lender, &clone_args, "");
    fs::remove_dir_all(lender).unwrap();
    clone
}

/// Removes the object of the commit that `name` means.
fn lose(place: &Place, repository: &Path, name: &str) {
    let id = place.git(repository, &["rev-parse", name], "");
    let (folder, file) = id.trim().split_at(2);
    fs::remove_file(repository.join("objects").join(folder).join(file)).unwrap();
}

/// A repository with loose objects that lacks the parent of its newest commit.
fn with_a_hole(place: &Place, name: &str) -> PathBuf {
    let path = place.path(name);
    fs::create_dir(&path).unwrap();
    let init = ["init", "--quiet", "--bare", "--initial-branch=main"];
    place.git(&path, &init, "");
    place.git(&path, &["config", "fastimport.unpackLimit", "1000"], "");
    place.import(&path, &ordinary("main", ADA, 5));
    lose(place, &path, "main~2");
    path
}

#[test]
fn records_that_cannot_be_read_are_not_an_empty_repository() {
    let place = Place::new();
    without_lender(&place, "r");
    for args in [
        &["scan", "r"][..],
        &["scan", "r", "--fail-on", "note"],
        &["scan", "r", "--fail-on", "note", "--format", "json"],
        &["scan", "r", "--quiet", "--fail-on", "note"],
        &["people", "r"],
        &["prove", "victor@gate.example", "r"],
        &["person", "victor@gate.example", "--blast-radius", "r"],
    ] {
        let run = place.run(args);
        assert_eq!(run.code, Some(4), "{args:?}: {}{}", run.stdout, run.stderr);
        assert!(
            run.stderr.starts_with("error: cannot read a single commit"),
            "{args:?}: {}",
            run.stderr
        );
    }
}

#[test]
fn packs_that_are_cut_off_are_not_an_empty_repository() {
    let place = Place::new();
    let path = place.repository("r", &ordinary("main", ADA, 5));
    place.git(&path, &["repack", "-adq"], "");
    for file in fs::read_dir(path.join("objects/pack")).unwrap() {
        let file = file.unwrap().path();
        if file.extension().is_some_and(|end| end == "pack") {
            let start = fs::read(&file).unwrap()[..30].to_vec();
            fs::remove_file(&file).unwrap();
            fs::write(&file, start).unwrap();
        }
    }
    let run = place.run(&["scan", "r", "--fail-on", "note"]);
    assert_eq!(run.code, Some(4), "{}", run.stderr);
}

#[test]
fn one_repository_without_readable_commits_ends_with_3() {
    let place = Place::new();
    without_lender(&place, "gone");
    place.repository("good", &ordinary("main", ADA, 5));
    let run = place.run(&["scan", "good", "gone", "--format", "json"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    let note = &run.json()["repositories"][1]["notes"][0];
    let note = note.as_str().unwrap();
    assert!(note.contains("cannot read a single commit"), "{note}");
}

#[test]
fn a_time_without_commits_is_no_error() {
    let place = Place::new();
    with_a_hole(&place, "r");
    place.run(&["scan", "r", "--since", "2030-01-01"]).success();
}

#[test]
fn every_command_that_reads_a_history_says_what_it_skipped() {
    let place = Place::new();
    with_a_hole(&place, "r");
    let data = ["--data", "data"];
    let remember = [&["scan", "r", "--remember"], &data[..]].concat();
    let scan = place.run(&remember).success();
    assert!(scan.contains("skipped 1 missing parent"), "{scan}");
    let ada = "ada@studio.example";
    for args in [
        &["people", "r"][..],
        &["prove", ada, "r"],
        &["person", ada, "--blast-radius", "r"],
        &["export", "out", "r", "--data", "data"],
    ] {
        let run = place.run(args);
        let said = "warning: r: skipped 1 missing parent";
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
    }
    for (args, list) in [
        (&["scan", "r"][..], "repositories"),
        (&["people", "r"], "projects"),
        (&["prove", ada, "r"], "repositories"),
        (&["person", ada, "--blast-radius", "r"], "clones"),
    ] {
        let json = place.run(&[args, &["--format", "json"]].concat()).json();
        let skipped = &json[list][0]["skipped"];
        assert_eq!(skipped["missing_parents"], 1, "{args:?}: {json}");
    }
    let sarif = place.run(&["scan", "r", "--format", "sarif"]).success();
    assert!(sarif.contains("skipped 1 missing parent"), "{sarif}");
}

#[test]
fn every_command_that_reads_a_history_says_that_a_clone_is_shallow() {
    let place = Place::new();
    let origin = place.repository("origin", &ordinary("main", ADA, 5));
    let url = format!("file://{}", origin.display());
    let shallow = place.path("r").display().to_string();
    let clone = ["clone", "--quiet", "--depth=2", &url, &shallow];
    place.git(&origin, &clone, "");
    let ada = "ada@studio.example";
    for (args, list) in [
        (&["people", "r"][..], "projects"),
        (&["prove", ada, "r"], "repositories"),
        (&["person", ada, "--blast-radius", "r"], "clones"),
    ] {
        let run = place.run(&[args, &["--format", "json"]].concat());
        assert_eq!(run.json()[list][0]["shallow"], true, "{args:?}");
        let said = "warning: r: shallow clone";
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
    }
}
