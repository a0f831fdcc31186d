//! One indicator: a value that identifies a person, normalised so that import and match compare the same form.

use std::fmt;

use crate::Address;
use crate::key::{Key, KeyKind};
use crate::wallet::Wallet;

/// What an indicator identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndicatorKind {
    /// A personal mailbox.
    Mailbox,
    /// GitHub's numeric account id.
    Account,
    /// A login on GitHub.
    Login,
    /// An OpenPGP or SSH signing key.
    Key,
    /// A wallet's address.
    Wallet,
}

impl IndicatorKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Mailbox,
        Self::Account,
        Self::Login,
        Self::Key,
        Self::Wallet,
    ];

    /// Its name in reports and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mailbox => "mailbox",
            Self::Account => "account",
            Self::Login => "login",
            Self::Key => "key",
            Self::Wallet => "wallet",
        }
    }
}

/// Why a value cannot be an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnIndicator {
    /// It does not have the form of its kind, or its checksum is wrong.
    Malformed,
    /// Many people have it: a role, a placeholder, a machine's default, a platform's own key.
    Shared,
    /// A program's.
    Program,
    /// It is too short to identify one key, or a digest that is not used for signing today.
    WeakFingerprint,
}

impl fmt::Display for NotAnIndicator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "does not have the form of its kind, or has a wrong checksum",
            Self::Shared => "many people have it, so it does not identify a person",
            Self::Program => "belongs to a program, so it does not identify a person",
            Self::WeakFingerprint => {
                "is a short key id or an MD5 fingerprint: give the SHA-256 fingerprint or at least 16 digits"
            }
        })
    }
}

/// A normalised value that identifies a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Indicator {
    kind: IndicatorKind,
    value: String,
}

impl Indicator {
    /// Normalises a value as found on a list or in a commit.
    ///
    /// A mailbox that is a GitHub address with an account's number or login becomes an account or a login.
    ///
    /// # Errors
    /// When the value does not have the form of its kind, or does not identify a person.
    pub fn parse(kind: IndicatorKind, value: &str) -> Result<Self, NotAnIndicator> {
        let value = value.trim();
        match kind {
            IndicatorKind::Mailbox => mailbox(value),
            IndicatorKind::Account => account(value),
            IndicatorKind::Login => login(value),
            IndicatorKind::Key => key(value),
            IndicatorKind::Wallet => wallet(value),
        }
    }

    fn new(kind: IndicatorKind, value: impl Into<String>) -> Self {
        Self {
            kind,
            value: value.into(),
        }
    }

    /// What it identifies.
    #[must_use]
    pub fn kind(&self) -> IndicatorKind {
        self.kind
    }

    /// The normalised value.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }
}

fn mailbox(value: &str) -> Result<Indicator, NotAnIndicator> {
    let bare = value.strip_prefix("mailto:").unwrap_or(value);
    let address = Address::parse(bare);
    let hides_mailbox = address.hides_mailbox();
    match address {
        Address::Account { id, .. } => account(&id.to_string()),
        Address::Mailbox(mailbox) if hides_mailbox => {
            login(mailbox.split('@').next().unwrap_or_default())
        }
        Address::Mailbox(mailbox) => Ok(Indicator::new(IndicatorKind::Mailbox, mailbox)),
        Address::Automation => Err(NotAnIndicator::Program),
        Address::Shared if bare.contains('@') => Err(NotAnIndicator::Shared),
        Address::Shared => Err(NotAnIndicator::Malformed),
    }
}

fn account(value: &str) -> Result<Indicator, NotAnIndicator> {
    match value.parse::<u64>() {
        Ok(id) if id > 0 => Ok(Indicator::new(IndicatorKind::Account, id.to_string())),
        _ => Err(NotAnIndicator::Malformed),
    }
}

/// The longest login on GitHub, in characters. That of a managed user ends in `_` and the enterprise's
/// short code, within the same length.
const LONGEST_LOGIN: usize = 39;

