//! SSH signatures as git embeds them, by keys that grow from numbers.

use std::collections::BTreeMap;
use std::io;

use sha1::{Digest as _, Sha1};
use ssh_key::private::Ed25519Keypair;
use ssh_key::{HashAlg, LineEnding, PrivateKey};

/// The key that stands for GitHub's own.
pub(crate) const GITHUB_KEY: u64 = u64::MAX;
/// The key with which the vendor of a coding agent signs for all its customers.
pub(crate) const AGENT_KEY: u64 = u64::MAX - 1;

/// The public half of the key that signs what GitHub commits in a plan: one line, as OpenSSH writes it. Readers of
/// invented careers take it for a key that GitHub publishes.
#[must_use]
pub fn github_key() -> String {
    let key = key(GITHUB_KEY).public_key().to_openssh();
    key.expect("a key of 32 bytes has a public half")
}

fn key(number: u64) -> PrivateKey {
    let mut seed = [0; 32];
    seed[..20].copy_from_slice(&Sha1::digest(number.to_be_bytes()));
    Ed25519Keypair::from_seed(&seed).into()
}

/// Keys that have signed.
#[derive(Default)]
pub(crate) struct Signers(BTreeMap<u64, PrivateKey>);

impl Signers {
    /// Signs a commit's text with the throw-away key of this number; armoured.
    pub(crate) fn sign(&mut self, number: u64, text: &[u8]) -> io::Result<String> {
        let key = self.0.entry(number).or_insert_with(|| key(number));
        let signature = key
            .sign("git", HashAlg::Sha512, text)
            .map_err(io::Error::other)?;
        signature.to_pem(LineEnding::LF).map_err(io::Error::other)
    }
}
