//! `scan --remember` and `person`: what the memory holds about people, and why.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{DAY, Place, Run, START, commit, split};

/// Zebulon, at three holders, under changing names, addresses and clocks.
const AT_ACME: &str = "Zebulon Quillfeather <zeb@studio.example>";
const AT_BOLT: &str = "Zebulon Quillfeather <7001+zebq@users.noreply.github.com>";
const RENAMED: &str = "Z. Q. <7001+night-quill@users.noreply.github.com>";
const AT_CORK: &str = "Marlow Ashgrove <zeb@studio.example>";
const BEA: &str = "Bea Sample <bea@mail.example>";

fn work(who: &str, first_day: i64, days: i64, zone: &str) -> Vec<String> {
    let day = |day: i64| {
        let at = START + (first_day + day) * DAY + day * day * 271 % 20_000;
        commit("main", who, (at, zone), (at, zone))
    };
    (0..days).map(day).collect()
}

fn repository(place: &Place, holder: &str, commits: &[String]) {
    let path = place.repository(holder, commits);
    let url = format!("https://code.example/{holder}/widget.git");
    place.git(&path, &["remote", "add", "origin", &url], "");
}

/// Three repositories with one life in them, remembered.
fn remembered(place: &Place) {
    let mut acme = work(AT_ACME, 0, 12, "+0100");
    acme.extend(work(BEA, 3, 5, "+0200"));
    repository(place, "acme", &acme);
    let bolt = [
        work(AT_BOLT, 200, 6, "+0900"),
        work(RENAMED, 210, 6, "+0900"),
    ];
    repository(place, "bolt", &bolt.concat());
    repository(place, "cork", &work(AT_CORK, 400, 7, "-0500"));
    let run = remember(place, &["acme", "bolt", "cork"]);
    assert!(
        run.stderr.contains("remembered 2 people of 3 repositories"),
        "{}",
        run.stderr
    );
}

