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
    let lines: Vec<_> = (0..)
        .zip(committers)
        .map(|(day, who)| (*who, day * 24, "+0200"))
        .collect();
    people_at(&lines, key)
}

/// The people of a history of commits: by whom, at which hour, on a clock with which offset.
fn people_at(commits: &[(&str, i64, &str)], key: Option<&str>) -> People {
    let mut history = History::default();
    let repository = history.add_repository("repository");
    let mut batch = Batch::default();
    for (position, (identity, hour, offset)) in (0_u8..).zip(commits) {
        let line = ActorLine {
            identity: identity.as_bytes(),
            seconds: Some(MONDAY + hour * 3_600),
            offset: offset.as_bytes(),
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

const MAILBOX: &str = "adalov <adalov@mail.example>";
const ACCOUNT: &str = "adalov <4711+adalov@users.noreply.github.com>";

#[test]
fn a_mailbox_and_the_address_that_hides_it_are_one_person() {
    let people = people_of(&[MAILBOX, ACCOUNT, "adalov <ADALOV@mail.example>"], None);
    let [person] = people.all() else {
        panic!("{:?}", people.all());
    };
    assert_eq!(person.joins().len(), 1);
    let identities = |of: &[u32]| of.iter().copied().map(IdentityIndex).collect();
    assert_eq!(person.joins_between(&identities(&[0, 1])).len(), 1);
    assert_eq!(person.joins_between(&identities(&[1, 2])).len(), 1);
    assert!(person.joins_between(&identities(&[0, 2])).is_empty());
    assert!(!person.contested);
    let mailbox = people_of(&[MAILBOX], None);
    assert_eq!(
        people.find(&mailbox.all()[0].id).map(|one| &one.id),
        Some(&person.id)
    );
}

#[test]
fn only_the_joins_between_what_is_asked_for_are_named() {
    let people = people_of(
        &[
            "Zebulon Quillfeather <zq@one.example>",
            "Zebulon Quillfeather <zebulon@two.example>",
            "Zebulon Quillfeather <quill@three.example>",
        ],
        None,
    );
    assert_eq!(people.all().len(), 1);
    let person = &people.all()[0];
    assert_eq!(person.joins().len(), 2);
    let all = (0..3).map(IdentityIndex).collect();
    assert_eq!(person.joins_between(&all).len(), 2);
    let [one, other] = [person.joins()[0].ends.0, person.joins()[0].ends.1];
    assert_eq!(person.joins_between(&[one, other].into()).len(), 1);
}

#[test]
fn evidence_joins_nobody_whom_anything_keeps_apart() {
    for committers in [
        // Two accounts.
        &[ACCOUNT, "adalov <4712+adalov@users.noreply.github.com>"][..],
        // Zebulon's name once on Ada's mailbox: the mailbox is Ada's, and she is not Zebulon.
        &[
            "Ada Lovewick <ada@mail.example>",
            "Zebulon Quillfeather <ada@mail.example>",
            "Zebulon Quillfeather <zq@studio.example>",
        ],
        // A program's name.
        &[MAILBOX, "adalov[bot] <adalov@mail.example>"],
        // A given name and a handle of it.
        &["alex <alex@one.example>", "alex <alex@two.example>"],
    ] {
        assert_eq!(people_of(committers, None).all().len(), 2, "{committers:?}");
    }
}

#[test]
fn clocks_that_disagree_in_turns_keep_two_apart() {
    let turns = |days: i64, offset| {
        let day = |day: i64| {
            [
                (MAILBOX, day * 24, "+0200"),
                (ACCOUNT, day * 24 + 5, offset),
            ]
        };
        people_at(&(0..days).flat_map(day).collect::<Vec<_>>(), None)
            .all()
            .len()
    };
    assert_eq!(turns(5, "+0200"), 1);
    assert_eq!(turns(5, "-0700"), 2);
    assert_eq!(turns(1, "-0700"), 1, "a journey");
    assert_eq!(turns(5, "+0000"), 1, "UTC is the clock of machines");
    let moved = [
        (MAILBOX, 0, "+0200"),
        (MAILBOX, 24, "+0200"),
        (ACCOUNT, 240, "-0700"),
        (ACCOUNT, 264, "-0700"),
    ];
    assert_eq!(people_at(&moved, None).all().len(), 1);
}

#[test]
fn the_order_of_commits_decides_nothing() {
    let committers = [
        MAILBOX,
        ACCOUNT,
        "Ada Lovewick <ada@one.example>",
        "Ada Lovewick <lovewick@two.example>",
        "A. Lovewick <4711+lovewickada@users.noreply.github.com>",
        ADA,
    ];
    let lines: Vec<_> = (0..)
        .zip(committers)
        .map(|(day, who)| (who, day * 24, "+0200"))
        .collect();
    let mut turned = lines.clone();
    turned.reverse();
    let ids = |lines: &[_]| {
        let people = people_at(lines, None);
        people
            .all()
            .iter()
            .map(|one| (one.id.clone(), one.joins().len()))
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&lines), ids(&turned));
}
