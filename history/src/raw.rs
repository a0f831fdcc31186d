//! Commits and tags exactly as git stores them, and the facts that they contain.

use std::path::Path;

use countersign_facts::{Batch, History, ObjectId};
use gix_object::Kind;

use crate::error::ReadError;
use crate::hash::{from_gix, to_gix};
use crate::objects::Objects;
use crate::pack::Decoder;
use crate::parse;
use crate::platform::{Commits, PlatformKeys};
use crate::repository::LocalRepository;

/// Kinds of object that hold records of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// A commit.
    Commit,
    /// An annotated tag.
    Tag,
}

/// A commit or tag exactly as git stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawObject {
    /// What it is.
    pub kind: ObjectKind,
    /// Headers and message; `git cat-file commit ID` prints the same bytes.
    pub content: Vec<u8>,
}

impl ObjectKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Commit, Self::Tag];

    /// Name in git.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tag => "tag",
        }
    }
}

impl RawObject {
    /// Whether `id` is the id of these bytes. Never for content that was made to collide under SHA-1, as
    /// in git.
    #[must_use]
    pub fn has_id(&self, id: &ObjectId) -> bool {
        let kind = match self.kind {
            ObjectKind::Commit => Kind::Commit,
            ObjectKind::Tag => Kind::Tag,
        };
        let claimed = to_gix(id);
        let found = gix_object::compute_hash(claimed.kind(), kind, &self.content);
        found.is_ok_and(|found| found == claimed)
    }
}

/// Reads an id of either format from its hexadecimal text.
#[must_use]
pub fn object_id(text: &str) -> Option<ObjectId> {
    from_gix(&gix_hash::ObjectId::from_hex(text.as_bytes()).ok()?)
}

/// The commits and tags `ids` of the local repository at `path`, in that order; `None` for one that is
/// missing, broken or of another kind.
///
/// # Errors
/// When there is not a readable repository at `path`.
pub fn raw_objects(path: &Path, ids: &[ObjectId]) -> Result<Vec<Option<RawObject>>, ReadError> {
    let objects = Objects::open(&LocalRepository::open(path)?)?;
    let mut decoder = Decoder::new();
    let found = ids.iter().map(|id| {
        if !objects.format.fits(id) {
            return None;
        }
        let kind = match objects.find(id, &mut decoder) {
            Ok(Some(Kind::Commit)) => ObjectKind::Commit,
            Ok(Some(Kind::Tag)) => ObjectKind::Tag,
            _ => return None,
        };
        let content = decoder.content().to_owned();
        Some(RawObject { kind, content })
    });
    Ok(found.collect())
}

/// Whether the local repository at `path` holds each of `ids`, in that order.
///
/// # Errors
/// When there is not a readable repository at `path`.
pub fn held(path: &Path, ids: &[ObjectId]) -> Result<Vec<bool>, ReadError> {
    let objects = Objects::open(&LocalRepository::open(path)?)?;
    Ok(ids.iter().map(|id| objects.holds(id)).collect())
}

/// The facts of these objects alone, read as [`read`](crate::read()) reads them. Objects that git could not
/// use are left out.
#[must_use]
pub fn facts_of<'a>(
    objects: impl IntoIterator<Item = (ObjectId, &'a RawObject)>,
    platforms: &PlatformKeys,
) -> History {
    let mut commits = Commits::new(platforms);
    let mut tags = Batch::default();
    for (id, object) in objects {
        match object.kind {
            ObjectKind::Commit => {
                // What is not a commit is left out.
                let _ = commits.push(id, &object.content);
            }
            ObjectKind::Tag => {
                if let Ok(record) = parse::tag(id, &object.content) {
                    tags.push_tag(&record);
                }
            }
        }
    }
    let mut history = History::default();
    let repository = history.add_repository("");
    history.absorb(repository, commits.take());
    history.absorb(repository, tags);
    history.seal();
    history
}
