//! Issues.

/// An issue; on some lists a pull request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its number in the repository.
    pub number: u64,
    /// Its text as written; empty where it has none.
    pub body: String,
}
