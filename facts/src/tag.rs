//! Annotated tags: who signed what as a release, and when.

use super::commit::{ActorLine, ObjectId, SignatureRecord};
use super::identity::IdentityIndex;
use super::key::Signature;
use super::moment::Moment;
use super::repositories::RepositoryIndex;

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
    /// The signature, where there is one.
    pub signature: Option<SignatureRecord<'a>>,
}

/// An annotated tag of a history.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Id of the tag object.
    pub id: ObjectId,
    /// Repository that holds it.
    pub repository: RepositoryIndex,
    /// Name without `refs/tags/`, as bytes.
    pub name: Box<[u8]>,
    /// Id of the object it points at.
    pub target: ObjectId,
    /// Who tagged, when; `None` where the object does not say.
    pub tagger: Option<(IdentityIndex, Moment)>,
    /// The signature, where there is one.
    pub signature: Option<Signature>,
}
