//! Commits that lead from the same files to the same files, in runs along first parents.
//!
//! Near-linear: commits are sorted by the step they make, equal steps are paired, and pairs that follow
//! one another are joined.

use std::hash::BuildHasher as _;

use indexmap::IndexMap;
use petgraph::unionfind::UnionFind;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use countersign_facts::{ClockSource, Commit, CommitIndex, History, Tree};

/// A step that more commits than this make is everybody's: a template, a vendored import.
const CROWD: usize = 16;

/// So many commits without a change between two steps are passed over.
const MOST_IDLE: usize = 64;

/// Two commits that make the same step; the one named first in the history stands first.
pub(super) type Twins = [CommitIndex; 2];

/// Every run of twins that follow twins, unless it stands on a common commit: that is
/// a rebase inside one history. Runs and their members are in the history's order.
pub(super) fn runs(history: &History) -> Vec<Vec<Twins>> {
    let twins = twins(history);
    let places: FxHashMap<Twins, u32> = twins.iter().copied().zip(0u32..).collect();
    let mut sets: UnionFind<u32> = UnionFind::new(twins.len());
    let mut standing_on_one: Vec<u32> = Vec::new();
    for (place, twins) in (0u32..).zip(&twins) {
        let [Some(a), Some(b)] = twins.map(|commit| step_below(history, commit)) else {
            continue;
        };
        if a == b {
            standing_on_one.push(place);
        } else if let Some(below) = places.get(&[a.min(b), a.max(b)]) {
            sets.union(place, *below);
        }
    }
    let run_of = sets.into_labeling();
    // In the order of each run's first twins.
    let mut runs: IndexMap<u32, Vec<Twins>, FxBuildHasher> = IndexMap::default();
    for (run, twins) in run_of.iter().zip(&twins) {
        runs.entry(*run).or_default().push(*twins);
    }
    for place in standing_on_one {
        runs.shift_remove(&run_of[place as usize]);
    }
    runs.into_values().collect()
}

fn first_parent(history: &History, commit: CommitIndex) -> Option<CommitIndex> {
    history.parent_indexes(commit).first().copied()
}

/// The nearest commit below that changed files, along first parents.
fn step_below(history: &History, commit: CommitIndex) -> Option<CommitIndex> {
    let mut below = first_parent(history, commit)?;
    for _ in 0..MOST_IDLE {
        let Some(next) = first_parent(history, below) else {
            break;
        };
        let files = [below, next].map(|commit| history.get(commit).and_then(|held| held.tree()));
        if files[0] != files[1] {
            break;
        }
        below = next;
    }
    Some(below)
}

/// The files before a commit that changed them.
pub(super) fn before(history: &History, commit: &Commit<'_>) -> Option<Tree> {
    let parent = history.get(first_parent(history, commit.index())?)?;
    parent.tree().filter(|tree| commit.tree() != Some(*tree))
}

/// What makes two commits twins: files before and after, and whether it is a merge.
fn step(history: &History, commit: &Commit<'_>) -> Option<(Tree, Tree, bool)> {
    let counts = commit.clock_source() != ClockSource::TestMerge;
    let after = commit.tree().filter(|_| counts)?;
    Some((before(history, commit)?, after, commit.is_merge()))
}

fn twins(history: &History) -> Vec<Twins> {
    let mut steps: Vec<(u64, CommitIndex)> = history
        .commits()
        .filter_map(|commit| {
            let step = step(history, &commit)?;
            Some((FxBuildHasher.hash_one(step), commit.index()))
        })
        .collect();
    steps.par_sort_unstable();
    let mut twins = Vec::new();
    for same in steps.chunk_by(|(a, _), (b, _)| a == b) {
        if same.len() <= CROWD {
            for (position, (_, a)) in same.iter().enumerate() {
                twins.extend(same[position + 1..].iter().map(|(_, b)| [*a, *b]));
            }
        }
    }
    twins.sort_unstable();
    twins
}
