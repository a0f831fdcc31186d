//! The commits that the chosen refs reach, found while the history fills.

use countersign_facts::{CommitIndex, History, ObjectId};

use crate::bits::Bits;

/// A walk from the tips towards the roots.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    visited: Bits,
    /// Commits that the history holds, with parents that were not visited yet.
    stack: Vec<CommitIndex>,
    /// Reached commits that the history does not hold yet.
    wanted: Vec<CommitIndex>,
    /// Commits that were on the stack, each once.
    reached: u64,
}

impl Walk {
    /// Reaches the commit at `index`. Returns whether the walk reached it for the first time.
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

    /// Marks a commit as reached that the caller will read. Returns whether it was new.
    pub(crate) fn claim(&mut self, index: CommitIndex) -> bool {
        self.visited.insert(index.0)
    }

    /// Continues from a commit that was wanted and that the history holds now.
    pub(crate) fn resume(&mut self, index: CommitIndex) {
        self.stack.push(index);
    }

    /// Walks as far as the history goes and returns the commits that it lacks.
    ///
    /// The walk does not go on to the parents of the `shallow` commits, which must be in ascending order.
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

    /// How many commits the walk reached in the history.
    pub(crate) fn reached(&self) -> u64 {
        self.reached
    }

    pub(crate) fn has_reached(&self, index: CommitIndex) -> bool {
        self.visited.contains(index.0)
    }
}
