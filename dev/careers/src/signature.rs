//! SSH signatures as git embeds them, by keys that grow from numbers.

use std::collections::BTreeMap;
use std::io;

use sha1::{Digest as _, Sha1};
use ssh_key::private::Ed25519Keypair;
use ssh_key::{HashAlg, LineEnding, PrivateKey};

/// Number of the key with which GitHub signs in these histories. Its real key is not ours to use.
pub(crate) const GITHUB_KEY: u64 = u64::MAX;

/// The public key, as in `authorized_keys`, with which GitHub signs in these histories.
///
/// # Panics
/// Never: a key of this kind can always be written.
#[must_use]
pub fn github_key() -> String {
    let public = key(GITHUB_KEY).public_key().to_openssh();
    public.expect("an Ed25519 key can be written")
}

/// The throw-away key of this number.
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
