//! `export` and `import`: what the commands say, and what they refuse.

use std::fs;

use crate::support::{ADA, Place, VIC, ordinary, split};

fn remembered(place: &Place, data: &str, commits: &[String]) {
    place.repository("r", commits);
    place
        .run(&["scan", "--remember", "--data", data, "r"])
        .success();
}

#[test]
fn a_memory_is_exported_and_comes_back() {
    let place = Place::new();
    let commits = [ordinary("main", ADA, 7), split("other", VIC, 8)].concat();
    remembered(&place, "here", &commits);
    let text = place
        .run(&["export", "tables", "r", "--data", "here"])
        .success();
    assert!(text.contains("15  commits"), "{text}");
    fs::create_dir(place.path("there")).unwrap();
    fs::copy(place.path("here/hash.key"), place.path("there/hash.key")).unwrap();
    let taken = place
        .run(&["import", "tables", "--data", "there"])
        .success();
    assert_eq!(taken, text, "it says what the export holds");
    let again = ["export", "again", "--data", "there"];
    let again = place.run(&again).success();
    assert_eq!(format!("{again}          15  commits\n"), text);
    let asked = |data: &str| {
        let args = [
            "person",
            "ada@studio.example",
            "--format",
            "json",
            "--data",
            data,
        ];
        place.run(&args).json()
    };
    assert_eq!(asked("there"), asked("here"));
}

#[test]
fn what_cannot_be_exported_or_imported_is_said() {
    let place = Place::new();
    remembered(&place, "here", &ordinary("main", ADA, 5));
    place.run(&["export", "tables", "--data", "here"]).success();
    let fails = |args: &[&str], code: i32, said: &str| {
        let run = place.run(args);
        assert_eq!(run.code, Some(code), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
    };
    fails(&["export", "tables", "--data", "here"], 2, "--replace");
    place
        .run(&["export", "tables", "--replace", "--data", "here"])
        .success();
    fails(
        &["export", "here", "--replace", "--data", "here"],
        2,
        "not an export",
    );
    fails(
        &["export", "new", "nowhere", "--data", "here"],
        4,
        "nowhere",
    );
    assert!(!place.path("new").exists(), "all or nothing");
    fails(
        &["export", "new", "--data", "nowhere"],
        2,
        "memory of people",
    );
    fails(
        &["import", "r", "--data", "here"],
        5,
        "not a finished export",
    );
    fails(&["import", "tables", "--data", "there"], 2, "hash.key");
    assert!(!place.path("there").exists(), "no database is made");
    let key = "ab".repeat(32);
    let key = place.write("other.key", &key);
    let key = key.display().to_string();
    let args = [
        "import",
        "tables",
        "--data",
        "here",
        "--hash-key-file",
        &key,
    ];
    fails(&args, 2, "are hashed under the key");
    fails(
        &["export", "x", "r", "--as-installation", "7"],
        2,
        "cannot be used with",
    );
}
