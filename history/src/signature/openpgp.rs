//! OpenPGP signatures: key id, creation time and the signer's user id.

use countersign_facts::{Key, KeyKind, SignatureRecord};
use pgp::packet::{PacketHeader, Signature};
use pgp::types::{Fingerprint, PacketLength, Tag};

/// What the first signature says that can be read.
pub(super) fn read(bytes: &[u8]) -> Option<SignatureRecord<'static>> {
    let (signature, _) = open(bytes)?;
    Some(SignatureRecord {
        key: key_id(&signature).map(|id| Key {
            kind: KeyKind::OpenPgp,
            id: format!("{id:016X}").into(),
        }),
        created: signature.created().map(|time| time.as_secs().into()),
        signer: signature
            .signers_userid()
            .and_then(|user| identity(user))
            .map(Into::into),
    })
}

/// Reads the first readable signature, with the part of it that a signature of version 4 covers.
///
/// Packets before it are passed over: programs that verify ignore markers, padding, private and unknown packets and
/// signatures of unknown versions, so they must not hide the key here either.
pub(super) fn open(bytes: &[u8]) -> Option<(Signature, &[u8])> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let header = PacketHeader::try_from_reader(&mut rest).ok()?;
        let (tag, length) = (header.tag(), header.packet_length());
        let body = match length {
            PacketLength::Fixed(length) => rest.split_off(..usize::try_from(length).ok()?)?,
            PacketLength::Indeterminate | PacketLength::Partial(_) => std::mem::take(&mut rest),
        };
        if tag == Tag::Signature
            && let Some(signature) = signature(header, body)
        {
            return Some((signature, hashed(body)?));
        }
    }
    None
}

/// A signature of a known version.
fn signature(header: PacketHeader, body: &[u8]) -> Option<Signature> {
    let signature = Signature::try_from_reader(header, body).ok()?;
    signature.config()?;
    Some(signature)
}

/// The part of the signature that is itself signed: six bytes that end in a length, and as many bytes as it says.
fn hashed(body: &[u8]) -> Option<&[u8]> {
    let length = body.get(4..6)?;
    let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
    Some(body.get(..6 + length).unwrap_or_default())
}

/// The issuer's key id, from its fingerprint if the signature has one.
fn key_id(signature: &Signature) -> Option<u64> {
    let of_fingerprint = signature
        .issuer_fingerprint()
        .into_iter()
        .find_map(|fingerprint| match fingerprint {
            Fingerprint::V4(bytes) => number(bytes.last_chunk()),
            Fingerprint::V6(bytes) => number(bytes.first_chunk()),
            _ => None,
        });
    of_fingerprint.or_else(|| {
        let ids = signature.issuer_key_id();
        let named = ids.into_iter().find(|id| !id.is_wildcard())?;
        number(named.as_ref().first_chunk())
    })
}

fn number(bytes: Option<&[u8; 8]>) -> Option<u64> {
    bytes.map(|bytes| u64::from_be_bytes(*bytes))
}

/// A user id as an identity. A bare address gets angle brackets.
fn identity(user: &[u8]) -> Option<Vec<u8>> {
    let user = user.trim_ascii();
    if user.is_empty() {
        None
    } else if user.contains(&b'@') && !user.contains(&b'<') {
        Some([b"<", user, b">"].concat())
    } else {
        Some(user.to_vec())
    }
}