fn login(value: &str) -> Result<Indicator, NotAnIndicator> {
    let lower = value.to_lowercase();
    let bare = ["https://", "http://"]
        .iter()
        .find_map(|scheme| lower.strip_prefix(scheme))
        .unwrap_or(&lower);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let bare = bare.strip_prefix("github.com/").unwrap_or(bare);
    let login = bare.trim_start_matches('@').trim_end_matches('/');
    let is_login = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if login.is_empty() || login.len() > LONGEST_LOGIN || !login.chars().all(is_login) {
        return Err(NotAnIndicator::Malformed);
    }
    // As an address, a login shows whether it is a program's or a deleted account's.
    match Address::parse(&format!("{login}@users.noreply.github.com")) {
        Address::Automation => Err(NotAnIndicator::Program),
        Address::Shared => Err(NotAnIndicator::Shared),
        Address::Account { .. } | Address::Mailbox(_) => {
            Ok(Indicator::new(IndicatorKind::Login, login))
        }
    }
}

/// Hexadecimal digits of an OpenPGP key id and of fingerprints. The key id is the end of a version 4
/// fingerprint and the beginning of a version 6 one (RFC 9580, section 5.5.4).
const KEY_ID: usize = 16;
const FINGERPRINT_V4: usize = 40;
const FINGERPRINT_V6: usize = 64;
/// Characters of a SHA-256 in base64 without padding.
const SSH_FINGERPRINT: usize = 43;

fn key(value: &str) -> Result<Indicator, NotAnIndicator> {
    let (kind, id) = match value.split_at_checked("SHA256:".len()) {
        Some((prefix, digest)) if prefix.eq_ignore_ascii_case("SHA256:") => {
            (KeyKind::Ssh, ssh_fingerprint(digest)?)
        }
        _ => (KeyKind::OpenPgp, openpgp_key_id(value)?),
    };
    let key = Key {
        kind,
        id: id.into(),
    };
    if !key.is_personal() {
        return Err(NotAnIndicator::Shared);
    }
    Ok(Indicator::new(IndicatorKind::Key, key.id))
}

fn ssh_fingerprint(digest: &str) -> Result<String, NotAnIndicator> {
    let digest = digest.trim_end_matches('=');
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    if digest.len() != SSH_FINGERPRINT || !digest.chars().all(is_base64) {
        return Err(NotAnIndicator::Malformed);
    }
    Ok(format!("SHA256:{digest}"))
}

fn openpgp_key_id(value: &str) -> Result<String, NotAnIndicator> {
    if value.starts_with("MD5:") || value.contains(':') {
        return Err(NotAnIndicator::WeakFingerprint);
    }
    let mut hex: String = value.split_whitespace().collect();
    hex.make_ascii_uppercase();
    let hex = hex.strip_prefix("0X").unwrap_or(&hex);
    if !hex.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err(NotAnIndicator::Malformed);
    }
    match hex.len() {
        KEY_ID => Ok(hex.to_owned()),
        FINGERPRINT_V4 => Ok(hex[FINGERPRINT_V4 - KEY_ID..].to_owned()),
        FINGERPRINT_V6 => Ok(hex[..KEY_ID].to_owned()),
        // A short key id, or an MD5 without its colons.
        8 | 32 => Err(NotAnIndicator::WeakFingerprint),
        _ => Err(NotAnIndicator::Malformed),
    }
}

/// Addresses on Ethereum-like chains that have no holder and many users: for burning, for minting, and as
/// the name of the coin itself.
const NOBODYS_WALLETS: [&str; 3] = [
    "0x0000000000000000000000000000000000000000",
    "0x000000000000000000000000000000000000dead",
    "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
];

