//! The content of a history's changes, as far as somebody asked for it.

use std::collections::BTreeMap;

use super::Content;
use crate::CommitIndex;

/// What was seen in the commits of a history whose text was looked at. Kept beside the history: a scan
/// looks at it on request only.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// Commits that were looked at, sorted.
    seen: Vec<CommitIndex>,
    /// Those in which there was something.
    held: BTreeMap<CommitIndex, Content>,
}

static NOTHING: Content = Content {
    marks: Vec::new(),
    sensitive: Vec::new(),
    unseen: 0,
};

impl Contents {
    /// Adds commits that were looked at, in any order.
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

    /// What was seen in a commit; `None` where nobody looked.
    #[must_use]
    pub fn of(&self, commit: CommitIndex) -> Option<&Content> {
        self.seen.binary_search(&commit).ok()?;
        Some(self.held.get(&commit).unwrap_or(&NOTHING))
    }

    /// Whether nobody looked at anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }
}
