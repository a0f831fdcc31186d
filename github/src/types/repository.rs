//! Repositories and what people may do in them.

use std::fmt;
use std::str::FromStr;

use countersign_facts::RepositoryId;

/// `OWNER/NAME` with only the characters that GitHub allows, so that it is safe in a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepositoryName {
    owner: String,
    name: String,
}

/// Not of the form `OWNER/NAME`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a repository: write OWNER/NAME with letters, digits, `-`, `_` and `.`")]
pub struct InvalidRepositoryName;

impl RepositoryName {
    /// A name from its two parts.
    ///
    /// # Errors
    /// When a part is empty, has other characters, or is `.` or `..`.
    pub fn new(owner: &str, name: &str) -> Result<Self, InvalidRepositoryName> {
        let is_usable = |part: &str| {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            !matches!(part, "" | "." | "..") && part.bytes().all(allowed)
        };
        if !is_usable(owner) || !is_usable(name) {
            return Err(InvalidRepositoryName);
        }
        Ok(Self {
            owner: owner.to_owned(),
            name: name.to_owned(),
        })
    }

    /// The owner's login.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// The name within its owner's.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for RepositoryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

impl FromStr for RepositoryName {
    type Err = InvalidRepositoryName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (owner, name) = text.split_once('/').ok_or(InvalidRepositoryName)?;
        Self::new(owner, name)
    }
}

/// A repository that an installation can reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// Its number, which stays when it is renamed or moved.
    pub id: RepositoryId,
    /// Its name at the moment.
    pub name: RepositoryName,
    /// Whether it is private.
    pub private: bool,
    /// Its default branch.
    pub default_branch: String,
    /// Whether it is a fork.
    pub fork: bool,
    /// Whether it is archived.
    pub archived: bool,
}

/// A repository as the list of its owner's repositories shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedRepository {
    /// What every list shows of it.
    pub repository: Repository,
    /// The programming language that GitHub takes for its main one.
    pub language: Option<String>,
    /// When somebody last pushed to it, Unix milliseconds; `None` if nobody ever did.
    pub pushed_ms: Option<i64>,
}

/// The account whose repositories are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An organisation, by its login.
    Organisation(String),
    /// A person, by login.
    User(String),
}

impl Owner {
    /// The login.
    #[must_use]
    pub fn login(&self) -> &str {
        match self {
            Self::Organisation(login) | Self::User(login) => login,
        }
    }
}

/// What an account may do in a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// No more than the public may.
    None,
    /// Read.
    Read,
    /// Read, and manage issues and pull requests.
    Triage,
    /// Push.
    Write,
    /// Push, and manage the repository without its dangerous parts.
    Maintain,
    /// Everything.
    Admin,
}

impl Permission {
    /// Whether pushing is allowed.
    #[must_use]
    pub fn can_write(self) -> bool {
        self >= Self::Write
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_place_in_a_path() {
        let name: RepositoryName = "acme/widget.rs".parse().unwrap();
        assert_eq!((name.owner(), name.name()), ("acme", "widget.rs"));
        assert_eq!(name.to_string(), "acme/widget.rs");
        for bad in [
            "", "acme", "acme/", "/x", "a/..", "a/b/c", "a/b?c", "a b/c", "ü/c",
        ] {
            assert_eq!(
                bad.parse::<RepositoryName>(),
                Err(InvalidRepositoryName),
                "{bad}"
            );
        }
    }
}
