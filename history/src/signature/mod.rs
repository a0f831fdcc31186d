//! What signatures say without the key: who made them, when, and with which key.
//!
//! Nothing is verified here. A signature names its key, and for a person that is the fact that a scan needs. Those of
//! platforms are verified (`platform`).

mod armor;
mod openpgp;
mod ssh;
mod x509;

use bstr::ByteSlice;
use countersign_facts::SignatureRecord;
use ssh_encoding::Decode as _;

use armor::Kind;

/// Reads an armored signature. One that cannot be read becomes a record without a key.
///
/// Takes the text of a header as it is, each line with the space that folds it.
pub(crate) fn read(armored: &[u8]) -> SignatureRecord<'static> {
    let Some(armor) = armor::open(armored) else {
        return SignatureRecord::default();
    };
    match armor.kind {
        Kind::OpenPgp => openpgp::read(&armor.bytes),
        Kind::Ssh => ssh::read(&armor.bytes),
        Kind::Cms => x509::read(&armor.bytes),
    }
    .unwrap_or_default()
}

/// A signature that can be verified.
pub(crate) enum Opened {
    /// The signature, and the part of its packet that is signed too.
    OpenPgp(Box<pgp::packet::Signature>, Box<[u8]>),
    Ssh(Box<ssh_key::SshSig>),
}

/// Opens an armored signature, to verify it; `None` for one that cannot be read, or of another system.
pub(crate) fn open(armored: &[u8]) -> Option<Opened> {
    let armor = armor::open(armored)?;
    match armor.kind {
        Kind::OpenPgp => {
            let (signature, hashed) = openpgp::open(&armor.bytes)?;
            Some(Opened::OpenPgp(Box::new(signature), hashed.into()))
        }
        Kind::Ssh => {
            let signature = ssh_key::SshSig::decode(&mut &armor.bytes[..]).ok()?;
            Some(Opened::Ssh(Box::new(signature)))
        }
        Kind::Cms => None,
    }
}

/// The signature at the end of a tag's message: from the last line that opens one, as git finds it.
pub(crate) fn find_appended(message: &[u8]) -> Option<&[u8]> {
    message
        .rfind_iter(armor::OPENING)
        .filter(|start| *start == 0 || message[start - 1] == b'\n')
        .map(|start| &message[start..])
        .find(|text| armor::kind(text).is_some())
}

#[cfg(test)]
mod tests;
