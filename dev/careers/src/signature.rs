//! SSH signatures as git embeds them, by keys that grow from numbers.

use std::collections::BTreeMap;
use std::io;

use sha1::{Digest as _, Sha1};
use ssh_key::private::Ed25519Keypair;
use ssh_key::{HashAlg, LineEnding, PrivateKey};

/// Keys that have signed.
#[derive(Default)]
pub(crate) struct Signers(BTreeMap<u64, PrivateKey>);

impl Signers {
    /// Signs a commit's text with the throw-away key of this number; armoured.
    pub(crate) fn sign(&mut self, key: u64, text: &[u8]) -> io::Result<String> {
        let key = self.0.entry(key).or_insert_with(|| {
            let mut seed = [0; 32];
            seed[..20].copy_from_slice(&Sha1::digest(key.to_be_bytes()));
            Ed25519Keypair::from_seed(&seed).into()
        });
        let signature = key
            .sign("git", HashAlg::Sha512, text)
            .map_err(io::Error::other)?;
        signature.to_pem(LineEnding::LF).map_err(io::Error::other)
    }
}
