//! A dossier: what is told of one person, and what is set aside.

use std::collections::BTreeMap;

use countersign_facts::Offset;
use countersign_people::remembered::{
    Account, AccountKey, Appearance, Approval, Decision, DeployKey, Finding, Identifier, Join,
    KeyUse, Lead, Parting, Remembered, Right, Source,
};
use countersign_report::Look;
use countersign_report::dossier::{Dossier, csv, json, schema, text};

const START: i64 = 1_709_294_400;
const DAY: i64 = 86_400;
const MAILBOX: &str = "m-0123456789ab";
const ACCOUNT: &str = "m-123456789abc";
/// When it was read, Unix milliseconds.
const READ: i64 = 1_790_000_000_000;

fn source(holder: &str, name: &str) -> Source {
    Source {
        place: format!("code.example/{holder}/{name}"),
        name: format!("{holder}/{name}"),
        organisation: format!("code.example/{holder}"),
        private: false,
    }
}

fn appearance(
    identifier: &str,
    source: usize,
    name: &str,
    days: std::ops::Range<i64>,
) -> Appearance {
    let offset = [60, 540, -300][source];
    Appearance {
        identifier: identifier.to_owned(),
        source,
        name: name.to_owned(),
        login: if identifier == ACCOUNT { "zebq" } else { "" }.to_owned(),
        moments: days.map(|day| (START + day * DAY, Some(offset))).collect(),
    }
}

fn identifier(kind: &str, shown: Option<&str>) -> Identifier {
    Identifier {
        kind: kind.to_owned(),
        shown: shown.map(str::to_owned),
    }
}

/// Zebulon Quillfeather, who was Zeb Q., in three repositories of two holders.
fn remembered() -> Remembered {
    Remembered {
        identifiers: BTreeMap::from([
            (MAILBOX.to_owned(), identifier("mailbox", None)),
            (ACCOUNT.to_owned(), identifier("account", Some("7001"))),
        ]),
        sources: vec![
            source("acme", "widget"),
            source("bolt", "engine"),
            source("bolt", "fork"),
        ],
        appearances: vec![
            appearance(MAILBOX, 0, "Zeb Q.", 0..10),
            appearance(ACCOUNT, 1, "Zebulon Quillfeather", 300..306),
        ],
        joins: vec![Join {
            ends: [MAILBOX.to_owned(), ACCOUNT.to_owned()],
            reason: "one full name, rare".to_owned(),
            bits: Some(23.456),
            anchor: false,
            source: 0,
            seen: READ,
        }],
        ..Remembered::default()
    }
}

/// Of two pull requests, one of them twice.
fn approvals() -> [Approval; 3] {
    [(7, READ), (9, READ - 86_400_000), (9, READ)].map(|(pull_request, at)| Approval {
        at,
        repository: "bolt/engine".to_owned(),
        pull_request,
        commit: Some("cd".repeat(20)),
    })
}

fn all_there_is() -> Remembered {
    let key = |other: Option<(String, Vec<String>)>| KeyUse {
        key: "SHA256:one".to_owned(),
        source: 1,
        first: START + 300 * DAY,
        last: START + 305 * DAY,
        commits: 4,
        other,
    };
    Remembered {
        installation: Some(42),
        keys: vec![
            key(None),
            key(Some(("m-ffffffffffff".to_owned(), vec!["Bob".to_owned()]))),
        ],
        findings: vec![Finding {
            heuristic: "split-clock".to_owned(),
            revision: 1,
            strength: "strong".to_owned(),
            weight: 2.0,
            fingerprint: "f-0123456789ab".to_owned(),
            source: 1,
            evidence: vec![("ab".repeat(20), "author-date".to_owned())],
            first_seen: READ,
            last_seen: READ,
            decisions: vec![Decision {
                reason: "a build machine".to_owned(),
                who: "maintainer".to_owned(),
                at: READ,
            }],
        }],
        accounts: vec![Account {
            number: 7001,
            created: Some((START - 900 * DAY) * 1_000),
            logins: vec![("zebulon".to_owned(), READ, READ)],
            keys: vec![AccountKey {
                key: "SHA256:one".to_owned(),
                created: None,
                first_seen: READ,
                last_seen: READ,
                removed: true,
            }],
        }],
        deploy_keys: vec![DeployKey {
            repository: "bolt/engine".to_owned(),
            key: "SHA256:deploy".to_owned(),
            first_seen: READ,
            last_seen: READ,
        }],
        rights: vec![Right {
            at: READ,
            kind: "member.added".to_owned(),
            place: "bolt/engine".to_owned(),
            by: Some("maintainer".to_owned()),
            to: Some("zebq".to_owned()),
        }],
        approvals: approvals().to_vec(),
        leads: vec![Lead {
            id: "m-eeeeeeeeeeee".to_owned(),
            names: vec!["zebq".to_owned()],
            alike: "the login zebq".to_owned(),
            repositories: vec!["cork/site".to_owned()],
        }],
        partings: vec![Parting {
            ends: [MAILBOX.to_owned(), "m-dddddddddddd".to_owned()],
            who: "maintainer".to_owned(),
            reason: "father and son".to_owned(),
            at: READ,
        }],
        ..remembered()
    }
}

