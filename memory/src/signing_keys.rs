//! Which identifiers signed with which keys.

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::KeyIndex;
use countersign_people::Population;
use countersign_people::{Anchor, signer_of};
use countersign_store::{Identifier, Join, KeyUse};

use super::identified::{Identified, are_one};
use super::identifiers::of_key;

/// Strength of the link by a personal key, in bits; the same as in linking.
const KEY_BITS: f64 = 32.0;

/// The uses of one key.
#[derive(Default)]
struct Uses {
    /// By position in the linkage: first and last authoring time (Unix seconds), and the number of commits.
    by: BTreeMap<u32, (i64, i64, i64)>,
}

/// What keys add to a reading.
#[derive(Default)]
pub(super) struct Signed {
    pub(super) identifiers: Vec<Identifier>,
    pub(super) uses: Vec<KeyUse>,
    pub(super) joins: Vec<Join>,
    /// The signers of each key that joins them, by position in the linkage.
    pub(super) joined: Vec<BTreeSet<u32>>,
}

/// The uses of personal keys, without keys of services. A key joins its signers if they are one person by other
/// links too; of strangers who share a key, only the use is stored.
pub(super) fn signed(identified: &Identified<'_>, population: &Population) -> Signed {
    let personal = personal(population);
    let mut keys: BTreeMap<KeyIndex, Uses> = BTreeMap::new();
    for commit in population.history().commits() {
        let Some((signer, key)) = signer_of(&commit) else {
            continue;
        };
        let (Some(alias), true) = (identified.alias(signer), personal.contains_key(&key)) else {
            continue;
        };
        let second = commit.authored().seconds;
        let uses = keys.entry(key).or_default();
        let known = uses.by.entry(alias).or_insert((second, second, 0));
        *known = (known.0.min(second), known.1.max(second), known.2 + 1);
    }
    let mut signed = Signed::default();
    for (index, uses) in keys {
        let id = &population.history().keys().get(index).id;
        let key = of_key(identified.key, id);
        add(&mut signed, identified, &key, &uses, personal[&index] == 1);
        signed.identifiers.push(key);
    }
    signed
}

/// The number of people that have each personal key.
fn personal(population: &Population) -> BTreeMap<KeyIndex, usize> {
    let mut holders: BTreeMap<KeyIndex, usize> = BTreeMap::new();
    for person in population.people().all() {
        for anchor in &person.anchors {
            if let Anchor::Key(key) = anchor {
                *holders.entry(*key).or_default() += 1;
            }
        }
    }
    holders
}

fn add(
    signed: &mut Signed,
    identified: &Identified<'_>,
    key: &Identifier,
    uses: &Uses,
    is_one_holders: bool,
) {
    let mut by: BTreeMap<_, (i64, i64, i64)> = BTreeMap::new();
    for (alias, (first, last, commits)) in &uses.by {
        let hash = identified.identifiers[*alias as usize].hash;
        let known = by.entry(hash).or_insert((*first, *last, 0));
        *known = (known.0.min(*first), known.1.max(*last), known.2 + commits);
    }
    let signers: BTreeSet<u32> = uses.by.keys().copied().collect();
    let joins = is_one_holders && are_one(identified, &signers);
    for (identifier, (first, last, commits)) in by {
        signed.uses.push(KeyUse {
            key: key.hash,
            identifier,
            first,
            last,
            commits,
        });
        if joins {
            signed.joins.push(Join {
                a: key.hash,
                b: identifier,
                reason: "signed with this personal key".to_owned(),
                bits: Some(KEY_BITS),
                anchor: true,
            });
        }
    }
    if joins {
        signed.joined.push(signers);
    }
}
