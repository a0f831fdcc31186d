//! What the memory of people knows from other repositories about those who take part in a pull request.

use std::collections::BTreeMap;

use crate::Address;

/// What other repositories show of the addresses of those who take part in a pull request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// The organisation of the pull request's repository, spelled as in [`SeenName::organisation`].
    pub organisation: String,
    /// Names on these addresses.
    pub seen: Vec<SeenName>,
    /// For each such name, in lower case: the number of commits in other repositories in which it is another
    /// person's name.
    pub others: BTreeMap<String, usize>,
}

/// One name on one address in one other repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenName {
    /// A mailbox or an account.
    pub address: Address,
    /// The name as commits spell it.
    pub name: String,
    /// The repository's organisation.
    pub organisation: String,
    /// The repository's name, which is unique.
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
    /// Whether its author's own machine made it. Otherwise another person or a program may have filled in
    /// the name.
    pub own: bool,
}