#[test]
fn everything_that_is_remembered_of_one_person() {
    let dossier = Dossier::new(&all_there_is());
    insta::assert_snapshot!(text(&dossier, &Look::default()));
}

#[test]
fn nothing_leaves_the_terminal_or_is_a_formula() {
    let mut hostile = all_there_is();
    hostile.appearances[0].name = "=cmd()\u{1b}[2J\u{202e}".to_owned();
    hostile.joins[0].reason = "\u{1b}[31mred".to_owned();
    let dossier = Dossier::new(&hostile);
    for shown in [
        text(&dossier, &Look::default()),
        csv(&dossier),
        json(&dossier),
    ] {
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
    }
    assert!(csv(&dossier).contains("'=cmd()"));
}

#[test]
fn what_several_holders_have_counts_for_none_of_them_whichever_was_read_first() {
    let mut forked = remembered();
    forked
        .appearances
        .push(appearance(MAILBOX, 2, "Zeb Q.", 0..10));
    for _ in 0..2 {
        let dossier = Dossier::new(&forked);
        assert_eq!((dossier.commits, dossier.own), (16, 6));
        let shared = dossier
            .organisations
            .iter()
            .flat_map(|one| &one.repositories);
        let own: Vec<_> = shared.map(|one| (one.name.as_str(), one.own)).collect();
        assert_eq!(
            own,
            [("acme/widget", 0), ("bolt/fork", 0), ("bolt/engine", 6)]
        );
        forked.appearances.reverse();
    }
    // Two repositories of one holder are one holder's.
    forked.sources[0] = source("bolt", "widget");
    assert_eq!(Dossier::new(&forked).own, 16);
}

#[test]
fn a_clock_is_shown_in_periods() {
    let mut seasons = remembered();
    seasons.appearances = vec![
        appearance(MAILBOX, 0, "Zeb", 0..60),
        appearance(MAILBOX, 1, "Zeb", 60..100),
        appearance(MAILBOX, 0, "Zeb", 300..310),
    ];
    let dossier = Dossier::new(&seasons);
    let told = dossier
        .clocks
        .iter()
        .map(|one| (one.offset.minutes(), one.commits));
    let told: Vec<_> = told.collect();
    assert_eq!(told, [(60, 60), (540, 40), (60, 10)]);
}

#[test]
fn moving_everybodys_clock_moves_the_offsets_and_nothing_else() {
    let mut moved = all_there_is();
    for one in &mut moved.appearances {
        for (_, offset) in &mut one.moments {
            *offset = offset.map(|offset| offset + 45);
        }
    }
    let (mut here, mut there) = (Dossier::new(&all_there_is()), Dossier::new(&moved));
    for dossier in [&mut here, &mut there] {
        dossier
            .clocks
            .iter_mut()
            .for_each(|one| one.offset = Offset::from_minutes(0));
    }
    assert_eq!(here, there);
}

#[test]
fn the_json_has_the_shape_of_its_schema() {
    let shown: serde_json::Value =
        serde_json::from_str(&json(&Dossier::new(&all_there_is()))).unwrap();
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(&shown)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
}
