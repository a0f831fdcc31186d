//! Saying that two are two people, and taking that back.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use countersign_store::{
    Component, IdentifierHash, Join, Parting, SeenParting, Store, StoreError, Viewer,
};

/// What became of parting two.
#[derive(Clone, Debug, PartialEq)]
pub enum Parted {
    /// They are apart; these joins were cut, none where they had been apart before.
    Cut(Vec<Join>),
    /// They are one identifier, which cannot be two people's.
    Same,
}

/// Parts two people who are one in the memory: on each path between them the weakest join is cut, until
/// none is left. A cut holds however often the join is seen again.
///
/// # Errors
/// When the database cannot be written to: what was cut until then stays cut.
pub async fn part(
    store: &Store,
    (one, other): (&[IdentifierHash], &[IdentifierHash]),
    parting: &Parting,
    now_ms: i64,
) -> Result<Parted, StoreError> {
    let viewer = viewer(parting.installation);
    let goals: BTreeSet<_> = other.iter().copied().collect();
    if one.iter().any(|hash| goals.contains(hash)) {
        return Ok(Parted::Same);
    }
    let mut cut = Vec::new();
    loop {
        let component = store.component(one, viewer).await?;
        let Some(weakest) = weakest_on_path(&component, one, &goals) else {
            return Ok(Parted::Cut(cut));
        };
        store.part(weakest.a, weakest.b, parting, now_ms).await?;
        cut.push(weakest);
    }
}

/// Takes back every parting between the two people. Returns what was taken back.
///
/// # Errors
/// When the database cannot be written to: what was taken back until then stays so.
pub async fn unpart(
    store: &Store,
    (one, other): (&[IdentifierHash], &[IdentifierHash]),
    installation: Option<i64>,
) -> Result<Vec<SeenParting>, StoreError> {
    let viewer = viewer(installation);
    let mut both = BTreeSet::new();
    for side in [one, other] {
        let component = store.component(side, viewer).await?;
        both.extend(component.identifiers.iter().map(|one| one.hash));
    }
    let mut undone: BTreeMap<[IdentifierHash; 2], SeenParting> = BTreeMap::new();
    for hash in &both {
        let said = store.partings(*hash, viewer).await?.into_iter();
        let between = said.filter(|one| {
            one.parting.installation == installation
                && one.ends.iter().all(|end| both.contains(end))
        });
        undone.extend(between.map(|one| (one.ends, one)));
    }
    for [a, b] in undone.keys() {
        store.unpart(*a, *b, installation).await?;
    }
    Ok(undone.into_values().collect())
}

fn viewer(installation: Option<i64>) -> Viewer {
    installation.map_or(Viewer::Operator, Viewer::Installation)
}

/// The weakest join on a shortest path; `None` where no path is left.
fn weakest_on_path(
    component: &Component,
    from: &[IdentifierHash],
    goals: &BTreeSet<IdentifierHash>,
) -> Option<Join> {
    let mut beside: BTreeMap<IdentifierHash, Vec<&Join>> = BTreeMap::new();
    for seen in &component.joins {
        beside.entry(seen.join.a).or_default().push(&seen.join);
        beside.entry(seen.join.b).or_default().push(&seen.join);
    }
    let mut towards: BTreeMap<IdentifierHash, Option<&Join>> = BTreeMap::new();
    towards.extend(from.iter().map(|hash| (*hash, None)));
    let mut open: VecDeque<_> = from.iter().copied().collect();
    while let Some(here) = open.pop_front() {
        if goals.contains(&here) {
            return weakest(&towards, here);
        }
        for join in beside.get(&here).into_iter().flatten() {
            let next = other_end(join, here);
            if let Entry::Vacant(place) = towards.entry(next) {
                place.insert(Some(join));
                open.push_back(next);
            }
        }
    }
    None
}

fn weakest(
    towards: &BTreeMap<IdentifierHash, Option<&Join>>,
    goal: IdentifierHash,
) -> Option<Join> {
    let mut here = goal;
    let mut path = Vec::new();
    while let Some(Some(join)) = towards.get(&here) {
        path.push(*join);
        here = other_end(join, here);
    }
    // What the .mailmap states is the strongest; names and handles give way to anchors.
    let strength = |join: &Join| (join.anchor, join.bits.unwrap_or(f64::INFINITY));
    path.into_iter()
        .min_by(|a, b| {
            let ((one, bits), (other, more)) = (strength(a), strength(b));
            one.cmp(&other).then(bits.total_cmp(&more))
        })
        .cloned()
}

fn other_end(join: &Join, end: IdentifierHash) -> IdentifierHash {
    if join.a == end { join.b } else { join.a }
}
