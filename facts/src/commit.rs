//! One commit: as a reader hands it over, and as the history shows it.

use std::fmt;
use std::num::NonZeroU64;

use data_encoding::HEXLOWER;
use encoding_rs::Encoding;

use super::clock_source::ClockSource;
use super::history::{History, Row};
use super::identity::{Identity, IdentityIndex};
use super::key::{Key, Signature};
use super::moment::Moment;
use super::repositories::RepositoryIndex;
use super::subject::Subject;

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

/// The files of a commit, by the first eight bytes of the id of its tree: the same for the same files.
///
/// The chance that any two different trees among 2^24 look the same is 1 in 130,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tree(NonZeroU64);

impl Tree {
    /// The tree with this id; `None` for an id that begins with eight zero bytes, as none does.
    #[must_use]
    pub fn of(id: &ObjectId) -> Option<Self> {
        let first = id.as_bytes().first_chunk()?;
        NonZeroU64::new(u64::from_be_bytes(*first)).map(Self)
    }
}

/// An `author`, `committer` or `tagger` line, as found.
#[derive(Clone, Copy, Debug)]
pub struct ActorLine<'a> {
    /// `Name <e-mail>`, the bytes up to the last `>`.
    pub identity: &'a [u8],
    /// Unix seconds; `None` where the line has no readable number.
    pub seconds: Option<i64>,
    /// The zone token as found, empty where there is none.
    pub offset: &'a [u8],
}

/// Which trailer names a further person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TrailerKind {
    /// `Co-authored-by`.
    CoAuthoredBy,
    /// `Signed-off-by`.
    SignedOffBy,
}

/// A signature as a reader hands it over.
#[derive(Clone, Debug, Default)]
pub struct SignatureRecord<'a> {
    /// The key, where the signature could be read.
    pub key: Option<Key>,
    /// Creation time inside the signature, Unix seconds.
    pub created: Option<i64>,
    /// The signer's user id inside the signature (`Name <e-mail>` or an address alone).
    pub signer: Option<std::borrow::Cow<'a, [u8]>>,
}

/// A commit as a reader hands it over; borrows from the raw object.
#[derive(Clone, Debug)]
pub struct CommitRecord<'a> {
    /// Object id.
    pub id: ObjectId,
    /// Id of its tree; `None` where a reader does not know it.
    pub tree: Option<ObjectId>,
    /// Parents in order.
    pub parents: Vec<ObjectId>,
    /// The `author` line.
    pub author: ActorLine<'a>,
    /// The `committer` line.
    pub committer: ActorLine<'a>,
    /// The `encoding` header, where it names an encoding that exists.
    pub encoding: Option<&'static Encoding>,
    /// What the subject line says of the commit's making.
    pub subject: Subject,
    /// Whether the message says `(cherry picked from commit ...)`.
    pub cherry_picked: bool,
    /// Trailers that name people, in order; each value is `Name <e-mail>`.
    pub trailers: Vec<(TrailerKind, &'a [u8])>,
    /// The signature, where there is one.
    pub signature: Option<SignatureRecord<'a>>,
}

/// Position of a commit in a [`History`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitIndex(pub u32);

/// A commit of a [`History`].
#[derive(Clone, Copy)]
pub struct Commit<'a> {
    pub(super) history: &'a History,
    pub(super) index: CommitIndex,
    pub(super) row: &'a Row,
}

impl<'a> Commit<'a> {
    /// Its position in the history.
    #[must_use]
    pub fn index(&self) -> CommitIndex {
        self.index
    }

    /// Its object id.
    #[must_use]
    pub fn id(&self) -> ObjectId {
        self.history.id(self.index)
    }

    /// The first repository of the scan that holds it.
    #[must_use]
    pub fn repository(&self) -> RepositoryIndex {
        self.row.repository
    }

    /// Whether other repositories of the scan hold it too: forks, or copies of one repository.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.row.shared
    }

    /// Its files, as far as they can be told from others'; `None` where its reader did not know.
    #[must_use]
    pub fn tree(&self) -> Option<Tree> {
        self.row.tree
    }

    /// Index of the author's identity.
    #[must_use]
    pub fn author_index(&self) -> IdentityIndex {
        self.row.author.identity
    }

    /// Index of the committer's identity.
    #[must_use]
    pub fn committer_index(&self) -> IdentityIndex {
        self.row.committer.identity
    }

    /// The author's name and address.
    #[must_use]
    pub fn author(&self) -> Identity<'a> {
        self.history.identities().get(self.author_index())
    }

    /// The committer's name and address.
    #[must_use]
    pub fn committer(&self) -> Identity<'a> {
        self.history.identities().get(self.committer_index())
    }

    /// When it was authored, by the clock that [`ClockSource::author_clock`] tells.
    #[must_use]
    pub fn authored(&self) -> Moment {
        self.history.moment(self.row.author)
    }

    /// When it was committed, by the clock that [`ClockSource::committer_clock`] tells.
    #[must_use]
    pub fn committed(&self) -> Moment {
        self.history.moment(self.row.committer)
    }

    /// The author's `seconds zone` exactly as the object has it.
    #[must_use]
    pub fn authored_raw(&self) -> (i64, &'a [u8]) {
        self.history.raw_moment(self.row.author)
    }

    /// The committer's `seconds zone` exactly as the object has it.
    #[must_use]
    pub fn committed_raw(&self) -> (i64, &'a [u8]) {
        self.history.raw_moment(self.row.committer)
    }

    /// How the commit was made.
    #[must_use]
    pub fn clock_source(&self) -> ClockSource {
        self.row.clock_source
    }

    /// Whether the author's and committer's instants could both be read.
    #[must_use]
    pub fn has_readable_times(&self) -> bool {
        self.row.readable_times
    }

    /// Whether the message says it was cherry-picked.
    #[must_use]
    pub fn is_cherry_picked(&self) -> bool {
        self.row.cherry_picked
    }

    /// Whether it has two or more parents.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        self.row.parent_count >= 2
    }

    /// Parents that the scan holds, in order; those it lacks (shallow, unreadable) are left out.
    pub fn parents(&self) -> impl Iterator<Item = Commit<'a>> + use<'a> {
        let history = self.history;
        history
            .parents_of(self.row)
            .iter()
            .filter_map(move |parent| history.get(*parent))
    }

    /// Its signature.
    #[must_use]
    pub fn signature(&self) -> Option<Signature> {
        self.history.signature_of(self.index)
    }

    /// People named in its trailers, in order.
    pub fn trailers(&self) -> impl Iterator<Item = (TrailerKind, Identity<'a>)> + use<'a> {
        let history = self.history;
        history
            .trailers_of(self.row)
            .iter()
            .map(move |(kind, identity)| (*kind, history.identities().get(*identity)))
    }
}
