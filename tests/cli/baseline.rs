//! Accepting findings.

use std::fs;

use crate::support::{Place, VIC, split};

#[test]
fn accepted_findings_vanish_and_new_ones_do_not() {
    let place = Place::new();
    let path = place.repository("r", &split("main", VIC, 8));
    assert_eq!(
        place.run(&["scan", "r", "--fail-on", "review"]).code,
        Some(1)
    );
    let accept = [
        "scan",
        "r",
        "--write-baseline",
        "b.toml",
        "--reason",
        "their proxy does it",
    ];
    place.run(&accept).success();
    let gate = ["scan", "r", "--fail-on", "note", "--baseline", "b.toml"];
    let text = place.run(&gate).success();
    assert!(text.contains("accept"), "{text}");

    // More of the same is accepted; another person is not.
    place.import(&path, &split("more", VIC, 20));
    place.run(&gate).success();
    place.import(&path, &split("other", "Wanda New <wanda@gate.example>", 8));
    let run = place.run(&gate);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("Wanda New"), "{}", run.stdout);

    // A second acceptance leaves the first as it is.
    let before = fs::read_to_string(place.path("b.toml")).unwrap();
    place.run(&accept).success();
    let after = fs::read_to_string(place.path("b.toml")).unwrap();
    assert!(
        after.starts_with(&before) && after.len() > before.len(),
        "{after}"
    );
    place.run(&gate).success();
}

/// The recipe of docs/watch.md.
#[test]
fn one_command_reports_what_is_new_since_its_last_run() {
    let place = Place::new();
    let path = place.repository("r", &split("main", VIC, 8));
    place.write("seen.toml", "");
    let watch = || {
        let files = ["--baseline", "seen.toml", "--write-baseline", "seen.toml"];
        let run = place.run(
            &[
                &["scan", "r", "--format", "json", "--reason", "reported"],
                &files[..],
            ]
            .concat(),
        );
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let people = run.json()["people"].as_array().unwrap().clone();
        let names = people.iter().map(|person| person["names"][0].to_string());
        names.collect::<Vec<_>>()
    };
    assert_eq!(watch(), ["\"Victor Painted\""]);
    assert_eq!(watch(), [""; 0], "nothing is new");
    place.import(&path, &split("other", "Wanda New <wanda@gate.example>", 8));
    assert_eq!(watch(), ["\"Wanda New\""]);
    assert_eq!(watch(), [""; 0]);
}

#[test]
fn a_reason_is_mandatory() {
    let place = Place::new();
    place.repository("r", &split("main", VIC, 8));
    let run = place.run(&["scan", "r", "--write-baseline", "b.toml"]);
    assert_eq!(run.code, Some(2));
    let run = place.run(&["scan", "r", "--write-baseline", "b.toml", "--reason", ""]);
    assert_eq!(run.code, Some(2));
}

#[test]
fn a_baseline_that_cannot_be_used_is_an_error() {
    let place = Place::new();
    place.repository("r", &split("main", VIC, 8));
    let run = place.run(&["scan", "r", "--baseline", "missing.toml"]);
    assert_eq!(run.code, Some(5));
    assert!(run.stderr.contains("missing.toml"), "{}", run.stderr);
    place.write("wrong.toml", "[[accepted]]\nfinding = \"f-00\"\n");
    for option in ["--baseline", "--write-baseline"] {
        let mut args = vec!["scan", "r", option, "wrong.toml"];
        if option == "--write-baseline" {
            args.extend(["--reason", "because"]);
        }
        let run = place.run(&args);
        assert_eq!(run.code, Some(5), "{option}");
        assert!(run.stderr.contains("line "), "{}", run.stderr);
    }
}
