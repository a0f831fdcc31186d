//! Which commits the chosen refs reach, followed through the history as it fills.

use countersign_facts::{CommitIndex, History, ObjectId};

use crate::bits::Bits;

/// A walk from the tips towards the roots.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    visited: Bits,
    /// Commits that the history holds and whose parents were not looked at yet.
    stack: Vec<CommitIndex>,
    /// Commits reached that the history does not hold.
    wanted: Vec<CommitIndex>,
    /// Commits that were on the stack, each once.
    reached: u64,
}

impl Walk {
    /// Reaches the commit at `index`, unless the walk did before; whether it was new.
    pub(crate) fn reach(&mut self, index: CommitIndex, history: &History) -> bool {
        let new = self.visited.insert(index.0);
        if new {
            if history.get(index).is_some() {
                self.stack.push(index);
            } else {
                self.wanted.push(index);
            }
        }
        new
    }

    /// Marks a commit as reached whose reading the caller sees to.
    pub(crate) fn claim(&mut self, index: CommitIndex) -> bool {
        self.visited.insert(index.0)
    }

    /// Goes on from a commit that was wanted and is now held.
    pub(crate) fn resume(&mut self, index: CommitIndex) {
        self.stack.push(index);
    }

    /// Walks as far as the history goes and hands over the commits it lacks.
    ///
    /// The parents of `shallow` commits, in ascending order, are out of reach.
    pub(crate) fn advance(&mut self, history: &History, shallow: &[ObjectId]) -> Vec<CommitIndex> {
        while let Some(index) = self.stack.pop() {
            self.reached += 1;
            if !shallow.is_empty() && shallow.binary_search(&history.id(index)).is_ok() {
                continue;
            }
            for parent in history.parent_indexes(index) {
                self.reach(*parent, history);
            }
        }
        std::mem::take(&mut self.wanted)
    }

    /// How many commits the walk came by.
    pub(crate) fn reached(&self) -> u64 {
        self.reached
    }

    pub(crate) fn has_reached(&self, index: CommitIndex) -> bool {
        self.visited.contains(index.0)
    }
}
