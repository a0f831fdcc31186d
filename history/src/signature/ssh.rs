//! SSH signatures: the fingerprint of the key, which every signature carries whole.
//!
//! The fingerprint is a hash of the key's bytes, so a key of any type can be named, even if the signature
//! itself is malformed.

use bstr::ByteSlice;
use countersign_facts::{Key, KeyKind, SignatureRecord};
use sha2::{Digest, Sha256};

/// Reads a signature. `None` when it is cut short, or made with a certificate: that contains an authority's
/// statement about a key, not the key alone.
pub(super) fn read(bytes: &[u8]) -> Option<SignatureRecord<'static>> {
    let mut rest = bytes.strip_prefix(b"SSHSIG\0\0\0\x01")?;
    let key = string(&mut rest)?;
    // Namespace, a reserved field, hash algorithm and the signature itself: they only have to exist.
    for _ in 0..4 {
        string(&mut rest)?;
    }
    let kind = string(&mut &*key)?;
    if kind.is_empty() || kind.contains_str("-cert-v") {
        return None;
    }
    let fingerprint = base64_simd::STANDARD_NO_PAD.encode_to_string(Sha256::digest(key));
    Some(SignatureRecord {
        key: Some(Key {
            kind: KeyKind::Ssh,
            id: format!("SHA256:{fingerprint}").into(),
        }),
        created: None,
        signer: None,
    })
}

/// Takes a string: its length in four bytes, then its bytes.
fn string<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (string, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(string)
}
