//! The hash under which an identifier is stored.

use std::fmt;
use std::str::FromStr;

/// The keyed hash of something that identifies a person: a mailbox, an account, a key or a rare name. The store
/// does not compute it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentifierHash(pub [u8; 16]);

impl fmt::Display for IdentifierHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

/// A text that is not an [`IdentifierHash`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier's hash: give its 32 hexadecimal digits")]
pub struct NotAnIdentifier;

impl FromStr for IdentifierHash {
    type Err = NotAnIdentifier;

    fn from_str(text: &str) -> Result<Self, NotAnIdentifier> {
        let is_hash = text.len() == 32 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = u128::from_str_radix(text, 16).ok().filter(|_| is_hash);
        let number = number.ok_or(NotAnIdentifier)?;
        Ok(Self(number.to_be_bytes()))
    }
}
