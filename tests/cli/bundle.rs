//! `scan --bundle`: what a bundle holds, and what it must not.

use std::fs;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::{ADA, Place, Run, VIC, ordinary, split};

/// A repository of somebody ordinary and somebody at `review`, and its bundle.
pub(crate) fn bundled(place: &Place) -> Value {
    let mut commits = split("main", VIC, 8);
    commits.extend(ordinary("side", ADA, 8));
    place.repository("widget", &commits);
    bundle(place, &["widget"])
}

pub(crate) fn bundle(place: &Place, args: &[&str]) -> Value {
    let args = [&["scan", "--bundle", "why.json"], args].concat();
    place.run(&args).success();
    let text = fs::read_to_string(place.path("why.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

pub(crate) fn verify(place: &Place, args: &[&str]) -> Run {
    place.run(&[&["verify", "why.json"], args].concat())
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of a JSON object as the documentation says: keys sorted, no spaces, without itself.
pub(crate) fn digest(part: &Value) -> String {
    let mut part = part.clone();
    part.as_object_mut().unwrap().remove("digest");
    sha256(part.to_string().as_bytes())
}

/// What a forger does who has read the documentation: every digest anew.
pub(crate) fn reseal(bundle: &mut Value) {
    for repository in bundle["repositories"].as_array_mut().unwrap() {
        repository["digest"] = digest(repository).into();
    }
    for person in bundle["people"].as_array_mut().unwrap() {
        for finding in person["findings"].as_array_mut().unwrap() {
            finding["digest"] = digest(finding).into();
        }
        person["digest"] = digest(person).into();
    }
    bundle["digest"] = digest(bundle).into();
}

/// Fails with 1 and names each of `parts`.
pub(crate) fn refused(run: &Run, parts: &[&str]) {
    assert_eq!(run.code, Some(1), "{run:?}");
    let text = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn bundles_and_verifications_are_what_their_schemas_say() {
    let place = Place::new();
    let bundle = bundled(&place);
    let verification = verify(&place, &["widget", "--format", "json"]).json();
    assert_eq!(verification["holds"], true);
    assert_eq!(verification["found_again"], true);
    for (what, value) in [("bundle", bundle), ("verification", verification)] {
        let schema = place.run(&["schema", what]).success();
        let schema = serde_json::from_str(&schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<_> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{what}: {errors:#?}");
    }
}

#[test]
fn everything_can_be_computed_by_hand() {
    let place = Place::new();
    let mut bundle = bundled(&place);
    let as_written = bundle.clone();
    reseal(&mut bundle);
    assert_eq!(bundle, as_written);
    let objects = bundle["objects"].as_array().unwrap();
    assert_eq!(objects.len(), 8);
    for object in objects {
        let content = object["content"].as_str().unwrap();
        let id = object["id"].as_str().unwrap();
        let hash = ["hash-object", "-t", "commit", "--stdin"];
        let hashed = place.git(&place.path("widget"), &hash, content);
        assert_eq!(hashed.trim_end(), id);
        assert_eq!(object["sha256"], sha256(content.as_bytes()));
        let stored = place.git(&place.path("widget"), &["cat-file", "commit", id], "");
        assert_eq!(content, stored);
    }
    let tips = place.git(
        &place.path("widget"),
        &["for-each-ref", "--format=%(objectname) %(refname)"],
        "",
    );
    let text: Vec<_> = bundle["repositories"][0]["tips"]
        .as_array()
        .unwrap()
        .iter()
        .collect();
    for tip in tips.lines() {
        assert!(text.contains(&&json!(tip)), "{tip} in {text:?}");
    }
}

#[test]
fn names_that_are_no_utf8_and_long_ids_hold() {
    let place = Place::new();
    for (name, format) in [("short", "sha1"), ("long", "sha256")] {
        fs::create_dir(place.path(name)).unwrap();
        let format = format!("--object-format={format}");
        place.git(
            &place.path(name),
            &["init", "--quiet", "--bare", &format],
            "",
        );
        let stream = split("main", "J~rg Painted <jorg@gate.example>", 8).concat();
        let stream = stream.replace("data 5", "encoding ISO-8859-1\ndata 5");
        let bytes = stream
            .bytes()
            .map(|byte| if byte == b'~' { 0xf6 } else { byte });
        let bytes: Vec<_> = bytes.collect();
        let import = ["fast-import", "--quiet", "--date-format=raw-permissive"];
        place.git(&place.path(name), &import, &bytes);
        let bundle = bundle(&place, &[name]);
        assert_eq!(bundle["people"][0]["names"][0], "J\u{f6}rg Painted");
        assert_eq!(bundle["objects"][0]["encoding"], "base64");
        verify(&place, &[name]).success();
    }
}

#[test]
fn the_same_scan_writes_the_same_bytes() {
    let place = Place::new();
    bundled(&place);
    let read = || fs::read(place.path("why.json")).unwrap();
    let first = read();
    for args in [&["widget", "--jobs", "1"], &["widget", "--jobs", "7"]] {
        bundle(&place, args);
        assert!(read() == first, "{args:?}");
    }
    place.git(&place.path("widget"), &["repack", "-adfq"], "");
    place.git(&place.path("widget"), &["pack-refs", "--all"], "");
    bundle(&place, &["widget"]);
    assert!(read() == first, "repacked");
}

#[test]
fn a_list_that_may_not_be_shared_leaves_no_trace() {
    let place = Place::new();
    bundled(&place);
    place.write(
        "north.csv",
        "kind,value\nmailbox,ada@studio.example\nmailbox,victor@gate.example\n",
    );
    let read = || fs::read(place.path("why.json")).unwrap();
    let whom: [&[&str]; 4] = [
        &[],
        &["--content"],
        &["--all"],
        &["--person", "ada@studio.example"],
    ];
    for whom in whom {
        let args = [&["widget"], whom].concat();
        bundle(&place, &args);
        let without = read();
        for tlp in ["green", "amber", "amber+strict", "red"] {
            let import = [
                "indicators",
                "import",
                "--csv",
                "north.csv",
                "--grade",
                "A",
                "--tlp",
                tlp,
            ];
            place
                .run(&[&import[..], &["--data", tlp]].concat())
                .success();
            let scan = ["scan", "--bundle", "why.json", "--data", tlp];
            let run = place.run(&[&scan[..], &args].concat());
            assert!(run.stderr.contains("the bundle leaves out "), "{run:?}");
            run.success();
            assert!(read() == without, "{tlp} with {whom:?}");
        }
    }
}

#[test]
fn a_public_list_is_named() {
    let place = Place::new();
    bundled(&place);
    place.write("north.csv", "kind,value\nmailbox,ada@studio.example\n");
    let import = [
        "indicators",
        "import",
        "--csv",
        "north.csv",
        "--grade",
        "A",
        "--tlp",
        "clear",
    ];
    place
        .run(&[&import[..], &["--data", "data"]].concat())
        .success();
    let bundle = bundle(&place, &["widget", "--data", "data"]);
    assert_eq!(bundle["lists"][0]["name"], "north");
    verify(&place, &["widget", "--data", "data"]).success();
    refused(
        &verify(&place, &["widget"]),
        &["it relies on an imported list"],
    );
}

#[test]
fn a_bundle_may_be_about_nobody_or_one_person() {
    let place = Place::new();
    bundled(&place);
    let nobody = bundle(&place, &["widget", "--min-level", "urgent"]);
    assert_eq!(
        (&nobody["people"], &nobody["objects"]),
        (&json!([]), &json!([]))
    );
    let text = verify(&place, &["widget"]).success();
    assert!(text.contains("It contains no person"), "{text}");
    let ada = bundle(&place, &["widget", "--person", "ada@studio.example"]);
    assert_eq!(ada["people"].as_array().unwrap().len(), 1);
    assert_eq!(ada["people"][0]["level"], "quiet");
    assert_eq!(ada["options"]["person"], ada["people"][0]["id"]);
    let text = verify(&place, &["widget"]).success();
    assert!(text.contains("No findings about\n  Ada Ordinary"), "{text}");
}

#[test]
fn options_are_repeated() {
    let place = Place::new();
    bundled(&place);
    let args = [
        "widget",
        "--ref",
        "main",
        "--since",
        "2024-03-03",
        "--until",
        "2024-03-08",
    ];
    let bundle = bundle(
        &place,
        &[&args[..], &["--heuristic", "split-clock", "--all"]].concat(),
    );
    assert_eq!(bundle["options"]["refs"], json!(["main"]));
    assert_eq!(bundle["options"]["heuristics"].as_array().unwrap().len(), 1);
    assert_eq!(
        bundle["repositories"][0]["tips"].as_array().unwrap().len(),
        1
    );
    assert_eq!(bundle["people"].as_array().unwrap().len(), 1);
    let run = verify(&place, &["widget"]);
    assert!(run.stdout.contains("the same 6 commits"), "{run:?}");
    run.success();
}

#[test]
fn accepted_findings_are_in_with_their_reason() {
    let place = Place::new();
    bundled(&place);
    let accept = [
        "scan",
        "widget",
        "--write-baseline",
        "b.toml",
        "--reason",
        "their proxy does it",
    ];
    place.run(&accept).success();
    let bundle = bundle(&place, &["widget", "--baseline", "b.toml", "--all"]);
    let people = bundle["people"].as_array().unwrap();
    let mut accepted = people
        .iter()
        .flat_map(|person| person["findings"].as_array().unwrap());
    let accepted = accepted
        .find(|finding| finding["heuristic"] == "split-clock")
        .unwrap();
    assert_eq!(accepted["accepted"]["reason"], "their proxy does it");
    assert!(people.iter().all(|person| person["level"] == "quiet"));
    let text = verify(&place, &["widget"]).success();
    assert!(text.contains("accepted: their proxy does it"), "{text}");
}

#[test]
fn a_bundle_that_cannot_be_written_fails_before_the_work() {
    let place = Place::new();
    place.repository("widget", &split("main", VIC, 8));
    let run = place.run(&["scan", "widget", "--bundle", "missing/why.json"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(5), ""), "{run:?}");
}
