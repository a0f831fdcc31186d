//! One ref as a listing hands it over.

use bstr::BStr;
use countersign_facts::ObjectId;

/// A ref and the object it names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ref<'a> {
    pub(crate) name: &'a BStr,
    pub(crate) id: ObjectId,
    pub(crate) peeled: Peeled,
}

/// What is known about the object that a ref names, without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peeled {
    /// The ref does not name a tag object.
    NoTag,
    /// The ref names a tag object that leads, perhaps through further tags, to this object.
    Tag(ObjectId),
    Unknown,
}

/// One entry of a listing.
pub(crate) enum Listed<'a> {
    Ref(Ref<'a>),
    /// A ref that cannot be read, and why.
    Broken(&'a BStr, String),
}
