//! What somebody can prove about their own history.

use countersign_facts::{
    ActorLine, Batch, CommitRecord, History, ObjectId, PlatformClaim, Subject, Tlp, Traces,
};
use countersign_heuristics::{Level, examine};
use countersign_people::Population;
use countersign_report::prove::{Provenance, json, schema, text};
use countersign_report::{Baseline, Look, Repository, Request, Scan, find_person};

/// The first second of 2024-03-04, in UTC.
const MONDAY: i64 = 1_709_510_400;
const DAY: i64 = 86_400;
const ADA: &[u8] = b"Ada Example <ada@corp.test.example>";
const PLATFORM: &[u8] = b"Forge <noreply@forge.example>";

fn id(number: u8) -> ObjectId {
    ObjectId::from_bytes(&[number; 20]).expect("twenty bytes are an id")
}

/// A chain of commits, one a day; the platform makes those of these days.
fn population(days: u8, by_platform: &[u8]) -> Population {
    let mut history = History::default();
    let repository = history.add_repository("one");
    let mut batch = Batch::default();
    for day in 1..=days {
        let made = by_platform.contains(&day);
        let line = |identity| ActorLine {
            identity,
            seconds: Some(MONDAY + i64::from(day) * DAY),
            offset: b"+0000",
        };
        batch.push(&CommitRecord {
            id: id(day),
            tree: None,
            parents: (day > 1).then(|| id(day - 1)).into_iter().collect(),
            author: line(ADA),
            committer: line(if made { PLATFORM } else { ADA }),
            encoding: None,
            subject: Subject::Other,
            cherry_picked: false,
            platform: match made {
                true => PlatformClaim::Verified,
                false => PlatformClaim::None,
            },
            traces: Traces::empty(),
            trailers: Vec::new(),
            signature: None,
        });
    }
    history.absorb(repository, batch);
    history.seal();
    Population::new(history)
}

fn provenance(days: u8, by_platform: &[u8]) -> Provenance {
    let population = population(days, by_platform);
    let repository = Repository {
        name: "one".to_owned(),
        source: "../my one".to_owned(),
        ..Repository::default()
    };
    let scan = Scan::new(Request {
        population: &population,
        assessments: &examine(&population, &[]),
        repositories: vec![repository],
        baseline: &Baseline::default(),
        min_level: Level::Quiet,
        tlp: Tlp::Red,
    });
    let person = find_person(&scan, "ada@corp.test.example").expect("Ada is there");
    let mut dossiers = population.dossiers();
    let dossier = dossiers.find(|one| one.person().id == person.id);
    Provenance::new(&dossier.expect("Ada"), person, &scan.repositories)
}

#[test]
fn work_below_signed_commits_is_proven() {
    let proven = provenance(10, &[4, 8]);
    let one = &proven.repositories[0];
    assert_eq!((one.commits, one.proven), (10, 8));
    let at = |day: i64| Some(MONDAY + day * DAY);
    assert_eq!((one.oldest, one.half, one.newest), (at(4), at(8), at(8)));
    let witnesses: Vec<_> = one.proofs.iter().map(|proof| &*proof.witness).collect();
    assert_eq!(witnesses, [id(4).to_string(), id(8).to_string()]);
    let ancestor = format!(
        "git -C '../my one' merge-base --is-ancestor {} {}",
        id(1),
        id(4)
    );
    assert_eq!(one.proofs[0].check[1], ancestor);
    insta::assert_snapshot!(text(&proven, &Look::default()));
}

#[test]
fn a_history_without_a_platform_proves_nothing_and_says_that_this_is_nothing_bad() {
    let proven = provenance(10, &[]);
    let one = &proven.repositories[0];
    assert_eq!((one.proven, one.oldest, one.half), (0, None, None));
    let text = text(&proven, &Look::default());
    assert!(text.contains("says nothing against a commit"), "{text}");
    assert!(!text.contains("verify-commit"), "{text}");
}

#[test]
fn a_commit_that_the_platform_made_is_its_own_witness() {
    let proven = provenance(1, &[1]);
    assert_eq!(proven.repositories[0].proofs[0].check.len(), 1);
}

#[test]
fn the_json_has_the_fields_of_its_schema() {
    let value: serde_json::Value = serde_json::from_str(&json(&provenance(10, &[4]))).unwrap();
    let known = &schema()["properties"];
    for field in value.as_object().unwrap().keys() {
        assert!(known[field].is_object(), "{field}");
    }
}
