//! `--format html`, and ids that one command prints and another one takes.

use std::fs;

use serde_json::Value;

use crate::support::{ADA, Place, VIC, ordinary, split};

#[test]
fn a_scan_writes_one_page_with_pictures() {
    let place = Place::new();
    let mut stream = ordinary("main", ADA, 30);
    stream.extend(split("other", VIC, 30));
    let folder = place.repository("r", &stream);
    let page = folder.with_file_name("report.html");
    place
        .run(&["scan", "r", "--format", "html", "-o", "report.html"])
        .success();
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.starts_with("<!DOCTYPE html>") && text.contains("<svg"));
    assert!(text.contains("Victor Painted") && !text.contains("Ada Ordinary"));
    let ada = place
        .run(&[
            "scan",
            "r",
            "--person",
            "ada@studio.example",
            "--format",
            "html",
        ])
        .success();
    assert!(ada.contains("Ada Ordinary") && !ada.contains("Victor Painted"));
    assert!(ada.contains("<svg"), "quiet people have pictures too");
}

#[test]
fn one_person_is_shown_in_every_format() {
    let place = Place::new();
    let mut stream = ordinary("main", ADA, 30);
    stream.extend(split("other", VIC, 30));
    place.repository("r", &stream);
    for format in [
        "json", "jsonl", "csv", "markdown", "html", "stix", "misp", "sarif", "graphml",
    ] {
        let run = place.run(&[
            "scan",
            "r",
            "--person",
            "victor@gate.example",
            "--format",
            format,
        ]);
        let text = run.success();
        assert!(!text.contains("Ada Ordinary"), "{format}: {text}");
    }
}

#[test]
fn the_demo_writes_a_page() {
    let place = Place::new();
    let page = place.run(&["demo", "--format", "html"]).success();
    assert!(page.starts_with("<!DOCTYPE html>"), "{page:.100}");
    assert!(page.contains("Oliver Kessler"));
}

#[test]
fn ids_are_accepted_by_every_command() {
    let place = Place::new();
    let folder = place.repository("r", &ordinary("main", ADA, 30));
    let json =
        |args: &[&str]| -> Value { serde_json::from_str(&place.run(args).success()).unwrap() };
    let scan = json(&[
        "scan",
        "r",
        "--all",
        "--format",
        "json",
        "--remember",
        "--data",
        "data",
    ]);
    let people = json(&["people", "r", "--format", "json"]);
    let id = scan["people"][0]["id"].as_str().unwrap();
    assert_eq!(people["people"][0]["id"], id);
    let output = place
        .command(&["person", id, "--data", "../data", "--format", "json"])
        .current_dir(&folder)
        .output()
        .unwrap();
    let dossier: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(dossier["name"], scan["people"][0]["names"][0]);
    let remembered = dossier["id"].as_str().unwrap();
    let again = json(&[
        "scan", "r", "--person", remembered, "--format", "json", "--data", "data",
    ]);
    assert_eq!(again["people"][0]["id"], id);
}
