//! Which identities of a clone are one person's, and what that person did in it.

use std::collections::{BTreeSet, HashSet};

use countersign_heuristics::facts::{
    ClockSource, Commit, CommitIndex, HashKey, History, IdentityIndex, KeyIndex, ObjectId, Tag,
    TrailerKind,
};
use countersign_heuristics::people::{Address, signer_of};
use countersign_report::touched::Role;
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

/// The addresses of some identities that stand for one person each.
#[must_use]
pub fn addresses(history: &History, own: &BTreeSet<IdentityIndex>) -> HashSet<Address> {
    own.iter()
        .map(|identity| Address::of(history.identities().get(*identity)))
        .filter(|address| matches!(address, Address::Mailbox(_) | Address::Account { .. }))
        .collect()
}

/// Every commit in which the person has a part, with that part; `reviewed` are those whose messages name
/// the person as a reviewer.
#[must_use]
pub fn parts(
    history: &History,
    own: &BTreeSet<IdentityIndex>,
    reviewed: &BTreeSet<ObjectId>,
) -> Vec<(CommitIndex, Role)> {
    let addresses = addresses(history, own);
    let part = |commit: Commit<'_>| {
        let role = role(&commit, own, &addresses, reviewed)?;
        Some((commit.index(), role))
    };
    history.commits().filter_map(part).collect()
}

fn role(
    commit: &Commit<'_>,
    own: &BTreeSet<IdentityIndex>,
    addresses: &HashSet<Address>,
    reviewed: &BTreeSet<ObjectId>,
) -> Option<Role> {
    let source = commit.clock_source();
    let authored = own.contains(&commit.author_index());
    let committed = own.contains(&commit.committer_index());
    match source {
        // Nobody decided anything: the platform tried a merge, or brought a branch up to date.
        ClockSource::TestMerge | ClockSource::BranchUpdate => return None,
        ClockSource::WebMerge | ClockSource::OldMergeButton if authored => {
            return Some(Role::MergedOnPlatform);
        }
        ClockSource::PlatformMade if authored && commit.is_merge() => {
            return Some(Role::MergedOnPlatform);
        }
        _ if commit.is_merge() && (authored || committed) => return Some(Role::Merged),
        _ if authored => return Some(Role::Authored),
        _ if committed => return Some(Role::Applied),
        _ => {}
    }
    let named = |wanted: TrailerKind| {
        let mut people = commit.trailers();
        people.any(|(kind, who)| kind == wanted && addresses.contains(&Address::of(who)))
    };
    if named(TrailerKind::CoAuthoredBy) {
        Some(Role::CoAuthored)
    } else if reviewed.contains(&commit.id()) {
        Some(Role::Reviewed)
    } else if named(TrailerKind::SignedOffBy) {
        Some(Role::SignedOff)
    } else {
        None
    }
}

/// Tags that the person made, or that one of its keys signed.
#[must_use]
pub fn tags<'a>(history: &'a History, own: &BTreeSet<IdentityIndex>) -> Vec<&'a Tag> {
    let signed = history.commits().filter_map(|commit| signer_of(&commit));
    let keys: BTreeSet<KeyIndex> = signed
        .filter(|(signer, key)| own.contains(signer) && history.keys().get(*key).is_personal())
        .map(|(_, key)| key)
        .collect();
    let is_own = |tag: &&Tag| {
        let made = tag.tagger.is_some_and(|(who, _)| own.contains(&who));
        let key = tag.signature.and_then(|signature| signature.key);
        made || key.is_some_and(|key| keys.contains(&key))
    };
    history.tags().iter().filter(is_own).collect()
}
