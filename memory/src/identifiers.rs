//! Identifiers of people: keyed hashes of mailboxes, accounts, keys and very rare names.

use countersign_facts::{HashKey, Indicator, IndicatorKind, KeyedHash};
use countersign_people::linkage::RareName;
use countersign_store::{Identifier, IdentifierHash};

/// Kind of a personal signing key.
pub(super) const KEY: &str = "key";
/// Kind of an address that identifies a person in one repository only.
pub(super) const LOCAL: &str = "local";

/// The place of a repository on GitHub, by GitHub's number, which stays when the repository is renamed.
#[must_use]
pub fn place_of(repository: i64) -> String {
    format!("github:{repository}")
}

/// The short id of an identifier: `m-` and its first twelve hexadecimal digits.
#[must_use]
pub fn short_id(hash: IdentifierHash) -> String {
    let digits = hash.to_string();
    format!("m-{}", &digits[..12])
}

/// The identifier of an indicator. It is the same in every repository.
#[must_use]
pub fn of_indicator(key: &HashKey, indicator: &Indicator) -> Identifier {
    let (kind, is_public) = match indicator.kind() {
        IndicatorKind::Account => (Identifier::ACCOUNT, true),
        IndicatorKind::Key => (KEY, true),
        // GitHub's addresses had only a login before it numbered accounts.
        IndicatorKind::Mailbox | IndicatorKind::Login | IndicatorKind::Wallet => {
            (Identifier::MAILBOX, false)
        }
    };
    Identifier {
        hash: short(key.hash(indicator)),
        kind: kind.to_owned(),
        shown: is_public.then(|| indicator.value().to_owned()),
    }
}

/// The identifier of a signing key by its id.
#[must_use]
pub fn of_key(key: &HashKey, id: &str) -> Identifier {
    match Indicator::parse(IndicatorKind::Key, id) {
        Ok(indicator) => of_indicator(key, &indicator),
        // A certificate's serial number and issuer, which indicator lists do not have.
        Err(_) => Identifier {
            hash: short(key.hash_of(KEY, id.as_bytes())),
            kind: KEY.to_owned(),
            shown: Some(id.to_owned()),
        },
    }
}

/// The identifier of a very rare full name.
#[must_use]
pub fn of_name(key: &HashKey, name: &RareName) -> Identifier {
    Identifier {
        hash: short(key.hash_of(Identifier::NAME, name.value().as_bytes())),
        kind: Identifier::NAME.to_owned(),
        shown: None,
    }
}

/// The identifier of `Name <e-mail>` in one place only.
#[must_use]
pub(super) fn local(key: &HashKey, place: &str, identity: &[u8]) -> Identifier {
    let value = [place.as_bytes(), b"\0", identity].concat();
    Identifier {
        hash: short(key.hash_of(LOCAL, &value)),
        kind: LOCAL.to_owned(),
        shown: None,
    }
}

fn short(hash: KeyedHash) -> IdentifierHash {
    let mut short = [0; 16];
    short.copy_from_slice(&hash.0[..16]);
    IdentifierHash(short)
}
