//! Commits and tags as a reader hands them over; they borrow from the raw objects.

use crate::key::Key;
use crate::object_id::ObjectId;
use crate::platform_claim::PlatformClaim;
use crate::subject::Subject;
use crate::text_encoding::TextEncoding;
use crate::traces::Traces;

/// An `author`, `committer` or `tagger` line, as found.
#[derive(Clone, Copy, Debug)]
pub struct ActorLine<'a> {
    /// `Name <e-mail>`, the bytes up to the last `>`.
    pub identity: &'a [u8],
    /// Unix seconds; `None` when the line has no readable number.
    pub seconds: Option<i64>,
    /// The zone token as found; empty when there is none.
    pub offset: &'a [u8],
}

/// A trailer that names another person.
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
    /// The key; `None` when the signature cannot be read.
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
    /// Id of its tree; `None` when the reader does not know it.
    pub tree: Option<ObjectId>,
    /// Parents in order.
    pub parents: Vec<ObjectId>,
    /// The `author` line.
    pub author: ActorLine<'a>,
    /// The `committer` line.
    pub committer: ActorLine<'a>,
    /// The `encoding` header, if it names an encoding that exists.
    pub encoding: Option<TextEncoding>,
    /// What the subject line says about how the commit was made.
    pub subject: Subject,
    /// Whether the committer is a platform, and whether the platform's signature says so too.
    pub platform: PlatformClaim,
    /// The tools that it names.
    pub traces: Traces,
    /// Whether the message says `(cherry picked from commit ...)`.
    pub cherry_picked: bool,
    /// Trailers that name people, in order; each value is `Name <e-mail>`.
    pub trailers: Vec<(TrailerKind, &'a [u8])>,
    /// The signature; `None` when there is none.
    pub signature: Option<SignatureRecord<'a>>,
}

/// An annotated tag as a reader hands it over.
#[derive(Clone, Debug)]
pub struct TagRecord<'a> {
    /// Id of the tag object.
    pub id: ObjectId,
    /// The object's own `tag` header, without `refs/tags/`.
    pub name: &'a [u8],
    /// Id of the object it points at.
    pub target: ObjectId,
    /// The `tagger` line; very old tags have none.
    pub tagger: Option<ActorLine<'a>>,
    /// The signature; `None` when there is none.
    pub signature: Option<SignatureRecord<'a>>,
}
