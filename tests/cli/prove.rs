//! `prove`: what somebody can prove about the age of their own history.

use crate::support::{ADA, Place, VIC, ordinary};

fn place() -> Place {
    let place = Place::new();
    place.repository("one", &ordinary("main", ADA, 5));
    place.repository("two", &ordinary("main", VIC, 5));
    place
}

#[test]
fn without_signed_platform_commits_nothing_is_proven() {
    let place = place();
    let text = place.run(&["prove", "ada@studio.example", "one"]).success();
    assert!(text.contains("none of 5 commits"), "{text}");
    assert!(text.contains("says nothing against a commit"), "{text}");
}

/// The commands of a proof are what somebody else runs, so they are run here.
#[test]
fn signed_platform_commits_prove_what_lies_below_them() {
    let place = Place::new();
    place.run(&["demo", "--keep", "demo"]).success();
    let key = ["--platform-key", "noreply@github.com=demo/github.pub"];
    let run = |args: &[&str]| {
        place
            .run(&[args, &key, &["--format", "json"]].concat())
            .json()
    };
    let scan = run(&["scan", "demo", "--all"]);
    let ids = scan["people"].as_array().unwrap().iter();
    let ids = ids.map(|person| person["id"].as_str().unwrap());
    let mut commands = 0;
    for id in ids {
        let proof = run(&["prove", id, "demo"]);
        let repository = &proof["repositories"][0];
        assert!(repository["proven"].as_u64() <= repository["commits"].as_u64());
        for one in repository["proofs"].as_array().into_iter().flatten() {
            let Some(command) = one["check"][1].as_str() else {
                continue;
            };
            let words: Vec<_> = command.split(' ').skip(1).collect();
            place.git(&place.path("."), &words, "");
            commands += 1;
        }
    }
    assert!(commands > 0, "somebody's work lies below a signed commit");
}

#[test]
fn several_repositories_are_one_population() {
    let place = place();
    let run = place.run(&["prove", "Victor", "one", "two", "--format", "json"]);
    let proof = run.json();
    assert_eq!(proof["schema"], "countersign/proof/1");
    let repositories = proof["repositories"].as_array().unwrap();
    assert_eq!(repositories.len(), 1, "Victor works in one of them");
    assert_eq!(repositories[0]["name"], "two");
    assert_eq!(repositories[0]["commits"], 5);
    assert_eq!(repositories[0]["oldest"], serde_json::Value::Null);
}

#[test]
fn nobody_of_that_name_ends_with_2_and_an_unread_repository_with_3() {
    let place = place();
    let unknown = place.run(&["prove", "nobody@mail.example", "one"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    let unread = place.run(&["prove", "Ada", "one", "missing"]);
    assert_eq!(unread.code, Some(3), "{unread:?}");
    let none = place.run(&["prove", "Ada", "missing"]);
    assert_eq!(none.code, Some(4), "{none:?}");
}

#[test]
fn the_proof_can_be_written_to_a_file() {
    let place = place();
    let args = ["prove", "Ada", "one", "--output", "proof.txt"];
    assert_eq!(place.run(&args).success(), "");
    let written = std::fs::read_to_string(place.path("proof.txt")).unwrap();
    assert!(written.starts_with("Ada Ordinary"), "{written}");
}
