//! Pull requests.

use countersign_facts::{PullRequestNumber, RepositoryId};

use super::Account;

/// The state of a pull request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullState {
    /// Open.
    Open,
    /// Closed without being merged.
    Closed,
    /// Merged.
    Merged,
}

/// A pull request and what is around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pull {
    /// Its number.
    pub number: PullRequestNumber,
    /// Its title, as its author wrote it.
    pub title: String,
    /// Whether it is open, closed or merged.
    pub state: PullState,
    /// Whether it is a draft.
    pub draft: bool,
    /// Id of its newest commit.
    pub head: String,
    /// The branch that it is to be merged into.
    pub base_ref: String,
    /// Whether that is the default branch.
    pub base_default: bool,
    /// Whether it comes from a fork, which may be deleted by now.
    pub head_repo_is_fork: bool,
    /// Who opened it; `None` once the account is deleted.
    pub author: Option<Account>,
    /// How many commits it has.
    pub commits: u64,
    /// The repository's number, which stays when it is renamed or moved.
    pub repository_id: RepositoryId,
    /// Whether the repository is private.
    pub private: bool,
    /// The repository's owner.
    pub owner: String,
    /// The repository's name.
    pub repo: String,
    /// The repository's default branch; `None` while it has no commit.
    pub default_branch: Option<String>,
}

/// A file that a pull request changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFile {
    /// Its path.
    pub path: String,
    /// Its path before, where it was renamed.
    pub previous_path: Option<String>,
    /// GitHub's word: `added`, `modified`, `removed`, `renamed`, `copied`, `changed`, `unchanged`.
    pub status: String,
    /// What happens to its lines.
    pub lines: ChangedLines,
}

/// What happens to the lines of a file, without line ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedLines {
    /// GitHub shows them all.
    Shown {
        /// Lines that are added: number in the new file, from 1, and text.
        added: Vec<(u32, String)>,
        /// Lines that are removed.
        removed: Vec<String>,
    },
    /// No line changes: the file is binary, or is only moved.
    None,
    /// Lines change, but there are too many for GitHub to show.
    Withheld,
}

/// A pull request in the list of those that one account opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthoredPull {
    /// Its number.
    pub number: PullRequestNumber,
    /// When it was opened, Unix milliseconds.
    pub opened_ms: i64,
    /// When it was merged, Unix milliseconds, where it was.
    pub merged_ms: Option<i64>,
}

/// A pull request in the list of open ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPull {
    /// Its number.
    pub number: PullRequestNumber,
    /// Id of its newest commit.
    pub head: String,
    /// Whether it is a draft.
    pub draft: bool,
}
