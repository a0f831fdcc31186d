//! What histories contain, however odd, is remembered or refused, and never breaks anything.

use countersign_store::{Appearance, Authored, Identifier, IdentifierHash, Join, Reading, Viewer};

use super::readings::{
    appears, component, finding, hash, join, listed, nothing, numbers, signs, source,
};
use crate::support::{Database, NOW, on_both_engines};

on_both_engines! {
    odd_text_comes_back,
    long_names_are_cut,
    case_is_folded_in_any_script,
    any_moments_come_back,
    an_empty_reading_is_a_reading,
    odd_joins_are_left_out,
    any_numbers_fit,
}

const ALL: Viewer = Viewer::Operator;

#[test]
fn a_hash_is_written_and_read_as_hexadecimal() {
    let hash = IdentifierHash(*b"\x00\x01_abcdefghijk\xfe\xff");
    let text = hash.to_string();
    assert_eq!(text, "00015f6162636465666768696a6bfeff");
    assert_eq!(text.parse(), Ok(hash));
    assert_eq!(text.to_uppercase().parse(), Ok(hash));
    for wrong in [
        "",
        "00",
        &text[1..],
        &format!("+{}", &text[1..]),
        &format!("{text}0"),
    ] {
        assert!(wrong.parse::<IdentifierHash>().is_err(), "{wrong}");
    }
}

async fn odd_text_comes_back(database: Database) {
    let store = database.migrated().await;
    for (text, kept) in [
        ("", ""),
        ("a\0b", "a\u{FFFD}b"),
        ("'; DROP TABLE source; --", "'; DROP TABLE source; --"),
        (
            "\u{1F980} \u{202E}أدا \\u0000 \"{}",
            "\u{1F980} \u{202E}أدا \\u0000 \"{}",
        ),
        ("{{rows}} $1 %", "{{rows}} $1 %"),
        ("\n\t\u{7f}\u{FFFF}", "\n\t\u{7f}\u{FFFF}"),
    ] {
        let mut source = source(text);
        source.organisation = text.to_owned();
        source.name = text.to_owned();
        let mut found = finding(1, text);
        found.evidence = text.to_owned();
        found.heuristic = text.to_owned();
        let mut reading = listed(Reading {
            appearances: vec![appears(1, text, text, &[1])],
            joins: vec![Join {
                reason: text.to_owned(),
                ..join(1, 2)
            }],
            findings: vec![found],
            ..nothing(source)
        });
        for one in &mut reading.identifiers {
            one.shown = Some(text.to_owned());
        }
        store.remember_people(&reading, NOW).await.unwrap();
        let seen = store.appearances(&[hash(1)], ALL).await.unwrap();
        let seen = seen.iter().find(|one| one.source.place == kept).unwrap();
        assert_eq!(
            (&*seen.appearance.name, &*seen.appearance.login),
            (kept, kept)
        );
        assert_eq!(
            (&*seen.source.name, &*seen.source.organisation),
            (kept, kept)
        );
        let joins = component(&store, 1, ALL).await.joins;
        assert!(joins.iter().any(|one| one.join.reason == kept));
        let findings = store.person_findings(&[hash(1)], ALL).await.unwrap();
        assert!(
            findings
                .iter()
                .any(|one| { (&*one.finding.fingerprint, &*one.finding.evidence) == (kept, kept) })
        );
        let named = store.identifiers_with_name(text, ALL).await.unwrap();
        assert_eq!(named, [hash(1)]);
        let with_login = store.identifiers_with_login(text, ALL).await.unwrap();
        assert_eq!(with_login.len(), usize::from(!text.is_empty()));
    }
}

async fn long_names_are_cut(database: Database) {
    let store = database.migrated().await;
    let long = "\u{1F980}é".repeat(100_000);
    let reading = listed(Reading {
        appearances: vec![
            appears(1, &long, &long, &[1]),
            appears(1, &format!("{long}!"), &long, &[2]),
        ],
        findings: vec![finding(1, "f1")],
        joins: vec![Join {
            reason: long.clone(),
            ..join(1, 2)
        }],
        ..nothing(source("one"))
    });
    for _ in 0..2 {
        store.remember_people(&reading, NOW).await.unwrap();
    }
    let seen = store.appearances(&[hash(1)], ALL).await.unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].appearance.name.chars().count(), Appearance::LONGEST);
    assert!(long.starts_with(&seen[0].appearance.name));
    assert_eq!(seen[0].appearance.moments.len(), 2);
    for found in [
        store.identifiers_with_name(&long, ALL).await.unwrap(),
        store.identifiers_with_login(&long, ALL).await.unwrap(),
    ] {
        assert_eq!(found, [hash(1)]);
    }
    assert_eq!(component(&store, 1, ALL).await.joins[0].join.reason, long);
}

