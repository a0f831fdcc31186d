//! OpenPGP public keys as accounts publish them: the ids of their keys, and when they were made.

use pgp::composed::{Deserializable as _, SignedPublicKey};
use pgp::types::KeyDetails;

/// A primary key or subkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPgpKey {
    /// Upper-case hexadecimal key id (16 digits), as signatures name it.
    pub id: String,
    /// When it was made, Unix seconds, by the clock of the machine that made it.
    pub created: i64,
}

/// The primary key and the subkeys of an armored public key. Empty when it cannot be read.
#[must_use]
pub fn openpgp_keys(armored: &str) -> Vec<OpenPgpKey> {
    let Ok((key, _)) = SignedPublicKey::from_string(armored) else {
        return Vec::new();
    };
    let subkeys = key.public_subkeys.iter().map(|subkey| key_of(&subkey.key));
    std::iter::once(key_of(&key.primary_key))
        .chain(subkeys)
        .collect()
}

fn key_of(key: &impl KeyDetails) -> OpenPgpKey {
    OpenPgpKey {
        id: key.legacy_key_id().to_string().to_uppercase(),
        created: key.created_at().as_secs().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `gpg --faked-system-time`: a primary key of 4 March 2024 with a signing subkey of 5 April.
    const KEY: &str = include_str!("../tests/data/signatures/openpgp-public-key.asc");

    #[test]
    fn keys_and_subkeys_say_when_they_were_made() {
        let keys = openpgp_keys(KEY);
        let made: Vec<_> = keys.iter().map(|key| key.created).collect();
        assert_eq!(made, [1_709_546_400, 1_712_311_200]);
        let ids: Vec<_> = keys.iter().map(|key| &*key.id).collect();
        assert_eq!(ids, ["5AD6B1A9A631C27E", "E6D85B3D9B6CB645"]);
    }

    #[test]
    fn text_without_a_key_gives_none() {
        assert_eq!(openpgp_keys(""), []);
        assert_eq!(openpgp_keys(&KEY[..KEY.len() / 2]), []);
    }
}
