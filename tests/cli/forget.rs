//! `forget`: what goes, what stays, and that it does not come back.

use crate::support::{Place, Run, ordinary};

const ZEB: &str = "Zebulon Quillfeather <7001+zebq@users.noreply.github.com>";
const HOME: &str = "Zebulon Quillfeather <zeb@studio.example>";
const BEA: &str = "Bea Sample <bea@mail.example>";

fn remembered(place: &Place) {
    let mut commits = ordinary("main", ZEB, 5);
    commits.extend(ordinary("home", HOME, 5));
    commits.extend(ordinary("side", BEA, 5));
    place.repository("widget", &commits);
    remember(place);
}

fn remember(place: &Place) {
    let scan = ["scan", "widget", "--remember", "--data", "data", "--quiet"];
    place.run(&scan).success();
}

fn forget(place: &Place, args: &[&str]) -> Run {
    place.run(&[&["forget", "--data", "data"], args].concat())
}

fn code(place: &Place, who: &str) -> Option<i32> {
    place.run(&["person", who, "--data", "data"]).code
}

#[test]
fn a_whole_person_goes_and_does_not_come_back() {
    let place = Place::new();
    remembered(&place);
    let planned = forget(&place, &["7001", "--dry-run"]).success();
    assert!(
        planned.contains("account 7001") && planned.contains("mailbox m-"),
        "{planned}"
    );
    assert!(planned.contains("the repositories themselves"), "{planned}");
    assert_eq!(code(&place, "7001"), Some(0), "nothing went yet");
    let gone = forget(&place, &["7001", "--yes"]).success();
    assert_eq!(
        gone,
        planned.replace("Would forget", "Forgot"),
        "what was shown is what went"
    );
    remember(&place);
    for who in [
        "7001",
        "zeb@studio.example",
        "Zebulon Quillfeather",
        "@zebq",
    ] {
        assert_eq!(code(&place, who), Some(2), "{who}");
    }
    let text = place.run(&["person", "7001", "--data", "data"]).stderr;
    assert!(text.contains("was forgotten"), "{text}");
    assert_eq!(code(&place, "bea@mail.example"), Some(0), "others stay");
}

#[test]
fn one_identifier_goes_alone_where_that_is_asked() {
    let place = Place::new();
    remembered(&place);
    forget(&place, &["zeb@studio.example", "--only", "--yes"]).success();
    assert_eq!(code(&place, "zeb@studio.example"), Some(2));
    assert_eq!(code(&place, "7001"), Some(0));
}

#[test]
fn nobody_is_forgotten_without_a_word() {
    let place = Place::new();
    remembered(&place);
    let asked = forget(&place, &["7001"]);
    assert_eq!(asked.code, Some(2), "{asked:?}");
    assert!(asked.stderr.contains("--yes"), "{}", asked.stderr);
    assert_eq!(code(&place, "7001"), Some(0));
    let unknown = forget(&place, &["nobody@mail.example", "--yes"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
}

#[test]
fn the_database_of_the_app_forgets_in_the_same_way() {
    let place = Place::new();
    remembered(&place);
    let database = format!("sqlite://{}", place.path("data/countersign.db").display());
    let moved = place.path("key");
    std::fs::rename(place.path("data/hash.key"), &moved).unwrap();
    let place_of_it = [
        "--database",
        &database,
        "--hash-key-file",
        moved.to_str().unwrap(),
    ];
    let forget = [&["forget", "7001", "--yes"], &place_of_it[..]].concat();
    place.run(&forget).success();
    let person = [&["person", "7001"], &place_of_it[..]].concat();
    assert_eq!(place.run(&person).code, Some(2));
}

/// Several names may be several people's, who share the mailbox: it joins none of them, and finds them all.
#[test]
fn a_mailbox_of_several_names_is_found_and_forgotten() {
    let place = Place::new();
    let shared = |name: &str| format!("{name} <desk@studio.example>");
    let names = ["Zebulon Quillfeather", "Bea Sample", "Corwin Thistlewood"];
    let mut commits = Vec::new();
    for (branch, name) in ["main", "home", "side"].into_iter().zip(names) {
        commits.extend(ordinary(branch, &shared(name), 5));
    }
    place.repository("widget", &commits);
    remember(&place);
    let asked = place.run(&["person", "desk@studio.example", "--data", "data"]);
    assert_eq!(asked.code, Some(2), "{asked:?}");
    for name in names {
        assert!(asked.stderr.contains(name), "{}", asked.stderr);
    }
    let one = place.run(&["person", names[0], "--data", "data"]).success();
    assert!(!one.contains(names[1]), "{one}");
    let clone = ["person", "desk@studio.example", "--blast-radius", "widget"];
    let touched = place.run(&clone);
    assert_eq!(touched.code, Some(2), "who of the three? {touched:?}");
    forget(&place, &["desk@studio.example", "--only", "--yes"]);
    for name in names {
        forget(&place, &[name, "--yes"]).success();
    }
    remember(&place);
    for name in names {
        assert_eq!(code(&place, name), Some(2), "{name}");
    }
}
