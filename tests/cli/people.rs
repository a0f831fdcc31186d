//! `people`: who is who, and why.

use crate::support::{Place, START};

fn commit(author: &str, number: i64) -> String {
    let when = START + number * 3_600;
    format!(
        "commit refs/heads/main\nauthor {author} {when} +0100\ncommitter {author} {when} +0100\n\
         data 6\nchange\n"
    )
}

fn repository(place: &Place, name: &str, authors: &[&str]) {
    let commits: Vec<_> = (0..)
        .zip(authors)
        .map(|(number, author)| commit(author, number))
        .collect();
    place.repository(name, &commits);
}

const AUTHORS: [&str; 4] = [
    "Zebulon Quillfeather <zq@studio.test.example>",
    "Zebulon Quillfeather <z@mail.test.example>",
    "zq <z@mail.test.example>",
    "Ada Lovewick <ada@mail.test.example>",
];

#[test]
fn people_are_listed_with_the_evidence_of_every_join() {
    let place = Place::new();
    repository(&place, "repo", &AUTHORS);
    let text = place.run(&["people", "repo"]).success();
    assert!(
        text.starts_with("4 identities of 2 people in 1 project"),
        "{text}"
    );
    assert!(
        text.contains("no .mailmap") && text.contains("bits: one mailbox"),
        "{text}"
    );
    assert!(!text.contains("Ada"), "one identity is not listed: {text}");
    assert!(
        place
            .run(&["people", "repo", "--all"])
            .success()
            .contains("Ada")
    );
    let list = place.run(&["people", "repo", "--format", "json"]).json();
    let people = list["people"].as_array().unwrap();
    let joins = |person: &serde_json::Value| {
        let identities = person["identities"].as_array().unwrap();
        identities
            .iter()
            .filter(|one| one["joined"].is_object())
            .count()
    };
    assert_eq!(people.iter().map(joins).collect::<Vec<_>>(), [2, 0]);
    let csv = place.run(&["people", "repo", "--format", "csv"]).success();
    assert_eq!(csv.lines().count(), 1 + AUTHORS.len());
}

#[test]
fn a_join_is_explained_and_undone() {
    let place = Place::new();
    repository(&place, "repo", &AUTHORS);
    let (a, b) = ("zq@studio.test.example", "zq");
    let why = |more: &[&str]| {
        let args = [&["people", "repo", "--why", a, b], more].concat();
        place.run(&args).success()
    };
    assert!(why(&[]).contains("belong to one person"), "{}", why(&[]));
    let undone = why(&["--apart", a, "z@mail.test.example"]);
    assert!(undone.contains("separated as two people"), "{undone}");
    let anchors = why(&["--tier", "anchors"]);
    assert!(anchors.contains("they share no anchor"), "{anchors}");
    let unknown = place.run(&["people", "repo", "--why", a, "nobody"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
}

#[test]
fn projects_are_linked_by_what_is_strong_enough() {
    let place = Place::new();
    repository(
        &place,
        "one",
        &[
            "Zebulon Quillfeather <zq@studio.test.example>",
            "nightowl77 <nightowl77@mail.test.example>",
        ],
    );
    repository(
        &place,
        "two",
        &[
            "Zebulon Quillfeather <z@mail.test.example>",
            "nightowl77 <n@studio.test.example>",
        ],
    );
    let text = place.run(&["people", "one", "two"]).success();
    assert!(
        text.starts_with("4 identities of 3 people in 2 projects"),
        "{text}"
    );
    assert!(
        text.contains("Possible matches between projects") && text.contains("one handle, rare"),
        "{text}"
    );
}

#[test]
fn a_fork_is_nobodys_second_job() {
    let place = Place::new();
    repository(&place, "one", &AUTHORS);
    repository(&place, "two", &AUTHORS);
    let text = place.run(&["people", "one", "two"]).success();
    assert!(text.starts_with("8 identities of 4 people"), "{text}");
}
