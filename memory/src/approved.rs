//! A pull request that somebody approved, as its event keeps it.

use countersign_facts::RightsEvent;
use serde::{Deserialize, Serialize};

/// What is kept of an approval beside its event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// The pull request's number.
    pub pull_request: u64,
    /// The commit at its head at that time.
    pub commit: Option<String>,
}

impl Approved {
    /// The kind of the event.
    pub const KIND: &str = RightsEvent::PullRequestApproved.as_str();
}
