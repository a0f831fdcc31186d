//! The identities of one repository and their identifiers in the memory.

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::{HashKey, History, IdentityIndex, Indicator, IndicatorKind, Mailmap};
use countersign_people::linkage::{Linkage, Options, Project};
use countersign_store::{Identifier, IdentifierHash};

use super::identifiers::{LOCAL, local, of_indicator};

/// The people of one repository, linked at the evidence tier without other repositories.
#[derive(Debug)]
pub struct Identified<'a> {
    pub(super) history: &'a History,
    pub(super) linkage: Linkage,
    /// The identifier of each identity of the linkage, by position.
    pub(super) identifiers: Vec<Identifier>,
    /// The position in the linkage by position in the history; programs have none.
    aliases: Vec<Option<u32>>,
    pub(super) key: &'a HashKey,
}

impl<'a> Identified<'a> {
    /// Links the people of one repository. `place` is its unique name in the memory.
    #[must_use]
    pub fn new(
        history: &'a History,
        mailmap: Option<&Mailmap>,
        place: &str,
        key: &'a HashKey,
    ) -> Self {
        let linkage = Linkage::of(&[Project { history, mailmap }], Options::default());
        let identifiers = identifiers(history, &linkage, place, key);
        let mut aliases = vec![None; history.identities().len()];
        for (position, alias) in (0u32..).zip(linkage.aliases()) {
            aliases[alias.identity.0 as usize] = Some(position);
        }
        Self {
            history,
            linkage,
            identifiers,
            aliases,
            key,
        }
    }

    /// The position in the linkage of an identity of the history; `None` for a program's.
    pub(super) fn alias(&self, identity: IdentityIndex) -> Option<u32> {
        self.aliases[identity.0 as usize]
    }

    /// The identifier of an identity; `None` for a program's.
    #[must_use]
    pub fn identifier(&self, identity: IdentityIndex) -> Option<&Identifier> {
        self.alias(identity)
            .map(|alias| &self.identifiers[alias as usize])
    }

    /// The mailbox of an identity, if several people share it and it is not the identity's identifier.
    pub(super) fn shared_mailbox(&self, alias: u32) -> Option<Identifier> {
        if self.identifiers[alias as usize].kind != LOCAL {
            return None;
        }
        let email = &self.linkage.aliases()[alias as usize].email;
        let indicator = Indicator::parse(IndicatorKind::Mailbox, email).ok()?;
        Some(of_indicator(self.key, &indicator)).filter(|one| one.kind == Identifier::MAILBOX)
    }

    /// The identifiers of all identities, by the bytes of `Name <e-mail>`.
    pub(super) fn by_bytes(&self) -> BTreeMap<&'a [u8], IdentifierHash> {
        let all = self.linkage.aliases().iter().zip(&self.identifiers);
        all.map(|(alias, identifier)| {
            let identity = self.history.identities().get(alias.identity);
            (identity.raw(), identifier.hash)
        })
        .collect()
    }
}

/// The identifiers of all identities. An account's number always identifies its account. A mailbox identifies one
/// person; if it is on commits of several people (a wrong `--author`, a team's address), it identifies the one with
/// most of them, and the others get an identifier for this repository only.
fn identifiers(
    history: &History,
    linkage: &Linkage,
    place: &str,
    key: &HashKey,
) -> Vec<Identifier> {
    let known: Vec<Option<Identifier>> = (0..)
        .zip(linkage.aliases())
        .map(|(position, alias)| {
            let indicator = Indicator::parse(IndicatorKind::Mailbox, &alias.email).ok()?;
            let stands =
                indicator.kind() == IndicatorKind::Account || linkage.has_own_address(position);
            stands.then(|| of_indicator(key, &indicator))
        })
        .collect();
    let holders = holders(linkage, &known);
    let of = linkage.person_of();
    (0..)
        .zip(linkage.aliases().iter().zip(known))
        .map(|(position, (alias, known)): (usize, _)| {
            let is_holder = |known: &Identifier| {
                known.kind == Identifier::ACCOUNT || holders[&known.hash] == of[position]
            };
            known.filter(is_holder).unwrap_or_else(|| {
                let raw = history.identities().get(alias.identity).raw();
                local(key, place, raw)
            })
        })
        .collect()
}

/// The person with most commits under each identifier.
fn holders(linkage: &Linkage, known: &[Option<Identifier>]) -> BTreeMap<IdentifierHash, u32> {
    let mut commits: BTreeMap<(IdentifierHash, u32), u64> = BTreeMap::new();
    let people = linkage.person_of().iter().zip(linkage.aliases());
    for (known, (person, alias)) in known.iter().zip(people) {
        if let Some(known) = known {
            *commits.entry((known.hash, *person)).or_default() += u64::from(alias.commits);
        }
    }
    let mut most: BTreeMap<IdentifierHash, (u64, u32)> = BTreeMap::new();
    for ((hash, person), commits) in commits {
        let holder = most.entry(hash).or_insert((commits, person));
        if commits > holder.0 {
            *holder = (commits, person);
        }
    }
    most.into_iter()
        .map(|(hash, (_, person))| (hash, person))
        .collect()
}

/// Whether identities all belong to one person of a linkage.
pub(super) fn are_one(identified: &Identified<'_>, aliases: &BTreeSet<u32>) -> bool {
    let people = identified.linkage.person_of();
    let of: BTreeSet<u32> = aliases
        .iter()
        .map(|alias| people[*alias as usize])
        .collect();
    of.len() == 1
}
