//! Whether a commit that names a platform as its committer carries the platform's signature.
//!
//! Anybody can type a committer. So a commit is a platform's only if one of the platform's published keys signed its
//! bytes. GitHub's keys are built in, and others can be added.

mod claims;
mod payload;
mod rsa;

use std::sync::{Arc, LazyLock};

use bstr::ByteSlice as _;
use pgp::composed::{Deserializable as _, SignedPublicKey};
use pgp::types::VerifyingKey;

pub(crate) use claims::Commits;
use rsa::Modulus;

/// The address with which GitHub commits what its buttons, its editor and its API make.
const GITHUB: &str = "noreply@github.com";

/// GitHub's keys, as `https://github.com/web-flow.gpg` publishes them.
///
/// The first (5DE3E0509C47EA3CF04A42D34AEE18F83AFDEB23) signed from August 2017 to January 2024, the second
/// (968479A1AFF927E37D1A566BB5690EEEBB952194) signs since January 2024.
const GITHUB_KEYS: [&[u8]; 2] = [
    include_bytes!("keys/github-web-flow-2017.asc"),
    include_bytes!("keys/github-web-flow-2024.asc"),
];

/// A file that is not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlatformKeyError {
    /// Neither an OpenPGP nor an SSH public key.
    #[error("neither an OpenPGP nor an SSH public key")]
    NotAKey,
    /// The address with which the platform commits has no `@`.
    #[error("not an e-mail address")]
    NotAnAddress,
}

/// The public keys of platforms, each with the committer address of its platform. The default is GitHub's keys.
#[derive(Clone, Debug)]
pub struct PlatformKeys(Vec<Arc<PlatformKey>>);

/// A platform's key.
#[derive(Debug)]
struct PlatformKey {
    /// The platform's committer address, lower case.
    address: String,
    key: PublicKey,
}

/// The key itself, ready to check signatures.
#[derive(Debug)]
enum PublicKey {
    OpenPgp(Box<dyn OpenPgpKey>),
    /// The key and its modulus: signatures are checked many at once.
    Rsa(Box<dyn OpenPgpKey>, Box<Modulus>),
    Ssh(Box<ssh_key::PublicKey>),
}

/// An OpenPGP primary key or subkey.
trait OpenPgpKey: VerifyingKey + Send + Sync {}
impl<T: VerifyingKey + Send + Sync> OpenPgpKey for T {}

impl Default for PlatformKeys {
    fn default() -> Self {
        static BUILT_IN: LazyLock<PlatformKeys> = LazyLock::new(|| {
            let mut keys = PlatformKeys(Vec::new());
            for key in GITHUB_KEYS {
                keys.add(GITHUB, key).expect("the built-in keys are keys");
            }
            keys
        });
        BUILT_IN.clone()
    }
}

impl PlatformKeys {
    /// Adds the public key of a platform that commits with `address`: an OpenPGP key with its subkeys, armored or
    /// not, or the line of an SSH key as in `authorized_keys`.
    ///
    /// # Errors
    /// When the address is not an address, or the key cannot be read.
    pub fn add(&mut self, address: &str, key: &[u8]) -> Result<(), PlatformKeyError> {
        let address = address.trim().to_lowercase();
        if !address.contains('@') {
            return Err(PlatformKeyError::NotAnAddress);
        }
        let keys = open(key).ok_or(PlatformKeyError::NotAKey)?;
        let keys = keys.into_iter().map(|key| {
            let address = address.clone();
            Arc::new(PlatformKey { address, key })
        });
        self.0.extend(keys);
        Ok(())
    }

    /// The keys of the platform that commits with the identity `Name <e-mail>`.
    fn of<'k>(&'k self, identity: &[u8]) -> impl Iterator<Item = &'k PlatformKey> {
        let open = identity.rfind_byte(b'<').map_or(0, |open| open + 1);
        let address = identity[open..]
            .trim_end_with(|end| end == '>')
            .trim_ascii()
            .to_owned();
        let keys = self.0.iter().map(Arc::as_ref);
        keys.filter(move |key| address.eq_ignore_ascii_case(key.address.as_bytes()))
    }
}

/// Reads a public key; `None` if it is neither kind.
fn open(key: &[u8]) -> Option<Vec<PublicKey>> {
    if let Some(key) = key.to_str().ok().and_then(|text| text.trim().parse().ok()) {
        return Some(vec![PublicKey::Ssh(Box::new(key))]);
    }
    let key = match SignedPublicKey::from_armor_single(key) {
        Ok((key, _)) => key,
        Err(_) => SignedPublicKey::from_bytes(key).ok()?,
    };
    let subkeys = key.public_subkeys.into_iter();
    let mut keys = vec![openpgp(key.primary_key)];
    keys.extend(subkeys.map(|subkey| openpgp(subkey.key)));
    Some(keys)
}

fn openpgp(key: impl OpenPgpKey + 'static) -> PublicKey {
    match Modulus::of(key.public_params()) {
        Some(modulus) => PublicKey::Rsa(Box::new(key), Box::new(modulus)),
        None => PublicKey::OpenPgp(Box::new(key)),
    }
}

#[cfg(test)]
mod tests;
