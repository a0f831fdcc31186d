//! Short digests that name things stably.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

/// The first twelve hexadecimal digits of the SHA-256 of `bytes`.
#[must_use]
pub fn short_digest(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes)[..6])
}
