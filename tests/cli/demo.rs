//! The demo: its people, and the findings about them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Place, Run, timeless};

/// The JSON of a scan of the demo's repository with everybody in it.
fn json(place: &Place) -> Value {
    place.run(&["demo", "--keep", "demo"]).success();
    let mut command = place.command(&[
        "scan",
        "--format",
        "json",
        "--all",
        "--platform-key",
        "noreply@github.com=github.pub",
    ]);
    Run::from(command.current_dir(place.path("demo")).output().unwrap()).json()
}

#[test]
fn honest_people_are_quiet_and_personas_are_not() {
    let json = json(&Place::new());
    let people = json["people"].as_array().unwrap();
    let lines: Vec<_> = people
        .iter()
        .map(|person| {
            let findings = person["findings"].as_array().unwrap();
            let findings: Vec<_> = findings
                .iter()
                .map(|finding| {
                    let text = |key: &str| finding[key].as_str().unwrap();
                    format!("{} ({})", text("heuristic"), text("strength"))
                })
                .collect();
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let (level, id, name) = (&person["level"], &person["id"], &person["names"][0]);
            format!(
                "{:7} {} {}: {}",
                text(level),
                text(id),
                text(name),
                findings.join(", ")
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_report_reads_well() {
    let text = Place::new().run(&["demo"]).success();
    insta::assert_snapshot!(timeless(&text));
}

#[test]
fn the_sample_in_the_readme_is_what_it_prints() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let sample = readme.split("```text\n").nth(1).unwrap();
    let sample = sample.split("```").next().unwrap();
    let text = Place::new().run(&["demo"]).success();
    for line in sample.lines().filter(|line| line.trim() != "…") {
        assert!(
            text.lines().any(|printed| printed == line),
            "README.md shows a line that the demo does not print: {line}"
        );
    }
}

#[test]
fn its_repository_is_one_that_git_accepts() {
    let place = Place::new();
    place.run(&["demo", "--keep", "kept"]).success();
    place.git(
        &place.path("kept"),
        &["fsck", "--strict", "--no-dangling"],
        "",
    );
    let run = place.run(&["demo", "--keep", "kept"]);
    assert_eq!(run.code, Some(5), "a folder in use is left alone");
    assert!(run.stderr.contains("not empty"), "{}", run.stderr);
}

#[test]
fn its_json_is_what_the_schema_says() {
    let place = Place::new();
    let schema: Value = serde_json::from_str(&place.run(&["schema"]).success()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let json = json(&place);
    let errors: Vec<_> = validator
        .iter_errors(&json)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