fn remember(place: &Place, repositories: &[&str]) -> Run {
    let run = place.run(&[&["scan", "--remember", "--data", "data"], repositories].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run
}

fn person(place: &Place, args: &[&str]) -> Run {
    place.run(&[&["person", "--data", "data"], args].concat())
}

fn dossier(place: &Place, who: &str) -> Value {
    person(place, &[who, "--format", "json"]).json()
}

fn texts(value: &Value, field: &str) -> Vec<String> {
    let all = value.as_array().unwrap().iter();
    all.map(|one| one[field].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_whole_life_is_one_dossier_however_one_asks() {
    let place = Place::new();
    remembered(&place);
    let whole = dossier(&place, "zeb@studio.example");
    assert_eq!(
        texts(&whole["names"], "name"),
        ["Marlow Ashgrove", "Z. Q.", "Zebulon Quillfeather"],
        "newest first"
    );
    assert_eq!(whole["commits"], 31);
    assert_eq!(
        texts(&whole["clocks"], "offset"),
        ["UTC+01:00", "UTC+09:00", "UTC-05:00"]
    );
    assert_eq!(
        texts(&whole["organisations"], "name"),
        [
            "code.example/acme",
            "code.example/bolt",
            "code.example/cork"
        ]
    );
    let logins = texts(&whole["accounts"][0]["logins"], "login");
    assert_eq!(logins, ["night-quill", "zebq"]);
    for join in whole["joins"].as_array().unwrap() {
        assert!(!join["reason"].as_str().unwrap().is_empty(), "{join}");
    }
    let id = whole["id"].as_str().unwrap();
    for who in ["7001", "@zebq", "NIGHT-QUILL", "marlow ashgrove", id] {
        assert_eq!(dossier(&place, who), whole, "{who}");
    }
    let text = person(&place, &["7001"]).success();
    assert!(
        text.contains("UTC+09:00") && text.contains("not a verdict on a person"),
        "{text}"
    );
    let csv = person(&place, &["7001", "--format", "csv"]).success();
    assert!(
        csv.contains("clock,'-") || csv.contains("clock,UTC-05:00"),
        "{csv}"
    );
}

#[test]
fn the_json_is_of_the_published_shape() {
    let place = Place::new();
    remembered(&place);
    for (of, args) in [
        ("person", &["7001", "--format", "json"][..]),
        (
            "blast-radius",
            &["7001", "--format", "json", "--blast-radius", "bolt"],
        ),
    ] {
        let schema: Value = serde_json::from_str(&place.run(&["schema", of]).success()).unwrap();
        let json = person(&place, args).json();
        let errors: Vec<_> = jsonschema::validator_for(&schema)
            .unwrap()
            .iter_errors(&json)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{of}: {errors:?}");
    }
}

#[test]
fn no_address_is_kept_in_clear() {
    let place = Place::new();
    remembered(&place);
    for file in fs::read_dir(place.path("data")).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("studio.example") && !text.contains("mail.example"));
    }
    let json = person(&place, &["7001", "--format", "json"]).success();
    assert!(!json.contains("@studio"), "{json}");
}

#[test]
fn reading_again_changes_nothing() {
    let place = Place::new();
    remembered(&place);
    let joins = |whole: &Value| whole["joins"].as_array().unwrap().len();
    let before = dossier(&place, "7001");
    for order in [&["cork", "bolt", "acme"][..], &["bolt"], &["acme"]] {
        remember(&place, order);
    }
    let after = dossier(&place, "7001");
    assert_eq!(
        (before["commits"].clone(), joins(&before)),
        (after["commits"].clone(), joins(&after))
    );
    assert_eq!(before["clocks"], after["clocks"]);
}

#[test]
fn a_fork_is_nobodys_second_job() {
    let place = Place::new();
    remembered(&place);
    repository(&place, "dusk", &work(AT_ACME, 0, 12, "+0100"));
    remember(&place, &["dusk"]);
    let whole = dossier(&place, "7001");
    assert_eq!((&whole["commits"], &whole["own"]), (&31.into(), &19.into()));
    let own = |holder: usize| whole["organisations"][holder]["repositories"][0]["own"].clone();
    assert_eq!(
        [own(0), own(1), own(2)],
        [0, 0, 12],
        "counted for neither of the two"
    );
}

#[test]
fn two_are_two_people_for_good_until_that_is_taken_back() {
    let place = Place::new();
    remembered(&place);
    let apart = person(
        &place,
        &["7001", "--apart", "zeb@studio.example", "--reason", "twins"],
    )
    .success();
    assert!(
        apart.contains("very rare") && apart.contains("bits"),
        "{apart}"
    );
    remember(&place, &["acme", "bolt"]);
    let whole = dossier(&place, "7001");
    assert_eq!(
        texts(&whole["names"], "name"),
        ["Z. Q.", "Zebulon Quillfeather"]
    );
    assert_eq!(whole["partings"][0]["reason"], "twins");
    person(&place, &["7001", "--undo-apart", "zeb@studio.example"]).success();
    assert_eq!(dossier(&place, "7001")["commits"], 31);
    let same = person(&place, &["7001", "--apart", "@zebq", "--reason", "twins"]);
    assert_eq!(same.code, Some(2), "{same:?}");
    assert!(same.stderr.contains("one identifier"), "{}", same.stderr);
}

#[test]
fn an_installation_sees_nothing_that_is_not_public() {
    let place = Place::new();
    remembered(&place);
    let run = person(&place, &["7001", "--as-installation", "42"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(
        run.stderr.contains("the memory has nobody"),
        "{}",
        run.stderr
    );
}

#[test]
fn findings_come_with_their_commits_and_innocent_explanations() {
    let place = Place::new();
    repository(
        &place,
        "gate",
        &split("main", "Victor Painted <victor@gate.example>", 12),
    );
    remember(&place, &["gate"]);
    let whole = dossier(&place, "victor@gate.example");
    let found = texts(&whole["findings"], "heuristic");
    assert!(found.iter().any(|id| id == "split-clock"), "{found:?}");
    let finding = &whole["findings"][0];
    let commit = finding["evidence"][0]["commit"].as_str().unwrap();
    assert_eq!(commit.len(), 40);
    assert!(!finding["innocent"].as_str().unwrap().is_empty());
}

#[test]
fn unknown_people_are_an_error() {
    let place = Place::new();
    let nothing = person(&place, &["7001"]);
    assert_eq!(nothing.code, Some(2));
    assert!(
        nothing.stderr.contains("scan --remember"),
        "{}",
        nothing.stderr
    );
    assert!(
        !Path::new(&place.path("data")).exists(),
        "asking makes no memory"
    );
    remembered(&place);
    let unknown = person(&place, &["nobody@mail.example"]);
    assert!(
        unknown.stderr.contains("the memory has nobody"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_scan_keeps_nothing_unless_asked() {
    let place = Place::new();
    repository(&place, "acme", &work(AT_ACME, 0, 3, "+0100"));
    place.run(&["scan", "acme", "--all"]).success();
    assert!(!place.path(".local").exists());
    let partly = place.run(&["scan", "acme", "--remember", "--since", "2w"]);
    assert_eq!(
        partly.code,
        Some(2),
        "a part of a history is not remembered"
    );
}

/// A commit of files, in a `git fast-import` stream.
fn change(who: [&str; 2], day: i64, message: &str, files: &[(&str, &str)]) -> String {
    let at = START + day * DAY;
    let mut text = format!(
        "commit refs/heads/main\nauthor {} {at} +0100\ncommitter {} {at} +0100\ndata {}\n{message}\n",
        who[0],
        who[1],
        message.len()
    );
    for (path, content) in files {
        text += &format!(
            "M 100644 inline {path}\ndata {}\n{content}\n",
            content.len()
        );
    }
    text + "\n"
}

fn touched(place: &Place, args: &[&str]) -> Value {
    let run = person(
        place,
        &[args, &["--format", "json", "--blast-radius", "repo"]].concat(),
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.json()["clones"][0].clone()
}

fn edited(place: &Place) {
    let zeb = [AT_ACME, AT_ACME];
    let trailer = format!("Pair\n\nCo-authored-by: {AT_ACME}");
    let review = format!("Pin\n\nReviewed-by: {AT_ACME}\n");
    let commits = [
        change(
            zeb,
            0,
            "Begin",
            &[("src/a.rs", "1"), ("src/b.rs", "1"), ("old.rs", "old")],
        ),
        change(
            zeb,
            1,
            "Release",
            &[
                (".github/workflows/release.yml", "on: push"),
                ("Cargo.toml", "x"),
            ],
        ),
        change(zeb, 2, "Again", &[("src/a.rs", "2"), ("it's.sh", "x")]),
        change([BEA, BEA], 3, "Edit", &[("src/b.rs", "2")]),
        change([BEA, AT_ACME], 4, "Apply", &[("src/c.rs", "1")]),
        change([BEA, BEA], 5, &trailer, &[("build.rs", "1")]),
        change(
            [BEA, BEA],
            6,
            &review,
            &[("Cargo.toml", "y"), ("src/b.rs", "3")],
        ),
    ];
    place.repository("repo", &commits);
    let url = "https://code.example/acme/repo.git";
    place.git(&place.path("repo"), &["remote", "add", "origin", url], "");
}

#[test]
fn what_was_touched_is_listed_in_the_order_of_looking_again() {
    let place = Place::new();
    edited(&place);
    let clone = touched(&place, &["zeb@studio.example"]);
    assert_eq!(
        texts(&clone["files"], "path"),
        [
            ".github/workflows/release.yml",
            "Cargo.toml",
            "build.rs",
            "src/a.rs",
            "it's.sh",
            "old.rs",
            "src/b.rs",
            "src/c.rs"
        ]
    );
    let state = |path: &str| {
        let files = clone["files"].as_array().unwrap();
        let file = files.iter().find(|one| one["path"] == path).unwrap();
        file["state"].clone()
    };
    assert_eq!(state("src/a.rs"), "as-left");
    assert_eq!(state("src/b.rs"), "changed-since");
    let mut roles = texts(&clone["commits"], "role");
    roles.dedup();
    assert_eq!(roles, ["authored", "applied", "co-authored", "reviewed"]);
    let files = clone["files"].as_array().unwrap();
    let counts = |path: &str| {
        let file = files.iter().find(|one| one["path"] == path).unwrap();
        [&file["changes"], &file["merges"], &file["reviews"]].map(|one| one.as_u64().unwrap())
    };
    assert_eq!(counts("Cargo.toml"), [2, 0, 1]);
    assert_eq!(
        counts("src/b.rs"),
        [1, 0, 0],
        "of reviews, only what can do more than its code"
    );
    let text = person(&place, &["zeb@studio.example", "--blast-radius", "repo"]).success();
    assert!(
        text.contains("reviews and approvals that no commit"),
        "what was not looked at is said: {text}"
    );
    assert!(text.contains("-- \"it's.sh\""), "{text}");
}

#[test]
fn every_command_shows_a_change() {
    let place = Place::new();
    edited(&place);
    let clone = touched(&place, &["zeb@studio.example"]);
    for file in clone["files"].as_array().unwrap() {
        let command = file["command"].as_str().unwrap();
        let output = std::process::Command::new("sh")
            .args(["-c", command])
            .current_dir(place.path("."))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        let shown = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && shown.contains("diff --git"),
            "{command}: {output:?}"
        );
    }
}

#[test]
fn the_memory_knows_the_person_in_clones_under_another_name() {
    let place = Place::new();
    remembered(&place);
    edited(&place);
    assert_eq!(
        touched(&place, &["7001"])["files"]
            .as_array()
            .unwrap()
            .len(),
        8
    );
    person(
        &place,
        &["7001", "--apart", "zeb@studio.example", "--reason", "twins"],
    )
    .success();
    let other = touched(&place, &["7001"]);
    assert_eq!(
        other["files"].as_array().unwrap().len(),
        0,
        "and whom somebody parted"
    );
    let unknown = person(&place, &["nobody@mail.example", "--blast-radius", "repo"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
}
