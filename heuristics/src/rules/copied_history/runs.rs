//! Runs of commits, along first parents, that change the same files to the same files.
//!
//! The cost is nearly linear: commits are sorted by the step they make, equal steps are paired, and pairs that
//! follow one another are joined.

use std::hash::BuildHasher as _;

use indexmap::IndexMap;
use petgraph::unionfind::UnionFind;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use countersign_facts::{Commit, CommitIndex, History, Tree};

/// A step that more commits than this make is common property, such as a template or a vendored import.
const CROWD: usize = 16;

/// At most this many commits without a change are skipped between two steps.
const MOST_IDLE: usize = 64;

/// Two commits that make the same step. The earlier one in the history comes first.
pub(super) type Twins = [CommitIndex; 2];

/// Every run of twins, unless it starts on a common commit: that is a rebase inside one history. Runs and their
/// members are in the order of the history.
pub(super) fn runs(history: &History) -> Vec<Vec<Twins>> {
    let twins = twins(history);
    let positions: FxHashMap<Twins, u32> = twins.iter().copied().zip(0u32..).collect();
    let mut sets: UnionFind<u32> = UnionFind::new(twins.len());
    let mut on_one_commit: Vec<u32> = Vec::new();
    for (position, twins) in (0u32..).zip(&twins) {
        let [Some(a), Some(b)] = twins.map(|commit| step_below(history, commit)) else {
            continue;
        };
        if a == b {
            on_one_commit.push(position);
        } else if let Some(below) = positions.get(&[a.min(b), a.max(b)]) {
            sets.union(position, *below);
        }
    }
    let run_of = sets.into_labeling();
    // In the order of the first twins of each run.
    let mut runs: IndexMap<u32, Vec<Twins>, FxBuildHasher> = IndexMap::default();
    for (run, twins) in run_of.iter().zip(&twins) {
        runs.entry(*run).or_default().push(*twins);
    }
    let rebases: FxHashSet<u32> = on_one_commit
        .into_iter()
        .map(|position| run_of[position as usize])
        .collect();
    runs.retain(|run, _| !rebases.contains(run));
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

/// The step of a commit: its files before and after, and whether it is a merge. Equal steps make twins.
fn step(history: &History, commit: &Commit<'_>) -> Option<(Tree, Tree, bool)> {
    let counts = !commit.clock_source().is_nobodys();
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
