//! One indicator: a value by which somebody is recognised, in the one form in which import and match
//! compare it.

use std::fmt;

use super::key::{Key, KeyKind};
use super::wallet::Wallet;
use crate::Address;

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

    /// Name in reports and at the command line.
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

/// Why a value can be no indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoIndicator {
    /// It has not the form of its kind, or its checksum is wrong.
    Malformed,
    /// Many people carry it: a role, a placeholder, a machine's default, a platform's own key.
    Shared,
    /// A program's.
    Program,
    /// Too short to tell one key from all others, or a digest that nobody signs with today.
    WeakFingerprint,
}

impl fmt::Display for NoIndicator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not of the form its kind has, or with a wrong checksum",
            Self::Shared => "many people carry it, so it identifies nobody",
            Self::Program => "a program's, so it identifies nobody",
            Self::WeakFingerprint => {
                "a short key id or an MD5 fingerprint; give the SHA-256 fingerprint or at least 16 digits"
            }
        })
    }
}

/// A value by which somebody is recognised, normalised.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Indicator {
    kind: IndicatorKind,
    value: String,
}

impl Indicator {
    /// Normalises a value as found on a list or in a commit.
    ///
    /// A mailbox may turn out to be GitHub's stand-in for one, and then is an account or a login.
    ///
    /// # Errors
    /// When the value has not the form of its kind, or identifies nobody.
    pub fn parse(kind: IndicatorKind, value: &str) -> Result<Self, NoIndicator> {
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

fn mailbox(value: &str) -> Result<Indicator, NoIndicator> {
    let bare = value.strip_prefix("mailto:").unwrap_or(value);
    let address = Address::parse(bare);
    let hides_mailbox = address.hides_mailbox();
    match address {
        Address::Account { id, .. } => account(&id.to_string()),
        Address::Mailbox(mailbox) if hides_mailbox => {
            login(mailbox.split('@').next().unwrap_or_default())
        }
        Address::Mailbox(mailbox) => Ok(Indicator::new(IndicatorKind::Mailbox, mailbox)),
        Address::Automation => Err(NoIndicator::Program),
        Address::Shared if bare.contains('@') => Err(NoIndicator::Shared),
        Address::Shared => Err(NoIndicator::Malformed),
    }
}

fn account(value: &str) -> Result<Indicator, NoIndicator> {
    match value.parse::<u64>() {
        Ok(id) if id > 0 => Ok(Indicator::new(IndicatorKind::Account, id.to_string())),
        _ => Err(NoIndicator::Malformed),
    }
}

/// The longest login on GitHub, in characters. That of a managed user ends in `_` and the enterprise's
/// short code, within the same length.
const LONGEST_LOGIN: usize = 39;

fn login(value: &str) -> Result<Indicator, NoIndicator> {
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
        return Err(NoIndicator::Malformed);
    }
    // The address tells programs and deleted accounts, whoever's login it was.
    match Address::parse(&format!("{login}@users.noreply.github.com")) {
        Address::Automation => Err(NoIndicator::Program),
        Address::Shared => Err(NoIndicator::Shared),
        Address::Account { .. } | Address::Mailbox(_) => {
            Ok(Indicator::new(IndicatorKind::Login, login))
        }
    }
}

/// Hexadecimal digits of an OpenPGP key id, and of the fingerprints it is a part of: the last digits of
/// version 4 and the first of version 6 (RFC 9580, section 5.5.4).
const KEY_ID: usize = 16;
const FINGERPRINT_V4: usize = 40;
const FINGERPRINT_V6: usize = 64;
/// Characters of a SHA-256 in base64 without padding.
const SSH_FINGERPRINT: usize = 43;

fn key(value: &str) -> Result<Indicator, NoIndicator> {
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
        return Err(NoIndicator::Shared);
    }
    Ok(Indicator::new(IndicatorKind::Key, key.id))
}

fn ssh_fingerprint(digest: &str) -> Result<String, NoIndicator> {
    let digest = digest.trim_end_matches('=');
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    if digest.len() != SSH_FINGERPRINT || !digest.chars().all(is_base64) {
        return Err(NoIndicator::Malformed);
    }
    Ok(format!("SHA256:{digest}"))
}

fn openpgp_key_id(value: &str) -> Result<String, NoIndicator> {
    if value.starts_with("MD5:") || value.contains(':') {
        return Err(NoIndicator::WeakFingerprint);
    }
    let mut hex: String = value.split_whitespace().collect();
    hex.make_ascii_uppercase();
    let hex = hex.strip_prefix("0X").unwrap_or(&hex);
    if !hex.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err(NoIndicator::Malformed);
    }
    match hex.len() {
        KEY_ID => Ok(hex.to_owned()),
        FINGERPRINT_V4 => Ok(hex[FINGERPRINT_V4 - KEY_ID..].to_owned()),
        FINGERPRINT_V6 => Ok(hex[..KEY_ID].to_owned()),
        // A short key id, and an MD5 without its colons.
        8 | 32 => Err(NoIndicator::WeakFingerprint),
        _ => Err(NoIndicator::Malformed),
    }
}

/// Addresses on Ethereum and its kin that nobody holds and everybody uses: to burn, to mint from, and to
/// stand for the coin itself.
const NOBODYS_WALLETS: [&str; 3] = [
    "0x0000000000000000000000000000000000000000",
    "0x000000000000000000000000000000000000dead",
    "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
];

fn wallet(value: &str) -> Result<Indicator, NoIndicator> {
    let wallet = Wallet::parse(value).ok_or(NoIndicator::Malformed)?;
    if NOBODYS_WALLETS.contains(&wallet.as_str()) {
        return Err(NoIndicator::Shared);
    }
    Ok(Indicator::new(IndicatorKind::Wallet, wallet.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: IndicatorKind, value: &str) -> Result<(IndicatorKind, String), NoIndicator> {
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
    fn what_identifies_nobody_is_no_indicator() {
        use IndicatorKind::{Account, Key, Login, Mailbox, Wallet};
        for (kind, value, expected) in [
            (Mailbox, "root@localhost", NoIndicator::Shared),
            (Mailbox, "info@corp.example", NoIndicator::Shared),
            (Mailbox, "noreply@github.com", NoIndicator::Program),
            (Mailbox, "adaex", NoIndicator::Malformed),
            (Mailbox, "", NoIndicator::Malformed),
            (Account, "0", NoIndicator::Malformed),
            (Account, "-7", NoIndicator::Malformed),
            (Login, "ghost", NoIndicator::Shared),
            (Login, "web-flow", NoIndicator::Program),
            (Login, "ada lovewick", NoIndicator::Malformed),
            (Login, "ada@mail.example", NoIndicator::Malformed),
            (Key, "4AEE18F83AFDEB23", NoIndicator::Shared),
            (Key, "C2C2D3D3", NoIndicator::WeakFingerprint),
            (
                Key,
                "MD5:43:51:43:a1:b5:fc:8b:b7:0a:3a:a9:b1:0f:66:73:a8",
                NoIndicator::WeakFingerprint,
            ),
            (Key, "SHA256:short", NoIndicator::Malformed),
            (Key, "", NoIndicator::Malformed),
            (Wallet, "", NoIndicator::Malformed),
            (
                Wallet,
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD ?",
                NoIndicator::Malformed,
            ),
            (
                Wallet,
                "0x000000000000000000000000000000000000dEaD",
                NoIndicator::Shared,
            ),
        ] {
            assert_eq!(read(kind, value), Err(expected), "{value}");
        }
    }
}