async fn case_is_folded_in_any_script(database: Database) {
    let store = database.migrated().await;
    for (number, name) in (1..).zip(["Žofie Ångström", "ΑΛΈΞΑΝΔΡΟΣ", "Ирина"]) {
        let reading = listed(Reading {
            appearances: vec![appears(number, name, name, &[1])],
            ..nothing(source("one"))
        });
        store.remember_people(&reading, NOW).await.unwrap();
        for spelled in [name, &name.to_lowercase(), &name.to_uppercase()] {
            let named = store.identifiers_with_name(spelled, ALL).await.unwrap();
            assert_eq!(named, [hash(number)], "{spelled}");
            let named = store.identifiers_with_login(spelled, ALL).await.unwrap();
            assert_eq!(named, [hash(number)], "{spelled}");
        }
    }
}

async fn any_moments_come_back(database: Database) {
    let store = database.migrated().await;
    let mut moments: Vec<_> = [i64::MIN, i64::MAX, 0, -1, 1_790_000_000]
        .into_iter()
        .flat_map(|seconds| {
            let offsets = [None, Some(i16::MIN), Some(-720), Some(0), Some(i16::MAX)];
            offsets.map(|offset| Authored { seconds, offset })
        })
        .collect();
    let reading = |moments: &[Authored]| {
        listed(Reading {
            appearances: vec![Appearance {
                moments: moments.to_vec(),
                ..appears(1, "Ada", "", &[])
            }],
            keys: vec![signs(700, 1, (i64::MIN, i64::MAX), i64::MAX)],
            ..nothing(source("one"))
        })
    };
    let (some, others) = moments.split_at(7);
    store.remember_people(&reading(others), NOW).await.unwrap();
    store.remember_people(&reading(some), NOW).await.unwrap();
    store.remember_people(&reading(&[]), NOW).await.unwrap();
    moments.sort_unstable();
    let seen = store.appearances(&[hash(1)], ALL).await.unwrap();
    assert_eq!(seen[0].appearance.moments, moments);
    let uses = store.key_uses(&[hash(1)], ALL).await.unwrap();
    assert_eq!(
        uses[0].key_use,
        signs(700, 1, (i64::MIN, i64::MAX), i64::MAX)
    );
}

async fn an_empty_reading_is_a_reading(database: Database) {
    let store = database.migrated().await;
    store
        .remember_people(&nothing(source("one")), NOW)
        .await
        .unwrap();
    let empty = Reading {
        complete: true,
        ..nothing(source("one"))
    };
    store.remember_people(&empty, NOW).await.unwrap();
    assert_eq!(store.expire(NOW + 1).await.unwrap().sources, 1);
}

async fn odd_joins_are_left_out(database: Database) {
    let store = database.migrated().await;
    let reading = listed(Reading {
        joins: vec![join(1, 1), join(1, 2), join(2, 1), join(1, 2)],
        ..nothing(source("one"))
    });
    store.remember_people(&reading, NOW).await.unwrap();
    let found = component(&store, 2, ALL).await;
    assert_eq!((numbers(&found), found.joins.len()), (vec![1, 2], 1));
}

async fn any_numbers_fit(database: Database) {
    let store = database.migrated().await;
    for (number, bits) in (1..).zip([f64::MAX, f64::MIN, f64::MIN_POSITIVE, -0.0, 1.0 / 3.0]) {
        let mut found = finding(number, &number.to_string());
        (found.weight, found.revision) = (bits, i64::MIN);
        let reading = listed(Reading {
            joins: vec![Join {
                bits: Some(bits),
                ..join(number, 100 + number)
            }],
            findings: vec![found],
            ..nothing(source("one"))
        });
        store.remember_people(&reading, i64::MAX).await.unwrap();
        let joins = component(&store, number, ALL).await.joins;
        assert_eq!((joins[0].join.bits, joins[0].seen), (Some(bits), i64::MAX));
        let findings = store.person_findings(&[hash(number)], ALL).await.unwrap();
        assert_eq!(
            (findings[0].finding.weight, findings[0].finding.revision),
            (bits, i64::MIN)
        );
    }
    let first = IdentifierHash([0; 16]);
    let last = IdentifierHash([255; 16]);
    let identifier = |hash| Identifier {
        hash,
        kind: "mailbox".to_owned(),
        shown: None,
    };
    let reading = Reading {
        identifiers: vec![identifier(first), identifier(last)],
        joins: vec![Join {
            a: last,
            b: first,
            ..join(1, 2)
        }],
        ..nothing(source("two"))
    };
    store.remember_people(&reading, i64::MIN).await.unwrap();
    let found = store.component(&[last], ALL).await.unwrap();
    assert_eq!(found.identifiers, [identifier(first), identifier(last)]);
    assert_eq!(found.joins[0].join.a, first);
}
