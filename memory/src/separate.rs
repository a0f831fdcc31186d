//! Separating two people, and undoing it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use countersign_store::{
    Component, IdentifierHash, Join, SeenSeparation, Separation, Store, StoreError, Viewer,
};

/// The result of separating two people.
#[derive(Clone, Debug, PartialEq)]
pub enum Separated {
    /// They are separate. These joins were cut; none if they were separate before.
    Cut(Vec<Join>),
    /// They are the same identifier, which cannot belong to two people.
    Same,
}

/// Separates two people that the memory holds for one: cuts the weakest join on each path between them until no
/// path is left. A cut holds even if later readings show the join again.
///
/// # Errors
/// When the database cannot be written to: what was cut until then stays cut.
pub async fn separate(
    store: &Store,
    (one, other): (&[IdentifierHash], &[IdentifierHash]),
    separation: &Separation,
    now_ms: i64,
) -> Result<Separated, StoreError> {
    let viewer = viewer(separation.installation);
    let goals: BTreeSet<_> = other.iter().copied().collect();
    if one.iter().any(|hash| goals.contains(hash)) {
        return Ok(Separated::Same);
    }
    let mut cut = Vec::new();
    loop {
        let component = store.component(one, viewer).await?;
        let Some(weakest) = weakest_on_path(&component, one, &goals) else {
            return Ok(Separated::Cut(cut));
        };
        store
            .separate(weakest.a, weakest.b, separation, now_ms)
            .await?;
        cut.push(weakest);
    }
}

/// Undoes every separation between two people. Returns the separations that were undone.
///
/// # Errors
/// When the database cannot be written to: what was undone until then stays undone.
pub async fn undo_separation(
    store: &Store,
    (one, other): (&[IdentifierHash], &[IdentifierHash]),
    installation: Option<i64>,
) -> Result<Vec<SeenSeparation>, StoreError> {
    let viewer = viewer(installation);
    let mut both = BTreeSet::new();
    for side in [one, other] {
        let component = store.component(side, viewer).await?;
        both.extend(component.identifiers.iter().map(|one| one.hash));
    }
    let mut undone: BTreeMap<[IdentifierHash; 2], SeenSeparation> = BTreeMap::new();
    for hash in &both {
        let said = store.separations(*hash, viewer).await?.into_iter();
        let between = said.filter(|one| {
            one.separation.installation == installation
                && one.ends.iter().all(|end| both.contains(end))
        });
        undone.extend(between.map(|one| (one.ends, one)));
    }
    for [a, b] in undone.keys() {
        store.undo_separation(*a, *b, installation).await?;
    }
    Ok(undone.into_values().collect())
}

fn viewer(installation: Option<i64>) -> Viewer {
    installation.map_or(Viewer::Operator, Viewer::Installation)
}

/// The weakest join on a shortest path; `None` if no path is left.
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
    // A statement of the .mailmap is the strongest; anchors are stronger than names and handles.
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
