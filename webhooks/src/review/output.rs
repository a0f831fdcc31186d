//! What GitHub should show after a review.

use countersign_heuristics::Level;

use crate::plan::{CheckDraft, Notice};

/// What GitHub should show after a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The level of everything that is written; quiet if nothing is.
    pub level: Level,
    /// The level of what the repository's readers may see.
    pub shown: Level,
    /// The comment, if there is something to show in public.
    pub comment: Option<String>,
    /// Fingerprints of the findings that the comment shows.
    pub shown_findings: Vec<String>,
    /// The text that replaces an earlier comment if there is nothing to show any more.
    pub resolved: String,
    /// The check run, if there is to be one.
    pub check: Option<CheckDraft>,
    /// Whether the check run shows the findings of the comment too.
    pub check_shows_findings: bool,
    /// What replaces an earlier check run on the same head if there is to be none.
    pub passed: CheckDraft,
    /// The private notice, if there is something to show.
    pub notice: Option<Notice>,
}
