//! The names and repositories of a person's appearances.

use std::collections::{BTreeMap, BTreeSet};

use countersign_store::{IdentifierHash, SeenAppearance};

/// Names on commits of each identifier.
pub(super) fn names(appearances: &[SeenAppearance]) -> BTreeMap<IdentifierHash, Vec<String>> {
    let mut names: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for one in appearances {
        let known = names.entry(one.appearance.identifier).or_default();
        if !known.contains(&one.appearance.name) {
            known.push(one.appearance.name.clone());
        }
    }
    names
}

/// Names of the repositories, each once.
pub(super) fn repositories(appearances: &[SeenAppearance]) -> Vec<String> {
    let by_place: BTreeMap<_, _> = appearances
        .iter()
        .map(|one| (&one.source.place, &one.source.name))
        .collect();
    let names: BTreeSet<_> = by_place.into_values().cloned().collect();
    names.into_iter().collect()
}
