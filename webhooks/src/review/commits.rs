//! The commits of a pull request.

use std::collections::BTreeSet;

use countersign_facts::{CommitIndex, History};

/// Commits that `head` reaches and `base` does not, parents before children, the head last.
pub(super) fn between(history: &History, base: CommitIndex, head: CommitIndex) -> Vec<CommitIndex> {
    let known = reachable(history, base);
    let mut seen = BTreeSet::new();
    let mut order = Vec::new();
    // Each commit is visited twice: on the way down, and again after all its parents are listed.
    let mut open = vec![(head, false)];
    while let Some((commit, is_done)) = open.pop() {
        if is_done {
            order.push(commit);
            continue;
        }
        if known.contains(&commit) || history.get(commit).is_none() || !seen.insert(commit) {
            continue;
        }
        open.push((commit, true));
        let parents = history.parent_indexes(commit).iter().rev();
        open.extend(parents.map(|parent| (*parent, false)));
    }
    order
}

/// Commits that `from` reaches, itself included.
pub(crate) fn reachable(history: &History, from: CommitIndex) -> BTreeSet<CommitIndex> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(commit) = open.pop() {
        if history.get(commit).is_some() && seen.insert(commit) {
            open.extend_from_slice(history.parent_indexes(commit));
        }
    }
    seen
}
