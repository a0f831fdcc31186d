//! The fingerprint of a public key, for lists that have the key itself.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest as _, Sha256};

/// `SHA256:…` of an OpenSSH public key, `type base64 comment`, as `ssh-keygen -l` prints it; `None` for
/// anything else.
pub(crate) fn fingerprint(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    let (kind, key) = (words.next()?, words.next()?);
    let blob = STANDARD.decode(key).ok()?;
    // The key repeats its type, after four bytes of length.
    blob.get(4..)?.starts_with(kind.as_bytes()).then(|| {
        let digest = STANDARD_NO_PAD.encode(Sha256::digest(blob));
        format!("SHA256:{digest}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssh_keys_are_named_as_openssh_names_them() {
        // github.com's published host key.
        let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl x";
        let published = "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU";
        assert_eq!(fingerprint(key).as_deref(), Some(published));
        for other in [
            "",
            "ssh-ed25519",
            "ssh-rsa AAAA",
            "0011 2233 4455",
            published,
        ] {
            assert_eq!(fingerprint(other), None, "{other}");
        }
    }
}
