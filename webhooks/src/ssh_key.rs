//! Fingerprints of SSH keys.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest as _, Sha256};

/// `SHA256:...`, as `ssh-keygen -l` prints it; `None` where the key cannot be read.
pub(crate) fn fingerprint(key: &str) -> Option<String> {
    let blob = STANDARD.decode(key.split_ascii_whitespace().nth(1)?).ok()?;
    let digest = STANDARD_NO_PAD.encode(Sha256::digest(blob));
    Some(format!("SHA256:{digest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssh_keys_are_named_as_openssh_names_them() {
        // github.com's published host key.
        let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
        let published = "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU";
        assert_eq!(fingerprint(key).as_deref(), Some(published));
        assert_eq!(fingerprint("ssh-ed25519"), None);
        assert_eq!(fingerprint("ssh-ed25519 ?"), None);
    }
}
