//! What a review writes to GitHub: comment, check run and notice as values.

use countersign_heuristics::Level;
use serde::Serialize;

/// What GitHub should show after a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The level of everything that is written; quiet if nothing is.
    pub level: Level,
    /// The level of what the repository's readers may see.
    pub shown: Level,
    /// The comment, if there is something to show in public.
    pub comment: Option<String>,
    /// The text that replaces an earlier comment if there is nothing to show any more.
    pub resolved: String,
    /// The check run, if there is to be one.
    pub check: Option<CheckDraft>,
    /// What replaces an earlier check run on the same head if there is to be none.
    pub passed: CheckDraft,
    /// The private notice, if there is something to show.
    pub notice: Option<Notice>,
}

/// A check run's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckDraft {
    /// The commit.
    pub head: String,
    /// One line.
    pub title: String,
    /// Markdown.
    pub summary: String,
    /// `success`, `neutral` or `failure`.
    pub conclusion: &'static str,
    /// Remarks on files.
    pub remarks: Vec<CheckRemark>,
}

/// A remark on a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckRemark {
    /// The file.
    pub path: String,
    /// A short title.
    pub title: String,
    /// One sentence.
    pub message: String,
}

/// An issue in a private repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Its title.
    pub title: String,
    /// Markdown.
    pub body: String,
}
