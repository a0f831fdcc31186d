//! Names of the repositories that a fact comes from.

use std::collections::BTreeSet;

use countersign_people::remembered::Remembered;

/// Names of the repositories at these positions in the sources, each once.
pub(super) fn repositories(
    remembered: &Remembered,
    sources: impl Iterator<Item = usize>,
) -> Vec<String> {
    let names: BTreeSet<_> = sources.map(|at| &remembered.sources[at].name).collect();
    names.into_iter().cloned().collect()
}
