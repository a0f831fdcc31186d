//! What a scan reads and shows.

use serde_json::Value;

use crate::support::{ADA, DAY, Place, Run, START, VIC, commit, ordinary, split, timeless};

fn levels(json: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let people = json["people"].as_array().unwrap();
    people
        .iter()
        .map(|person| (text(&person["names"][0]), text(&person["level"])))
        .collect()
}

fn commits(json: &Value) -> u64 {
    json["summary"]["commits"].as_u64().unwrap()
}

#[test]
fn a_quiet_repository_gets_one_reassuring_line() {
    let place = Place::new();
    place.repository("calm", &ordinary("main", ADA, 30));
    let text = place.run(&["scan", "calm"]).success();
    insta::assert_snapshot!(timeless(&text));
}

#[test]
fn the_folder_one_stands_in_is_the_default() {
    let place = Place::new();
    let path = place.repository("here", &ordinary("main", ADA, 3));
    let run = place
        .command(&["scan", "--format", "json"])
        .current_dir(path)
        .output()
        .unwrap();
    let json = Run::from(run).json();
    assert_eq!(json["repositories"][0]["name"], "here");
    assert_eq!(commits(&json), 3);
}

#[test]
fn an_empty_repository_is_no_error() {
    let place = Place::new();
    place.repository("empty", &[]);
    let text = place.run(&["scan", "empty"]).success();
    insta::assert_snapshot!(timeless(&text));
}

#[test]
fn several_repositories_are_one_population() {
    let place = Place::new();
    place.repository("a", &split("main", VIC, 4));
    let second: Vec<_> = split("main", VIC, 8).split_off(4);
    place.repository("b", &second);
    for alone in ["a", "b"] {
        let json = place.run(&["scan", alone, "--format", "json"]).json();
        assert_eq!(levels(&json), [], "four commits are too few in {alone}");
    }
    let json = place.run(&["scan", "a", "b", "--format", "json"]).json();
    assert_eq!(
        levels(&json),
        [("Victor Painted".to_owned(), "review".to_owned())]
    );
}

#[test]
fn bounds_are_of_committer_time() {
    let place = Place::new();
    place.repository("r", &ordinary("main", ADA, 10));
    let read = |args: &[&str]| {
        let args = [&["scan", "r", "--format", "json"], args].concat();
        commits(&place.run(&args).json())
    };
    assert_eq!(read(&["--since", "2024-03-08"]), 3);
    assert_eq!(read(&["--until", "2024-03-02"]), 2, "the last day counts");
    assert_eq!(read(&["--since", "2024-03-02", "--until", "2024-03-03"]), 2);
    assert_eq!(read(&["--since", "1 day ago"]), 0);
    assert_eq!(read(&["--until", "1d"]), 10);
}

#[test]
fn only_the_chosen_refs_are_read() {
    let place = Place::new();
    let mut stream = ordinary("main", ADA, 3);
    stream.extend(ordinary("other", VIC, 2));
    place.repository("r", &stream);
    let read = |refs: &[&str]| {
        let args = [&["scan", "r", "--format", "json"], refs].concat();
        commits(&place.run(&args).json())
    };
    assert_eq!(read(&[]), 5);
    assert_eq!(read(&["--ref", "other"]), 2);
    assert_eq!(read(&["--ref", "refs/heads/main"]), 3);
    assert_eq!(read(&["--ref", "main", "--ref", "other"]), 5);
}

#[test]
fn levels_choose_who_is_shown() {
    let place = Place::new();
    let mut stream = ordinary("main", ADA, 30);
    stream.extend(split("other", VIC, 8));
    place.repository("r", &stream);
    let shown = |args: &[&str]| {
        let args = [&["scan", "r", "--format", "json"], args].concat();
        levels(&place.run(&args).json()).len()
    };
    assert_eq!(shown(&[]), 1);
    assert_eq!(shown(&["--min-level", "review"]), 1);
    assert_eq!(shown(&["--min-level", "urgent"]), 0);
    assert_eq!(shown(&["--all"]), 2);
    assert_eq!(shown(&["--heuristic", "backward-time"]), 0);
    assert_eq!(
        shown(&["--heuristic", "backward-time", "--heuristic", "split-clock"]),
        1
    );
}

