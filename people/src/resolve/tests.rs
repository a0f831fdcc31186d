//! Who becomes one person by anchors.

use countersign_facts::{
    ActorLine, Batch, CommitRecord, History, Key, KeyKind, ObjectId, PlatformClaim,
    SignatureRecord, Subject, Traces,
};

use super::*;

const ADA: &str = "Ada Example <ada@mail.example>";
/// The first second of 2024-03-04.
const MONDAY: i64 = 1_709_510_400;

/// The people of a history in which each of these commits on a day of its own, signed with this SSH key.
fn people_of(committers: &[&str], key: Option<&str>) -> People {
    let mut history = History::default();
    let repository = history.add_repository("repository");
    let mut batch = Batch::default();
    for (position, identity) in (0_u8..).zip(committers) {
        let line = ActorLine {
            identity: identity.as_bytes(),
            seconds: Some(MONDAY + i64::from(position) * 86_400),
            offset: b"+0200",
        };
        batch.push(&CommitRecord {
            id: ObjectId::from_bytes(&[position + 1; 20]).expect("twenty bytes are an id"),
            tree: None,
            parents: Vec::new(),
            author: line,
            committer: line,
            encoding: None,
            subject: Subject::Other,
            cherry_picked: false,
            platform: PlatformClaim::None,
            traces: Traces::empty(),
            trailers: Vec::new(),
            signature: key.map(|id| SignatureRecord {
                key: Some(Key {
                    kind: KeyKind::Ssh,
                    id: id.into(),
                }),
                created: None,
                signer: None,
            }),
        });
    }
    history.absorb(repository, batch);
    history.seal();
    People::resolve(&history)
}

/// How many people there are when each of `signers` signs twice with one key.
fn people(signers: &[&str]) -> usize {
    let twice = [signers, signers].concat();
    people_of(&twice, Some("SHA256:one")).all().len()
}

#[test]
fn a_key_joins_identities_that_nothing_keeps_apart() {
    let signers = [
        ADA,
        "Ada Harker <harker@corp.test.example>",
        "nightowl <owl@pen.example>",
        "Ada Example <ada@laptop.local>",
    ];
    assert_eq!(people(&signers), 1);
}

#[test]
fn a_key_joins_no_strangers() {
    let zoe = "Zoe Quill <zoe@pen.example>";
    let handle = "nightowl <owl@pen.example>";
    assert_eq!(people(&[ADA, zoe]), 2);
    assert_eq!(
        people(&[ADA, zoe, handle]),
        3,
        "the handle could be either's"
    );
}

#[test]
fn a_service_key_joins_nobody_and_many_mailboxes_make_no_service() {
    let named: Vec<_> = (1..=8)
        .map(|number| format!("Ada Example <a{number}@mail.example>"))
        .collect();
    let nameless: Vec<_> = (1..=8)
        .map(|number| format!("a{number}@mail.example <a{number}@mail.example>"))
        .collect();
    let people = |signers: &[String]| people(&signers.iter().map(|one| &**one).collect::<Vec<_>>());
    assert_eq!(people(&named), 1);
    assert_eq!(people(&nameless), 8);
}

#[test]
fn a_robot_is_a_robot_at_any_address() {
    let people = people_of(&[ADA, "renovate[bot] <ada@mail.example>"], None);
    assert_eq!(people.all().len(), 2);
    let robots = people.all().iter().filter(|person| person.automation);
    assert_eq!(robots.count(), 1);
}
