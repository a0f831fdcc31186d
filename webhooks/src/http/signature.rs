//! The signature of a delivery: `X-Hub-Signature-256`.

use data_encoding::HEXLOWER_PERMISSIVE;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

/// The digest in the header; `None` where it is not `sha256=` and 64 hexadecimal digits.
pub(super) fn parse(header: &[u8]) -> Option<[u8; 32]> {
    let hex = header.strip_prefix(b"sha256=")?;
    HEXLOWER_PERMISSIVE.decode(hex).ok()?.try_into().ok()
}

/// Whether one of the secrets makes this digest of the body.
///
/// Every secret is tried even after one matched, and digests are compared in constant time.
pub(super) fn is_valid(secrets: &[SecretString], digest: &[u8; 32], body: &[u8]) -> bool {
    let mut valid = false;
    for secret in secrets {
        // With an empty secret anyone could sign.
        let key = secret.expose_secret().as_bytes();
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
            continue;
        };
        mac.update(body);
        valid |= mac.verify_slice(digest).is_ok() & !key.is_empty();
    }
    valid
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of GitHub's documentation.
    const BODY: &[u8] = b"Hello, World!";
    const HEADER: &str = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    fn secrets(all: &[&str]) -> Vec<SecretString> {
        all.iter().map(|secret| (*secret).into()).collect()
    }

    #[test]
    fn githubs_own_example_is_valid_with_either_secret() {
        let digest = parse(HEADER.as_bytes()).unwrap();
        let secret = "It's a Secret to Everybody";
        assert!(is_valid(&secrets(&[secret]), &digest, BODY));
        assert!(is_valid(&secrets(&["new", secret]), &digest, BODY));
        assert!(is_valid(&secrets(&[secret, "old"]), &digest, BODY));
        assert!(!is_valid(&secrets(&["new"]), &digest, BODY));
        assert!(!is_valid(&secrets(&[secret]), &digest, b"Hello, World?"));
        assert!(!is_valid(&[], &digest, BODY));
    }

    #[test]
    fn an_empty_secret_lets_nobody_in() {
        let mut mac = Hmac::<Sha256>::new_from_slice(b"").unwrap();
        mac.update(BODY);
        let digest: [u8; 32] = mac.finalize().into_bytes().into();
        assert!(!is_valid(&secrets(&[""]), &digest, BODY));
    }

    #[test]
    fn other_headers_are_refused() {
        for header in [
            "",
            "sha256=",
            "sha1=757107ea0eb2509fc211221cce984b8a37570b6d",
            "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
            "sha256=+57107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17a",
        ] {
            assert_eq!(parse(header.as_bytes()), None, "{header}");
        }
    }
}
