//! What the maintainers of a repository state about who is who, in its `.mailmap`.

use super::identity::IdentityIndex;

/// The person a `.mailmap` means by an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The name it gives the person; where it gives none, the identity's own.
    pub name: Box<str>,
    /// The address it gives the person; where it gives none, the identity's own.
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

    /// Whom it means by an identity; `None` where it does not list it.
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
