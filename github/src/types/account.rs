//! Accounts and the keys they show.

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// GitHub's number for it, which stays when it is renamed.
    pub id: u64,
    /// Its login at the moment.
    pub login: String,
    /// When it was created, Unix milliseconds.
    pub created_ms: i64,
    /// Where its owner says to be; anybody may write anything there.
    pub location: Option<String>,
    /// Whether it is an App's or otherwise no person's.
    pub is_bot: bool,
}

/// What a key is for.
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
    /// What it is for.
    pub kind: KeyKind,
    /// GitHub's number for it, within its kind.
    pub id: u64,
    /// When it was added to the account, Unix milliseconds.
    pub created_ms: i64,
    /// When an OpenPGP key ends, Unix milliseconds.
    pub expires_ms: Option<i64>,
    /// The owner's name for it.
    pub title: Option<String>,
    /// OpenPGP key ids in hexadecimal, primary key first, then subkeys; empty for SSH.
    pub key_ids: Vec<String>,
    /// Addresses an OpenPGP key names.
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
    /// Login of whoever added it.
    pub added_by: Option<String>,
}
