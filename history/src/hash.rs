//! Object ids: computing them, and converting between git's library's form and the facts'.

use std::fmt::{self, Write as _};

use countersign_facts::ObjectId;
use sha1::Digest as _;

/// How a repository names its objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ObjectFormat {
    /// SHA-1, 20 bytes.
    Sha1,
    /// SHA-256, 32 bytes.
    Sha256,
}

impl ObjectFormat {
    /// The format under the name that git's configuration uses.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "sha1" => Some(Self::Sha1),
            "sha256" => Some(Self::Sha256),
            _ => None,
        }
    }

    pub(crate) fn kind(self) -> gix_hash::Kind {
        match self {
            Self::Sha1 => gix_hash::Kind::Sha1,
            Self::Sha256 => gix_hash::Kind::Sha256,
        }
    }

    /// Whether `id` has the length of this format.
    pub(crate) fn fits(self, id: &ObjectId) -> bool {
        to_gix(id).kind() == self.kind()
    }

    /// The id of an object with this kind and content.
    ///
    /// Plain SHA-1, which the processor computes, is enough here: it detects a wrong decoding, not a
    /// forged collision.
    pub(crate) fn id_of(self, kind: gix_object::Kind, content: &[u8]) -> ObjectId {
        let mut header = Header::default();
        write!(header, "{kind} {}\0", content.len()).expect("a header fits its buffer");
        match self {
            Self::Sha1 => {
                let mut hash = sha1::Sha1::new();
                hash.update(header.bytes());
                hash.update(content);
                from_digest(&hash.finalize())
            }
            Self::Sha256 => {
                let mut hash = sha2::Sha256::new();
                hash.update(header.bytes());
                hash.update(content);
                from_digest(&hash.finalize())
            }
        }
    }

    /// Reads an id of this format from hexadecimal text.
    pub(crate) fn parse(self, hexadecimal: &[u8]) -> Option<ObjectId> {
        let id = gix_hash::ObjectId::from_hex(hexadecimal).ok()?;
        (id.kind() == self.kind()).then(|| from_gix(&id))?
    }
}

impl fmt::Display for ObjectFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
        })
    }
}

fn from_digest(digest: &[u8]) -> ObjectId {
    ObjectId::from_bytes(digest).expect("a digest has 20 or 32 bytes")
}

pub(crate) fn from_gix(id: &gix_hash::oid) -> Option<ObjectId> {
    ObjectId::from_bytes(id.as_bytes())
}

pub(crate) fn to_gix(id: &ObjectId) -> gix_hash::ObjectId {
    gix_hash::ObjectId::from_bytes_or_panic(id.as_bytes())
}

/// `kind length NUL`, on the stack.
#[derive(Default)]
struct Header {
    buffer: [u8; 32],
    length: usize,
}

impl Header {
    fn bytes(&self) -> &[u8] {
        &self.buffer[..self.length]
    }
}

impl fmt::Write for Header {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        let room = self.buffer.get_mut(self.length..end).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_git_gives() {
        let id =
            |format: ObjectFormat| format.id_of(gix_object::Kind::Blob, b"hello\n").to_string();
        assert_eq!(
            id(ObjectFormat::Sha1),
            "ce013625030ba8dba906f756967f9e9ca394464a"
        );
        assert_eq!(
            id(ObjectFormat::Sha256),
            "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4"
        );
    }

    #[test]
    fn text_of_the_other_format_is_not_an_id() {
        let short = b"ce013625030ba8dba906f756967f9e9ca394464a";
        assert!(ObjectFormat::Sha1.parse(short).is_some());
        assert!(ObjectFormat::Sha256.parse(short).is_none());
        assert!(ObjectFormat::Sha1.parse(b"ce01").is_none());
    }
}
