//! Finding the identities of a person in a clone.

use std::collections::BTreeSet;

use countersign_facts::Address;
use countersign_facts::{HashKey, IdentityIndex};
use countersign_people::signer_of;
use countersign_store::IdentifierHash;

use super::find::unambiguous;
use super::identified::Identified;
use super::identifiers::of_key;

/// A person who is looked for in clones.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The person's identifiers.
    pub own: BTreeSet<IdentifierHash>,
    /// Identifiers that belong to other people, even if a clone links them with this person.
    pub others: BTreeSet<IdentifierHash>,
}

impl Wanted {
    /// The identifiers in a clone that a text means: by address, account, key, login or name.
    #[must_use]
    pub fn named(key: &HashKey, text: &str, clone: &Identified<'_>) -> BTreeSet<IdentifierHash> {
        let text = text.trim();
        if let Some(hash) = unambiguous(key, text) {
            let signers = clone.signers(hash).into_iter();
            return signers
                .chain(clone.standing_at(hash))
                .chain([hash])
                .collect();
        }
        let login = text.strip_prefix('@').unwrap_or(text).to_lowercase();
        let is_meant = |name: &str, email: &str| {
            let address = Address::parse(email);
            let known = address.handle().filter(|_| address.hides_mailbox());
            known == Some(&*login) || (!text.starts_with('@') && name.to_lowercase() == login)
        };
        let all = clone.linkage.aliases().iter().zip(&clone.identifiers);
        all.filter(|(alias, _)| is_meant(&alias.name, &alias.email))
            .map(|(_, identifier)| identifier.hash)
            .collect()
    }
}

impl Identified<'_> {
    /// The identities of the wanted person: by identifier, and by the links that the clone makes.
    #[must_use]
    pub fn own(&self, wanted: &Wanted) -> BTreeSet<IdentityIndex> {
        let people = self.linkage.person_of();
        let all = || {
            self.linkage
                .aliases()
                .iter()
                .zip(&self.identifiers)
                .zip(people)
        };
        let joined: BTreeSet<u32> = all()
            .filter(|((_, identifier), _)| wanted.own.contains(&identifier.hash))
            .map(|(_, person)| *person)
            .collect();
        let is_own = |hash: &IdentifierHash, person: &u32| {
            wanted.own.contains(hash) || (joined.contains(person) && !wanted.others.contains(hash))
        };
        all()
            .filter(|((_, identifier), person)| is_own(&identifier.hash, person))
            .map(|((alias, _), _)| alias.identity)
            .collect()
    }

    /// The people that identifiers belong to in the clone, by number.
    #[must_use]
    pub fn people_of(&self, hashes: &BTreeSet<IdentifierHash>) -> BTreeSet<u32> {
        let people = self.linkage.person_of().iter();
        people
            .zip(&self.identifiers)
            .filter(|(_, identifier)| hashes.contains(&identifier.hash))
            .map(|(person, _)| *person)
            .collect()
    }

    /// The identifiers of all people in the clone.
    pub fn hashes(&self) -> impl Iterator<Item = IdentifierHash> {
        self.identifiers.iter().map(|one| one.hash)
    }

    /// The identifiers of some identities of the clone.
    #[must_use]
    pub fn hashes_of(&self, identities: &BTreeSet<IdentityIndex>) -> BTreeSet<IdentifierHash> {
        let known = identities.iter().filter_map(|one| self.identifier(*one));
        known.map(|one| one.hash).collect()
    }

    /// The identifiers that share the mailbox with this hash.
    fn standing_at(&self, hash: IdentifierHash) -> impl Iterator<Item = IdentifierHash> {
        let stands = move |alias: &u32| {
            let mailbox = self.shared_mailbox(*alias);
            mailbox.is_some_and(|mailbox| mailbox.hash == hash)
        };
        let all = (0..).zip(&self.identifiers);
        all.filter(move |(alias, _)| stands(alias))
            .map(|(_, identifier)| identifier.hash)
    }

    /// The identifiers that signed commits with the key of this hash.
    fn signers(&self, hash: IdentifierHash) -> BTreeSet<IdentifierHash> {
        let keys = self.history.keys().iter();
        let is_it = |id: &str| of_key(self.key, id).hash == hash;
        let keys: BTreeSet<_> = keys
            .filter(|(_, key)| is_it(&key.id))
            .map(|(index, _)| index)
            .collect();
        let signed = self
            .history
            .commits()
            .filter_map(|commit| signer_of(&commit));
        let signers = signed.filter(|(_, key)| keys.contains(key));
        let known = signers.filter_map(|(signer, _)| self.identifier(signer));
        known.map(|one| one.hash).collect()
    }
}
