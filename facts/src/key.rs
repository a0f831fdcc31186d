//! Keys that sign commits and tags, and what a signature says without a key server.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use crate::identity::IdentityIndex;

/// Position of a key in [`Keys`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyIndex(pub u32);

/// Which signature system a key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// OpenPGP; the id is the upper-case hexadecimal key id (16 digits), which every signature names.
    OpenPgp,
    /// SSH; the id is `SHA256:` and the unpadded base64 fingerprint, as `ssh-keygen -l` prints it.
    Ssh,
    /// X.509 with a lasting certificate; the id is the upper-case hexadecimal serial and the issuer.
    X509,
    /// X.509 with a certificate made for one signature (Sigstore's gitsign); the id is the subject.
    /// It names an account, not a key that a person keeps.
    Ephemeral,
}

/// One signing key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Signature system.
    pub kind: KeyKind,
    /// The key's identifier in the form its kind prescribes.
    pub id: Box<str>,
}

/// Key ids of the OpenPGP keys with which GitHub signs what it commits itself (merges, web edits,
/// Codespaces). Source: `https://github.com/web-flow.gpg`, 2017-2024 and since January 2024. The signatures
/// in public histories show no third key.
const GITHUB_WEB_FLOW: [&str; 2] = ["4AEE18F83AFDEB23", "B5690EEEBB952194"];

/// Fingerprints of the SSH keys with which vendors of coding agents sign in their own cloud, for their agents and for
/// the users of these. Source: public histories of 2026, where the first signed 1,177 commits in 30 repositories and the
/// second 85 in 8, all on UTC, under the agents' own addresses and under unrelated people's.
const AGENTS: [&str; 2] = [
    "SHA256:32dP45eSMmVSt/G/CGvcxl/P+MO3Nwj9xeTh/GSA2wc",
    "SHA256:/ZGdxqU+YWGLYEplYKh2c36jVXjB1wQzjGRo7qwO46I",
];

impl Key {
    /// Whether a person holds the key. A platform's key, a key of a coding agent's vendor and a key for one signature
    /// say nothing about who wrote a commit.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        match self.kind {
            KeyKind::OpenPgp => !GITHUB_WEB_FLOW.contains(&&*self.id),
            KeyKind::Ssh => !AGENTS.contains(&&*self.id),
            KeyKind::X509 => true,
            KeyKind::Ephemeral => false,
        }
    }
}

/// Every distinct key, once, in order of first appearance.
#[derive(Debug, Default)]
pub struct Keys(IndexSet<Key, FxBuildHasher>);

impl Keys {
    /// Index of `key`, added when new.
    ///
    /// # Panics
    /// When more than 2^32 distinct keys appear.
    pub fn intern(&mut self, key: Key) -> KeyIndex {
        let position = self.0.insert_full(key).0;
        KeyIndex(u32::try_from(position).expect("fewer than 2^32 distinct keys"))
    }

    /// The key at `index`.
    #[must_use]
    pub fn get(&self, index: KeyIndex) -> &Key {
        &self.0[index.0 as usize]
    }

    /// All keys with their indexes, in order of first appearance.
    pub fn iter(&self) -> impl Iterator<Item = (KeyIndex, &Key)> {
        (0..).map(KeyIndex).zip(&self.0)
    }
}

/// What a signature in a commit or tag says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The key that made it; `None` where the signature is there but cannot be read.
    pub key: Option<KeyIndex>,
    /// When it says it was made, Unix seconds (OpenPGP and X.509; SSH signatures carry no time).
    pub created: Option<i64>,
    /// The signer's user id inside the signature (OpenPGP), as an identity.
    pub signer: Option<IdentityIndex>,
}
