//! A right that an account was given in a repository, as GitHub reported it to the App.

use super::platform_ids::AccountId;
use super::pull_request::Account;
use super::repositories::RepositoryIndex;

/// A right that was given, beside the history of the repository it is for.
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

/// Who gave a right, and since when the account is known to hold one itself.
#[derive(Clone, Debug)]
pub struct Giver {
    /// The account.
    pub account: Account,
    /// Whether the repository is the account's own, not an organisation's.
    pub owns_repository: bool,
    /// When it was first given access, to the repository or its organisation, Unix seconds; `None` where
    /// GitHub did not report it.
    pub given_access: Option<i64>,
    /// When it first gave a right or took one away itself, before this one, Unix seconds.
    pub first_act: Option<i64>,
}

/// What was given.
#[derive(Clone, Debug)]
pub enum Right {
    /// A key that is let in without an account.
    DeployKey(DeployKey),
    /// An account has write access, or more.
    Access(Account),
}

/// A key that a repository lets in.
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
    /// An account lists it, or did, for signing.
    Account {
        /// The platform's number for the account.
        id: AccountId,
        /// Its login.
        login: String,
    },
    /// Another repository let it in.
    Repository {
        /// `owner/name`.
        name: String,
        /// The platform's number for the account that added it there.
        added_by: AccountId,
        /// That account's login.
        login: String,
    },
}
