//! Every exit code, with its message.

use std::fs;

use crate::support::{ADA, Place, VIC, ordinary, split};

/// Runs and checks the exit code and that stderr is one complaint that holds `said`.
fn fails(place: &Place, args: &[&str], code: i32, said: &str) {
    let run = place.run(args);
    assert_eq!(run.code, Some(code), "{args:?}: {}", run.stderr);
    assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
    assert!(
        run.stderr.starts_with("error: "),
        "{args:?}: {}",
        run.stderr
    );
    assert_eq!(run.stdout, "", "{args:?}");
}

#[test]
fn findings_at_the_limit_end_with_1() {
    let place = Place::new();
    place.repository("r", &split("main", VIC, 8));
    let code = |args: &[&str]| place.run(&[&["scan", "r"], args].concat()).code;
    assert_eq!(code(&[]), Some(0));
    assert_eq!(code(&["--fail-on", "note"]), Some(1));
    assert_eq!(code(&["--fail-on", "review"]), Some(1));
    assert_eq!(code(&["--fail-on", "urgent"]), Some(0));
    let hidden = ["--fail-on", "review", "--min-level", "urgent"];
    assert_eq!(code(&hidden), Some(1), "who is not shown counts too");
}

#[test]
fn wrong_arguments_end_with_2() {
    let place = Place::new();
    for args in [
        &["scan", "--level", "note"][..],
        &["scan", "--min-level", "high"],
        &["scan", "--format", "xml"],
        &["scan", "--since", "soon"],
        &["scan", "--jobs", "0"],
        &["scan", "--heuristic", "split-clok"],
        &["scan", "--all", "--min-level", "note"],
        &["scan", "--since", "2024-02-01", "--until", "2024-01-01"],
        &["scan", "ext::sh -c true"],
        &["frobnicate"],
        &["-q", "-v", "scan"],
    ] {
        fails(&place, args, 2, "");
    }
}

#[test]
fn one_broken_repository_among_others_ends_with_3() {
    let place = Place::new();
    place.repository("good", &ordinary("main", ADA, 5));
    fs::create_dir(place.path("plain")).unwrap();
    let run = place.run(&["scan", "plain", "good", "--format", "json"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert!(
        run.stderr.starts_with("warning: ") && run.stderr.contains("plain"),
        "{}",
        run.stderr
    );
    let json = run.json();
    assert_eq!(json["summary"]["commits"], 5);
    let notes = json["repositories"][0]["notes"][0].as_str().unwrap();
    assert!(notes.contains("could not be read"), "{notes}");
    assert_eq!(json["repositories"][1]["name"], "good");
    let text = place.run(&["scan", "plain", "good"]).stdout;
    assert!(text.contains("could not be read"), "{text}");
    assert!(text.contains("from 1 repository"), "{text}");
    assert_eq!(json["repositories"][0]["unread"], true);
}

#[test]
fn findings_outweigh_a_broken_repository() {
    let place = Place::new();
    place.repository("good", &split("main", VIC, 8));
    let run = place.run(&["scan", "missing", "good", "--fail-on", "note"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
}

#[test]
fn nothing_readable_ends_with_4() {
    let place = Place::new();
    fs::create_dir(place.path("plain")).unwrap();
    place.write("file", "text");
    fails(&place, &["scan", "plain"], 4, "plain");
    fails(&place, &["scan", "missing"], 4, "missing");
    fails(&place, &["scan", "file"], 4, "file");
    fs::create_dir(place.path("owner")).unwrap();
    fails(
        &place,
        &["scan", "owner/name"],
        4,
        "hint: scan the repository on GitHub: countersign scan https://github.com/owner/name",
    );
    place.repository("r", &ordinary("main", ADA, 3));
    fails(&place, &["scan", "r", "--ref", "absent"], 4, "absent");
    let run = place.run(&["scan", "plain", "missing"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(4), ""));
    assert_eq!(
        run.stderr.lines().count(),
        5,
        "two warnings with hints, one error: {}",
        run.stderr
    );
}

#[test]
fn output_that_cannot_be_written_ends_with_5() {
    let place = Place::new();
    place.repository("r", &split("main", VIC, 8));
    fails(
        &place,
        &["scan", "r", "--output", "missing/report"],
        5,
        "missing/report",
    );
    fails(&place, &["scan", "r", "--output", "r"], 5, "directory");
    #[cfg(target_os = "linux")]
    fails(
        &place,
        &["scan", "r", "--output", "/dev/full"],
        5,
        "No space left",
    );
}

#[test]
fn help_lists_the_codes() {
    let place = Place::new();
    let all: &[&str] = &["0", "1", "2", "3", "4", "5", "130"];
    for (args, codes) in [
        (&["--help"][..], all),
        (&["man"], all),
        (&["scan", "--help"], all),
        (&["verify", "--help"], all),
        (&["forget", "--help"], &["0", "2", "5", "130"]),
        (&["people", "--help"], &["0", "2", "4", "5", "130"]),
    ] {
        let text = place.run(args).success();
        let (_, listed) = text.split_once("Exit codes:").unwrap();
        let listed: Vec<_> = listed
            .lines()
            .filter_map(|line| line.split_whitespace().next())
            .filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
            .collect();
        assert_eq!(listed, codes, "{args:?}: {text}");
    }
}
