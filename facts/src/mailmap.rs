//! What the maintainers of a repository state about who is who, in its `.mailmap`.

use crate::identity::IdentityIndex;

/// The person a `.mailmap` means by an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The name that it gives the person; the identity's own name when it gives none.
    pub name: Box<str>,
    /// The address that it gives the person; the identity's own address when it gives none.
    pub email: Box<str>,
}

/// A `.mailmap` applied to the identities of one history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailmap(Vec<Option<Stated>>);

impl Mailmap {
    /// One entry for every identity, in their order; `None` for those it does not list.
    #[must_use]
    pub fn new(stated: Vec<Option<Stated>>) -> Self {
        Self(stated)
    }

    /// The person it means by an identity; `None` when it does not list the identity.
    #[must_use]
    pub fn of(&self, identity: IdentityIndex) -> Option<&Stated> {
        self.0.get(identity.0 as usize)?.as_ref()
    }

    /// How many identities it lists.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().flatten().count()
    }

    /// Whether it lists none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
