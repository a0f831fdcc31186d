//! Ids of git objects, and what is kept of a commit's tree.

use std::fmt;
use std::num::NonZeroU64;

use data_encoding::HEXLOWER;

/// Object id of a commit or tag: SHA-1 (20 bytes) or SHA-256 (32 bytes).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId {
    bytes: [u8; 32],
    length: u8,
}

impl ObjectId {
    /// An id from its 20 or 32 bytes; `None` for any other length.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if !matches!(bytes.len(), 20 | 32) {
            return None;
        }
        let mut id = [0; 32];
        id[..bytes.len()].copy_from_slice(bytes);
        Some(Self {
            bytes: id,
            length: u8::try_from(bytes.len()).ok()?,
        })
    }

    /// The id's bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        HEXLOWER.encode_display(self.as_bytes()).fmt(f)
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ObjectId({self})")
    }
}

/// The first eight bytes of the id of a commit's tree: equal for equal files.
///
/// The chance that any two different trees among 2^24 are equal here is 1 in 130,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tree(NonZeroU64);

impl Tree {
    /// The tree with this id; `None` for an id that begins with eight zero bytes, which does not occur.
    #[must_use]
    pub fn of(id: &ObjectId) -> Option<Self> {
        let first = id.as_bytes().first_chunk()?;
        NonZeroU64::new(u64::from_be_bytes(*first)).map(Self)
    }
}
