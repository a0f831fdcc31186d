//! The repositories of a scan, and which of them belong together.

use rustc_hash::FxHashMap;

/// Position of a repository in a [`History`](crate::History).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepositoryIndex(pub u16);

/// The organisation of a repository. Repositories whose organisation is unknown count as one organisation
/// each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationIndex(RepositoryIndex);

/// Every repository's name and organisation.
#[derive(Debug, Default)]
pub(super) struct Repositories {
    names: Vec<Box<str>>,
    organisations: Vec<OrganisationIndex>,
    /// Each organisation's first repository stands for it.
    known: FxHashMap<Box<str>, OrganisationIndex>,
}

impl Repositories {
    pub(super) fn add(&mut self, name: &str) -> RepositoryIndex {
        let position =
            u16::try_from(self.names.len()).expect("at most 65,536 repositories in a scan");
        let index = RepositoryIndex(position);
        self.names.push(name.into());
        self.organisations.push(OrganisationIndex(index));
        index
    }

    pub(super) fn names(&self) -> &[Box<str>] {
        &self.names
    }

    pub(super) fn set_organisation(&mut self, repository: RepositoryIndex, organisation: &str) {
        let organisation = *self
            .known
            .entry(organisation.into())
            .or_insert(OrganisationIndex(repository));
        self.organisations[usize::from(repository.0)] = organisation;
    }

    pub(super) fn organisation(&self, repository: RepositoryIndex) -> OrganisationIndex {
        self.organisations[usize::from(repository.0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repositories_of_one_holder_belong_together() {
        let mut repositories = Repositories::default();
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| repositories.add(name));
        repositories.set_organisation(b, "code.example/acme");
        repositories.set_organisation(d, "code.example/acme");
        let of = |repository| repositories.organisation(repository);
        assert_eq!(of(b), of(d));
        assert_ne!(of(a), of(b));
        assert_ne!(of(a), of(c), "two unknown holders are two");
    }
}