#[test]
fn one_person_is_shown_in_full() {
    let place = Place::new();
    let mut stream = ordinary("main", ADA, 30);
    stream.extend(split("other", VIC, 30));
    place.repository("r", &stream);
    let text = place
        .run(&["scan", "r", "--person", "victor@gate.example"])
        .success();
    assert!(
        text.contains("Victor Painted") && !text.contains("Ada"),
        "{text}"
    );
    let text = place
        .run(&["scan", "r", "--person", "ada@studio.example"])
        .success();
    assert!(text.contains("Ada Ordinary"), "quiet people too: {text}");
    let run = place.run(&["scan", "r", "--person", "nobody@studio.example"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("nobody@studio.example"),
        "{}",
        run.stderr
    );
}

#[test]
fn hostile_names_cannot_move_the_cursor() {
    let place = Place::new();
    let name = "Vic\u{1b}[2J\u{1b}]0;owned\u{7}tor \u{202e}detniaP\u{202c}\r <victor@gate.example>";
    place.repository("r", &split("main", name, 8));
    for format in ["text", "markdown", "csv", "json"] {
        let text = place.run(&["scan", "r", "--format", format]).success();
        assert!(text.contains("split-clock"), "{text}");
        for letter in ['\u{1b}', '\u{7}', '\u{202e}', '\r'] {
            let is_line_end = format == "csv" && letter == '\r';
            assert!(
                is_line_end || !text.contains(letter),
                "{format}: {letter:?} in {text}"
            );
        }
    }
}

#[test]
fn threads_change_nothing() {
    let place = Place::new();
    let mut stream = Vec::new();
    for person in 0..40 {
        let who = format!("Person {person} <p{person}@studio.example>");
        stream.extend(if person % 7 == 0 {
            split(&format!("b{person}"), &who, 12)
        } else {
            ordinary(&format!("b{person}"), &who, 12)
        });
    }
    let path = place.repository("r", &stream);
    place.git(&path, &["repack", "-adq"], "");
    let run = |jobs: &str| {
        place
            .run(&["scan", "r", "--all", "--format", "json", "--jobs", jobs])
            .success()
    };
    assert_eq!(run("1"), run("2"));
}

#[test]
fn what_is_broken_is_counted_and_does_not_end_the_scan() {
    let place = Place::new();
    let path = place.repository("r", &ordinary("main", ADA, 3));
    let hash = [
        "hash-object",
        "-t",
        "commit",
        "-w",
        "--literally",
        "--stdin",
    ];
    let id = place.git(&path, &hash, "gibberish");
    place.write("r/refs/heads/odd", &id);
    place.write(
        "r/refs/heads/gone",
        "0123456789012345678901234567890123456789\n",
    );
    let json = place.run(&["scan", "r", "--format", "json"]).json();
    assert_eq!(commits(&json), 3);
    insta::assert_snapshot!(json["repositories"][0]["skipped"]);
    let text = place.run(&["scan", "r"]).success();
    insta::assert_snapshot!(timeless(&text));
}

#[test]
fn a_folder_within_a_worktree_will_do() {
    let place = Place::new();
    let path = place.repository("r.git", &ordinary("main", ADA, 3));
    place.git(
        &path,
        &[
            "worktree",
            "add",
            "--quiet",
            "--no-checkout",
            "../tree",
            "main",
        ],
        "",
    );
    let inner = place.path("tree/src/deep");
    std::fs::create_dir_all(&inner).unwrap();
    let output = place
        .command(&["scan", "--format", "json"])
        .current_dir(inner)
        .output();
    let json = Run::from(output.unwrap()).json();
    assert_eq!(json["repositories"][0]["name"], "tree");
    assert_eq!(commits(&json), 3);
}

#[test]
fn odd_times_are_kept() {
    let place = Place::new();
    let at = (START, "+5130");
    place.repository(
        "r",
        &[
            commit("main", ADA, at, at),
            commit("main", ADA, (4_102_444_800 + DAY, "-0000"), at),
        ],
    );
    let json = place.run(&["scan", "r", "--format", "json"]).json();
    assert_eq!(commits(&json), 2);
}
