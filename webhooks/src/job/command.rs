//! A command that a maintainer wrote in a comment.

use countersign_facts::{AccountId, PullRequestNumber};
use serde::{Deserialize, Serialize};

use super::RepositoryRef;

/// A comment on a pull request that begins with `/countersign`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Command {
    #[serde(alias = "place")]
    pub(crate) repository: RepositoryRef,
    pub(crate) number: PullRequestNumber,
    /// GitHub's number for the comment.
    pub(crate) comment: u64,
    /// The account that wrote it.
    #[serde(alias = "who")]
    pub(crate) author: AccountId,
    pub(crate) login: String,
    /// The rest of the line after `/countersign`.
    pub(crate) text: String,
}
