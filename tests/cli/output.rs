//! Where output goes, and what it looks like there.

use std::fs;
use std::io;

use crate::support::{Place, Run, VIC, split};

#[test]
fn a_file_gets_what_stdout_would_and_replaces_as_a_whole() {
    let place = Place::new();
    place.repository("r", &split("main", VIC, 8));
    let expected = place.run(&["scan", "r", "--format", "json"]).success();
    place.write("report.json", "an older and longer report\n");
    let args = ["scan", "r", "--format", "json", "--output", "report.json"];
    assert_eq!(place.run(&args).success(), "");
    assert_eq!(
        fs::read_to_string(place.path("report.json")).unwrap(),
        expected
    );
    let left: Vec<_> = fs::read_dir(place.path(".")).unwrap().collect();
    assert_eq!(left.len(), 2, "nothing half-written is left: {left:?}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let place = Place::new();
    place.repository("r", &split("main", VIC, 8));
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let run: Run = place
        .command(&["scan", "r"])
        .stdout(writer)
        .output()
        .unwrap()
        .into();
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let place = Place::new();
    place.repository("r", &split("main", VIC, 8));
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let run: Run = place
        .command(&["scan", "r"])
        .stdout(full)
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, Some(5));
    assert!(run.stderr.contains("No space left"), "{}", run.stderr);
}

#[test]
fn colours_are_for_those_who_want_them() {
    let place = Place::new();
    place.repository("r", &split("main", VIC, 8));
    let coloured = |args: &[&str], name: &str| {
        let args = [&["scan", "r"], args].concat();
        let run: Run = place.command(&args).env(name, "1").output().unwrap().into();
        run.success().contains('\u{1b}')
    };
    assert!(!coloured(&[], "NOTHING"));
    assert!(!coloured(&[], "NO_COLOR"));
    assert!(coloured(&[], "CLICOLOR_FORCE"));
    assert!(coloured(&["--color", "always"], "NO_COLOR"));
    assert!(!coloured(&["--color", "never"], "CLICOLOR_FORCE"));
    assert!(!coloured(
        &["--color", "always", "--format", "json"],
        "NOTHING"
    ));
}

#[test]
fn details_go_to_stderr_and_only_when_asked_for() {
    let place = Place::new();
    place.repository("r", &split("main", VIC, 8));
    let run = place.run(&["scan", "r"]);
    assert_eq!(run.stderr, "");
    let run = place.run(&["scan", "r", "-v"]);
    assert!(
        run.stderr.contains("r: 8 commits, 2 refs"),
        "{}",
        run.stderr
    );
}

#[test]
fn every_format_shows_the_finding() {
    let place = Place::new();
    place.repository("r", &split("main", VIC, 8));
    for format in ["text", "json", "jsonl", "csv", "markdown"] {
        let text = place.run(&["scan", "r", "--format", format]).success();
        assert!(
            text.contains("split-clock") && text.ends_with('\n'),
            "{format}: {text}"
        );
    }
}
