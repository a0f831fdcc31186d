//! Annotated tags, which mark and sign releases.

use crate::identity::IdentityIndex;
use crate::key::Signature;
use crate::moment::Moment;
use crate::object_id::ObjectId;
use crate::repositories::RepositoryIndex;

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
    /// Who made it and when; `None` when the object does not say.
    pub tagger: Option<(IdentityIndex, Moment)>,
    /// The signature; `None` when there is none.
    pub signature: Option<Signature>,
}
