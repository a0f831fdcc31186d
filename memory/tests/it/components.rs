//! Who is one person with whom is the same after an export and an import. With `COUNTERSIGN_TABLES` set
//! to a folder, leaves there the export and what the store says, for `memory/check`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use countersign_store::{Identifier, IdentifierHash, Join, Reading, Separation, Store, Viewer};

use crate::support::{NOW, export, import, join, reading, run, source, sqlite};

/// Identifiers of the graph; with joins of about as many pairs most components are small, and some not.
const IDENTIFIERS: u32 = 1_200;
const PAIRS: u32 = 1_000;

/// A number that looks random and is the same every time.
fn luck(number: u32) -> u32 {
    number
        .wrapping_mul(0x9e37_79b9)
        .rotate_left(15)
        .wrapping_mul(0x85eb_ca6b)
        >> 7
}

/// Half are mailboxes, a third very rare names, the others accounts: names that lead to two accounts are
/// common.
fn identifier(number: u32) -> Identifier {
    let kind = match luck(number) % 6 {
        0 => Identifier::ACCOUNT,
        1 | 2 => Identifier::NAME,
        _ => "mailbox",
    };
    Identifier {
        hash: crate::support::hash(number),
        kind: kind.to_owned(),
        shown: None,
    }
}

fn graph() -> Vec<Join> {
    let pair = |number| {
        let near = luck(number) % IDENTIFIERS;
        // Near each other, so that there are circles too.
        let other = (near + 1 + luck(number + PAIRS) % 9) % IDENTIFIERS;
        join(near, other, Some(30.0))
    };
    (0..PAIRS).map(pair).collect()
}

/// For each identifier that is joined with any the smallest that is one person with it.
async fn people(store: &Store) -> BTreeMap<IdentifierHash, IdentifierHash> {
    let mut people = BTreeMap::new();
    for number in 0..IDENTIFIERS {
        let hash = crate::support::hash(number);
        let component = store.component(&[hash], Viewer::Operator).await.unwrap();
        if let Some(first) = component.identifiers.first() {
            people.insert(hash, first.hash);
        }
    }
    people
}

#[test]
fn components_are_the_same_after_an_import() {
    run(async {
        let place = tempfile::tempdir().unwrap();
        let folder = match std::env::var_os("COUNTERSIGN_TABLES") {
            Some(folder) => PathBuf::from(folder),
            None => place.path().to_owned(),
        };
        let store = sqlite(&place, "store").await;
        let joins = graph();
        for (turn, half) in joins.chunks(600).enumerate() {
            let reading = Reading {
                identifiers: (0..IDENTIFIERS).map(identifier).collect(),
                joins: half.to_vec(),
                ..reading(source(&format!("source-{turn}")))
            };
            store.remember_people(&reading, NOW).await.unwrap();
        }
        for (turn, join) in joins.iter().step_by(20).enumerate() {
            let parting = Separation {
                // An installation's word holds for that one alone.
                installation: (turn % 2 == 1).then_some(7),
                who: "somebody".to_owned(),
                reason: String::new(),
            };
            store.separate(join.a, join.b, &parting, NOW).await.unwrap();
        }
        let before = people(&store).await;
        assert!(before.len() > 700, "many are joined: {}", before.len());
        let target = folder.join("export");
        export(&store, &target, Viewer::Operator).await.unwrap();
        let mut text = String::from("hash,person\n");
        for (hash, person) in &before {
            writeln!(text, "{hash},{person}").unwrap();
        }
        std::fs::write(folder.join("people.csv"), text).unwrap();
        let other = sqlite(&place, "other").await;
        import(&other, &target).await.unwrap();
        assert_eq!(people(&other).await, before);
    });
}
