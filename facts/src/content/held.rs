//! What was found in the changes of a history's commits, if the scan examined them.

use std::collections::BTreeMap;

use super::Content;
use crate::CommitIndex;

/// What was found in the examined commits of a history. Kept apart from the history, because a scan examines
/// changes on request only.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// Examined commits, sorted.
    seen: Vec<CommitIndex>,
    /// Those in which something was found.
    held: BTreeMap<CommitIndex, Content>,
}

static NOTHING: Content = Content {
    marks: Vec::new(),
    sensitive: Vec::new(),
    dated: Vec::new(),
    unseen: 0,
};

impl Contents {
    /// Adds examined commits, in any order.
    pub fn extend(&mut self, seen: impl IntoIterator<Item = (CommitIndex, Content)>) {
        for (commit, content) in seen {
            self.seen.push(commit);
            if content != NOTHING {
                self.held.insert(commit, content);
            }
        }
        self.seen.sort_unstable();
        self.seen.dedup();
    }

    /// What was found in a commit; `None` when it was not examined.
    #[must_use]
    pub fn of(&self, commit: CommitIndex) -> Option<&Content> {
        self.seen.binary_search(&commit).ok()?;
        Some(self.held.get(&commit).unwrap_or(&NOTHING))
    }

    /// Whether no commit was examined.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }
}
