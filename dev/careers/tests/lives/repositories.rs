//! What is written are git repositories, the same ones every time.

use std::collections::BTreeSet;
use std::process::Command;

use countersign_careers::{Atlas, Care, Community, PERSONAS, Plan, WAYS};
use countersign_facts::{KeyKind, ObjectId};

use crate::verdicts::history;

fn everybody(seed: u64) -> Plan {
    let mut community = Community::new(seed, Atlas::world(), 2);
    for way in &WAYS {
        community = community.honest(way, 20);
    }
    for (persona, care) in PERSONAS.iter().zip(Care::ALL.into_iter().cycle()) {
        community = community.persona(persona, care, 20);
    }
    community.plan()
}

fn ids(plan: &Plan) -> BTreeSet<ObjectId> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths = plan.write(folder.path()).expect("git takes the plan");
    history(&paths)
        .commits()
        .map(|commit| commit.id())
        .collect()
}

#[test]
fn a_seed_is_the_same_commits_every_time() {
    let first = ids(&everybody(7));
    assert_eq!(first.len(), everybody(7).len());
    assert_eq!(first, ids(&everybody(7)));
    assert!(
        first.is_disjoint(&ids(&everybody(8))),
        "another seed is another community"
    );
}

#[test]
fn git_finds_nothing_wrong() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths = everybody(7)
        .write(folder.path())
        .expect("git takes the plan");
    for path in paths {
        let git = Command::new("git")
            .args(["fsck", "--strict"])
            .current_dir(&path)
            .output();
        let said = git.expect("git runs");
        assert!(
            said.status.success(),
            "{}",
            String::from_utf8_lossy(&said.stderr)
        );
    }
}

#[test]
fn signatures_name_their_keys() {
    let way = countersign_careers::Way::named("key-rotation").expect("a way of life");
    let plan = Community::new(3, Atlas::world(), 1).honest(way, 30).plan();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let history = history(&plan.write(folder.path()).expect("git takes the plan"));
    let keys: Vec<_> = history.keys().iter().map(|(_, key)| key.kind).collect();
    assert_eq!(keys, [KeyKind::Ssh; 2]);
    assert!(history.commits().all(|commit| commit.signature().is_some()));
}
