//! The approval of a pull request, as its event stores it.

use countersign_facts::RightsEvent;
use serde::{Deserialize, Serialize};

/// The details of an approval event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// The pull request's number.
    pub pull_request: u64,
    /// The commit at its head when it was approved.
    pub commit: Option<String>,
}

impl Approved {
    /// The kind of the event.
    pub const KIND: &str = RightsEvent::PullRequestApproved.as_str();
}
