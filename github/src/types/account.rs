//! Accounts and the keys on them.

use countersign_facts::AccountId;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// GitHub's number for it, which stays when it is renamed.
    pub id: AccountId,
    /// Its login at the moment.
    pub login: String,
    /// When it was created, Unix milliseconds.
    pub created_ms: i64,
    /// The location on its profile, which is free text.
    pub location: Option<String>,
    /// Whether it is a bot: an App's account.
    pub is_bot: bool,
}

/// The signature system of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// OpenPGP.
    Gpg,
    /// SSH, registered for signing.
    SshSigning,
}

/// A signing key of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// Its signature system.
    pub kind: KeyKind,
    /// GitHub's number for it, within its kind.
    pub id: u64,
    /// When it was added to the account, Unix milliseconds.
    pub created_ms: i64,
    /// When an OpenPGP key expires, Unix milliseconds.
    pub expires_ms: Option<i64>,
    /// The owner's name for it.
    pub title: Option<String>,
    /// OpenPGP key ids in hexadecimal, primary key first, then subkeys; empty for SSH.
    pub key_ids: Vec<String>,
    /// E-mail addresses in an OpenPGP key.
    pub emails: Vec<String>,
    /// The public key as text: armoured OpenPGP, or `ssh-… AAAA…`; empty where GitHub keeps none.
    pub key: String,
}

/// A deploy key of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeployKey {
    /// GitHub's number for it.
    pub id: u64,
    /// Its title.
    pub title: String,
    /// The public key.
    pub key: String,
    /// When it was added, Unix milliseconds.
    pub created_ms: i64,
    /// Whether it can only read.
    pub read_only: bool,
    /// Login of the account that added it.
    pub added_by: Option<String>,
}
