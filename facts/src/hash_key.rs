//! Keyed hashes of what identifies people. They can be compared, but not read, and without the key values
//! cannot be tested against them.

use std::fmt;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::indicator::Indicator;

/// The secret key for hashing indicators and the identifiers in the memory of people. Keep it apart from the
/// hashes: with the hashes alone nobody can test addresses against them.
#[derive(Clone)]
pub struct HashKey([u8; 32]);

/// HMAC-SHA-256 of a kind and a value of that kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyedHash(pub [u8; 32]);

impl HashKey {
    /// A key of 32 random bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Sixteen hexadecimal digits that identify this key without revealing it.
    #[must_use]
    pub fn id(&self) -> String {
        let id = self.digest(&[b"key id"]);
        HEXLOWER.encode(&id[..8])
    }

    /// The keyed hash of an indicator.
    #[must_use]
    pub fn hash(&self, indicator: &Indicator) -> KeyedHash {
        self.hash_of(indicator.kind().as_str(), indicator.value().as_bytes())
    }

    /// The keyed hash of a value that is not an indicator. `kind` names its kind and must not contain a zero
    /// byte.
    #[must_use]
    pub fn hash_of(&self, kind: &str, value: &[u8]) -> KeyedHash {
        KeyedHash(self.digest(&[kind.as_bytes(), b"\0", value]))
    }

    fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0);
        let mut mac = mac.expect("HMAC takes keys of any length");
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashKey(..)")
    }
}
