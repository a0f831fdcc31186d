//! What is known of people beyond the repository that a pull request is for: handed over by whoever
//! remembers other histories.

use std::collections::BTreeMap;

use crate::Address;

/// What other repositories show of the addresses of those who take part in a pull request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// Whose the pull request's repository is, in the words of [`SeenName::organisation`].
    pub organisation: String,
    /// Names on these addresses.
    pub seen: Vec<SeenName>,
    /// In how many commits of other repositories such a name is another person's: by the name as commits
    /// spell it, in lower case.
    pub others: BTreeMap<String, usize>,
}

/// One name on one address in one other repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenName {
    /// A mailbox or an account.
    pub address: Address,
    /// The name as commits spell it.
    pub name: String,
    /// Whose the repository is.
    pub organisation: String,
    /// The repository's name, which tells it from all others.
    pub repository: String,
    /// Its commits, in any order.
    pub commits: Vec<SeenCommit>,
    /// Ids of the personal keys that sign for this name there.
    pub keys: Vec<String>,
}

/// A commit of another repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeenCommit {
    /// When it was authored, Unix seconds.
    pub authored: i64,
    /// Whether its author's own machine made it; else somebody or something else may have filled in the
    /// name.
    pub own: bool,
}
