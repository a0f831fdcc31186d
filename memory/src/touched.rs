//! Which identities of a clone are one person's, and what that person did in it.

use std::collections::BTreeSet;

use countersign_facts::Address;
use countersign_facts::{HashKey, IdentityIndex};
use countersign_people::signer_of;
use countersign_store::IdentifierHash;

use super::find::by_itself;
use super::identify::of_key;
use super::people::Identified;

/// Who is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Identifiers that are the person's.
    pub own: BTreeSet<IdentifierHash>,
    /// Identifiers that are known to be somebody else's, whatever a clone makes of them.
    pub others: BTreeSet<IdentifierHash>,
}

impl Wanted {
    /// The identities of a clone that a text means: by address, account, key, login or name.
    #[must_use]
    pub fn named(key: &HashKey, text: &str, clone: &Identified<'_>) -> BTreeSet<IdentifierHash> {
        let text = text.trim();
        if let Some(hash) = by_itself(key, text) {
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
    /// The identities that are the wanted person's: by their identifiers, and by what the clone itself joins
    /// with these.
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

    /// The people whom identifiers belong to in the clone, each by a number.
    #[must_use]
    pub fn people_of(&self, hashes: &BTreeSet<IdentifierHash>) -> BTreeSet<u32> {
        let people = self.linkage.person_of().iter();
        people
            .zip(&self.identifiers)
            .filter(|(_, identifier)| hashes.contains(&identifier.hash))
            .map(|(person, _)| *person)
            .collect()
    }

    /// Identifiers of all its people.
    pub fn hashes(&self) -> impl Iterator<Item = IdentifierHash> {
        self.identifiers.iter().map(|one| one.hash)
    }

    /// Identifiers of some of its identities.
    #[must_use]
    pub fn hashes_of(&self, identities: &BTreeSet<IdentityIndex>) -> BTreeSet<IdentifierHash> {
        let known = identities.iter().filter_map(|one| self.identifier(*one));
        known.map(|one| one.hash).collect()
    }

    /// Who stands at the mailbox of this hash without being known by it.
    fn standing_at(&self, hash: IdentifierHash) -> impl Iterator<Item = IdentifierHash> {
        let stands = move |alias: &u32| {
            let mailbox = self.shared_mailbox(*alias);
            mailbox.is_some_and(|mailbox| mailbox.hash == hash)
        };
        let all = (0..).zip(&self.identifiers);
        all.filter(move |(alias, _)| stands(alias))
            .map(|(_, identifier)| identifier.hash)
    }

    /// Who signed commits with the key of this hash.
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
