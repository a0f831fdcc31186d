//! Between which two moments each commit was made, by clocks that its author cannot set.
//!
//! A commit contains the ids of its ancestors, so it is younger than they are, and older than its descendants. Some of
//! them carry a platform's signature, and with it the time of the platform's clock.

use super::{Commit, History};
use crate::ids::CommitIndex;

/// For every commit of a history, the newest verified platform commit below it and the oldest one above it.
///
/// A verified platform commit bounds itself too. Below a missing parent (shallow, unreadable) nothing is known. The
/// table takes 8 bytes a commit, and 4 more for each verified platform commit.
#[derive(Debug)]
pub struct Brackets {
    /// The verified platform commits, by their platform's time, then id.
    witnesses: Vec<CommitIndex>,
    /// By commit: one more than the position of the newest witness below; 0 if there is none.
    below: Vec<u32>,
    /// By commit: the position of the oldest witness above; [`NONE_ABOVE`] if there is none.
    above: Vec<u32>,
}

const NONE_ABOVE: u32 = u32::MAX;

impl Brackets {
    /// Brackets every commit of a sealed history, in time linear in commits and parents.
    ///
    /// # Panics
    /// Never: a history holds fewer than 2^32 commits.
    #[must_use]
    pub fn new(history: &History) -> Self {
        let witnesses = witnesses(history);
        let mut below = vec![0; history.named()];
        let mut above = vec![NONE_ABOVE; history.named()];
        for (position, witness) in (0u32..).zip(&witnesses) {
            below[witness.0 as usize] = position + 1;
            above[witness.0 as usize] = position;
        }
        let order = children_first(history);
        for child in &order {
            let oldest = above[child.0 as usize];
            for parent in history.parent_indexes(*child) {
                let known = &mut above[parent.0 as usize];
                *known = oldest.min(*known);
            }
        }
        for child in order.iter().rev() {
            let parents = history.parent_indexes(*child).iter();
            let newest = parents.map(|parent| below[parent.0 as usize]).max();
            let known = &mut below[child.0 as usize];
            *known = newest.unwrap_or_default().max(*known);
        }
        Self {
            witnesses,
            below,
            above,
        }
    }

    /// The newest verified platform commit among `commit` and its ancestors: `commit` was not made before it.
    #[must_use]
    pub fn newest_below(&self, commit: CommitIndex) -> Option<CommitIndex> {
        let position = self.below.get(commit.0 as usize)?.checked_sub(1)?;
        self.witnesses.get(position as usize).copied()
    }

    /// The oldest verified platform commit among `commit` and its descendants: `commit` existed when it was made.
    #[must_use]
    pub fn oldest_above(&self, commit: CommitIndex) -> Option<CommitIndex> {
        let position = *self.above.get(commit.0 as usize)?;
        self.witnesses.get(position as usize).copied()
    }
}

/// The verified platform commits, by their platform's time, then id.
fn witnesses(history: &History) -> Vec<CommitIndex> {
    let timed = |commit: Commit<'_>| Some((commit.platform_time()?, commit.id(), commit.index()));
    let mut timed: Vec<_> = history.commits().filter_map(timed).collect();
    timed.sort_unstable();
    timed.into_iter().map(|(.., index)| index).collect()
}

/// All commits that the history holds, each after its children (Kahn's order).
fn children_first(history: &History) -> Vec<CommitIndex> {
    let mut waiting = vec![0u32; history.named()];
    for commit in history.commits() {
        for parent in history.parent_indexes(commit.index()) {
            waiting[parent.0 as usize] += 1;
        }
    }
    let mut order = Vec::with_capacity(history.len());
    let tips = history.commits().map(|commit| commit.index());
    order.extend(tips.filter(|commit| waiting[commit.0 as usize] == 0));
    let mut next = 0;
    while let Some(child) = order.get(next).copied() {
        next += 1;
        for parent in history.parent_indexes(child) {
            let children = &mut waiting[parent.0 as usize];
            *children -= 1;
            if *children == 0 && history.get(*parent).is_some() {
                order.push(*parent);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests;
