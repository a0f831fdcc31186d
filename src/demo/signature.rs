//! SSH signatures as git embeds them: the SSHSIG format over Ed25519.

use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest as _, Sha512};

const NAMESPACE: &[u8] = b"git";
const HASH: &[u8] = b"sha512";
const ALGORITHM: &[u8] = b"ssh-ed25519";
/// Columns of base64 as `ssh-keygen` writes them.
const COLUMNS: usize = 70;

/// Signs `payload` with the throw-away key that grows from `seed`; armoured, one line an item.
pub(super) fn sign(seed: u8, payload: &[u8]) -> Vec<String> {
    let key = SigningKey::from_bytes(&[seed; 32]);
    let digest = Sha512::digest(payload);
    let mut signed = b"SSHSIG".to_vec();
    for part in [NAMESPACE, b"", HASH, &digest[..]] {
        push(&mut signed, part);
    }
    let mut blob = b"SSHSIG".to_vec();
    blob.extend(1_u32.to_be_bytes());
    let public = pair(ALGORITHM, key.verifying_key().as_bytes());
    let signature = pair(ALGORITHM, &key.sign(&signed).to_bytes());
    for part in [&public[..], NAMESPACE, b"", HASH, &signature] {
        push(&mut blob, part);
    }
    let text = base64_simd::STANDARD.encode_to_string(blob);
    let mut lines = vec!["-----BEGIN SSH SIGNATURE-----".to_owned()];
    let mut rest = &text[..];
    while !rest.is_empty() {
        let (line, left) = rest.split_at(rest.len().min(COLUMNS));
        lines.push(line.to_owned());
        rest = left;
    }
    lines.push("-----END SSH SIGNATURE-----".to_owned());
    lines
}

/// The public key that grows from `seed`, as in `authorized_keys`.
pub(super) fn public_key(seed: u8) -> String {
    let key = SigningKey::from_bytes(&[seed; 32]);
    let public = pair(ALGORITHM, key.verifying_key().as_bytes());
    format!(
        "ssh-ed25519 {} demo\n",
        base64_simd::STANDARD.encode_to_string(public)
    )
}

fn pair(first: &[u8], second: &[u8]) -> Vec<u8> {
    let mut pair = Vec::new();
    push(&mut pair, first);
    push(&mut pair, second);
    pair
}

/// A string of SSH's wire format; everything here is far shorter than 4 GiB.
fn push(buffer: &mut Vec<u8>, text: &[u8]) {
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    buffer.extend(length.to_be_bytes());
    buffer.extend(text);
}
