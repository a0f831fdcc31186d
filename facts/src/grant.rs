//! A right that an account was given in a repository, as the platform's webhook reports it.

use crate::platform_ids::AccountId;
use crate::pull_request::Account;
use crate::repositories::RepositoryIndex;

/// A right that was given in a repository whose history was read.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The repository.
    pub repository: RepositoryIndex,
    /// Who gave it.
    pub giver: Giver,
    /// What was given.
    pub right: Right,
    /// When, Unix seconds.
    pub at: i64,
}

/// The account that gave a right, and since when it has had rights itself.
#[derive(Clone, Debug)]
pub struct Giver {
    /// The account.
    pub account: Account,
    /// Whether the repository is the account's own, not an organisation's.
    pub owns_repository: bool,
    /// When it was first given access to the repository or its organisation, Unix seconds; `None` when that
    /// is unknown.
    pub given_access: Option<i64>,
    /// When it first gave or removed a right itself, before this one, Unix seconds; `None` when no earlier
    /// case is known.
    pub first_act: Option<i64>,
}

/// What was given.
#[derive(Clone, Debug)]
pub enum Right {
    /// A key that has access without an account.
    DeployKey(DeployKey),
    /// An account has write access, or more.
    Access(Account),
}

/// A key that has access to a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeployKey {
    /// `SHA256:` and the unpadded base64 fingerprint, as `ssh-keygen -l` prints it; `None` where the key
    /// cannot be read.
    pub fingerprint: Option<String>,
    /// Whether it can write.
    pub can_write: bool,
    /// Other places where the same key was seen, now or earlier.
    pub elsewhere: Vec<KeyPlace>,
}

/// A place where a key was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// An account lists it for signing, or did so earlier.
    Account {
        /// The platform's number for the account.
        id: AccountId,
        /// Its login.
        login: String,
    },
    /// It had access to another repository.
    Repository {
        /// `owner/name`.
        name: String,
        /// The platform's number for the account that added it there.
        added_by: AccountId,
        /// That account's login.
        login: String,
    },
}