fn wallet(value: &str) -> Result<Indicator, NotAnIndicator> {
    let wallet = Wallet::parse(value).ok_or(NotAnIndicator::Malformed)?;
    if NOBODYS_WALLETS.contains(&wallet.as_str()) {
        return Err(NotAnIndicator::Shared);
    }
    Ok(Indicator::new(IndicatorKind::Wallet, wallet.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: IndicatorKind, value: &str) -> Result<(IndicatorKind, String), NotAnIndicator> {
        Indicator::parse(kind, value).map(|indicator| (indicator.kind, indicator.value))
    }

    #[test]
    fn one_form_for_every_spelling() {
        use IndicatorKind::{Account, Key, Login, Mailbox, Wallet};
        for (kind, spellings, expected) in [
            (
                Mailbox,
                &[
                    "ada@mail.example",
                    " Ada@Mail.Example ",
                    "<ada@mail.example>",
                    "mailto:ada@mail.example",
                ][..],
                (Mailbox, "ada@mail.example"),
            ),
            (
                Mailbox,
                &["7001+adaex@users.noreply.github.com"],
                (Account, "7001"),
            ),
            (
                Mailbox,
                &["AdaEx@users.noreply.github.com"],
                (Login, "adaex"),
            ),
            (Account, &["7001", "007001"], (Account, "7001")),
            (
                Login,
                &[
                    "adaex",
                    "@AdaEx",
                    "https://github.com/AdaEx/",
                    "github.com/adaex",
                ],
                (Login, "adaex"),
            ),
            (
                Key,
                &[
                    "A0A0B1B1C2C2D3D3",
                    "0xa0a0b1b1c2c2d3d3",
                    "00112233445566778899AABBA0A0B1B1C2C2D3D3",
                    "0011 2233 4455 6677 8899  AABB A0A0 B1B1 C2C2 D3D3",
                    "A0A0B1B1C2C2D3D300112233445566778899AABBCCDDEEFF0011223344556677",
                ],
                (Key, "A0A0B1B1C2C2D3D3"),
            ),
            (
                Wallet,
                &[
                    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                    "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
                ],
                (Wallet, "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
            ),
            (
                Key,
                &[
                    "SHA256:uNiVztksCsDhcc0u9e8BrrJ1y5oMoG9Vnm0Q0sBYvLk",
                    "sha256:uNiVztksCsDhcc0u9e8BrrJ1y5oMoG9Vnm0Q0sBYvLk=",
                ],
                (Key, "SHA256:uNiVztksCsDhcc0u9e8BrrJ1y5oMoG9Vnm0Q0sBYvLk"),
            ),
        ] {
            for spelling in spellings {
                let (found, value) = read(kind, spelling).expect(spelling);
                assert_eq!((found, &*value), expected, "{spelling}");
            }
        }
    }

    #[test]
    fn what_does_not_identify_a_person_is_not_an_indicator() {
        use IndicatorKind::{Account, Key, Login, Mailbox, Wallet};
        for (kind, value, expected) in [
            (Mailbox, "root@localhost", NotAnIndicator::Shared),
            (Mailbox, "info@corp.example", NotAnIndicator::Shared),
            (Mailbox, "noreply@github.com", NotAnIndicator::Program),
            (Mailbox, "adaex", NotAnIndicator::Malformed),
            (Mailbox, "", NotAnIndicator::Malformed),
            (Account, "0", NotAnIndicator::Malformed),
            (Account, "-7", NotAnIndicator::Malformed),
            (Login, "ghost", NotAnIndicator::Shared),
            (Login, "web-flow", NotAnIndicator::Program),
            (Login, "ada lovewick", NotAnIndicator::Malformed),
            (Login, "ada@mail.example", NotAnIndicator::Malformed),
            (Key, "4AEE18F83AFDEB23", NotAnIndicator::Shared),
            (Key, "C2C2D3D3", NotAnIndicator::WeakFingerprint),
            (
                Key,
                "MD5:43:51:43:a1:b5:fc:8b:b7:0a:3a:a9:b1:0f:66:73:a8",
                NotAnIndicator::WeakFingerprint,
            ),
            (Key, "SHA256:short", NotAnIndicator::Malformed),
            (Key, "", NotAnIndicator::Malformed),
            (Wallet, "", NotAnIndicator::Malformed),
            (
                Wallet,
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD ?",
                NotAnIndicator::Malformed,
            ),
            (
                Wallet,
                "0x000000000000000000000000000000000000dEaD",
                NotAnIndicator::Shared,
            ),
        ] {
            assert_eq!(read(kind, value), Err(expected), "{value}");
        }
    }
}
