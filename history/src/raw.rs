//! Commits and tags exactly as git stores them, and from there to the facts again.

use std::path::Path;

use countersign_facts::{Batch, History, ObjectId};
use gix_object::Kind;

use crate::hash::{from_gix, to_gix};
use crate::objects::Objects;
use crate::pack::Decoder;
use crate::parse;
use crate::read::ReadError;
use crate::repository::Repository;

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
    /// Whether `id` is the id of these bytes. Content that was made to collide under SHA-1 has none, as in
    /// git.
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
/// When there is no repository that can be read.
pub fn raw_objects(path: &Path, ids: &[ObjectId]) -> Result<Vec<Option<RawObject>>, ReadError> {
    let objects = Objects::open(&Repository::open(path)?)?;
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

/// Which of `ids` the local repository at `path` holds, in that order.
///
/// # Errors
/// When there is no repository that can be read.
pub fn held(path: &Path, ids: &[ObjectId]) -> Result<Vec<bool>, ReadError> {
    let objects = Objects::open(&Repository::open(path)?)?;
    Ok(ids.iter().map(|id| objects.holds(id)).collect())
}

/// The facts of objects by themselves, read as [`read`](crate::read()) reads them. One that git could not
/// use is in no history.
#[must_use]
pub fn facts_of<'a>(objects: impl IntoIterator<Item = (ObjectId, &'a RawObject)>) -> History {
    let mut batch = Batch::default();
    for (id, object) in objects {
        match object.kind {
            ObjectKind::Commit => {
                if let Ok(record) = parse::commit(id, &object.content) {
                    batch.push(&record);
                }
            }
            ObjectKind::Tag => {
                if let Ok(record) = parse::tag(id, &object.content) {
                    batch.push_tag(&record);
                }
            }
        }
    }
    let mut history = History::default();
    let repository = history.add_repository("");
    history.absorb(repository, batch);
    history.seal();
    history
}
