//! The people of a population, looked up by names and by the spellings of names.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use countersign_facts::{Address, Identity, IdentityIndex};
use countersign_people::{Dossier, FullName, Holder, Machine, PersonIndex, Population};

/// Someone with at least this many commits is a contributor.
const LEAST_OWN: usize = 5;

/// All people by full name, and contributors with an address of their own by spelling.
pub(super) struct Contributors<'a> {
    pub(super) population: &'a Population,
    by_spelling: FxHashMap<String, BTreeSet<PersonIndex>>,
    by_name: FxHashMap<FullName, BTreeSet<PersonIndex>>,
}

impl<'a> Contributors<'a> {
    pub(super) fn new(population: &'a Population) -> Self {
        let mut contributors = Self {
            population,
            by_spelling: FxHashMap::default(),
            by_name: FxHashMap::default(),
        };
        population
            .dossiers()
            .for_each(|dossier| contributors.add(&dossier));
        contributors
    }

    fn add(&mut self, dossier: &Dossier<'_>) {
        let is_known = is_known(dossier);
        for index in &dossier.person().identities {
            let identity = dossier.history().identities().get(*index);
            let Some(name) = FullName::parse(&identity.name()) else {
                continue;
            };
            if is_known && is_own(identity) {
                for spelling in name.spellings() {
                    let people = self.by_spelling.entry(spelling).or_default();
                    people.insert(dossier.index());
                }
            }
            self.by_name
                .entry(name)
                .or_default()
                .insert(dossier.index());
        }
    }

    /// The contributors whose name a login or a host name spells.
    pub(super) fn spelled_by(&self, machine: &Machine) -> BTreeSet<PersonIndex> {
        let people = machine
            .spells()
            .filter_map(|spelling| self.by_spelling.get(&spelling));
        people.flatten().copied().collect()
    }

    /// The contributors whose name this is.
    pub(super) fn called(&self, name: &FullName) -> BTreeSet<PersonIndex> {
        let people = name.spellings().into_iter();
        let people = people.filter_map(|spelling| self.by_spelling.get(&spelling));
        people.flatten().copied().collect()
    }

    /// The contributor who uses this identity's address, if it is a personal one.
    pub(super) fn holder_of(&self, identity: IdentityIndex) -> Option<PersonIndex> {
        let person = self.population.people().of(identity)?;
        let own = is_own(self.population.history().identities().get(identity));
        (own && is_known(&self.population.dossier(person))).then_some(person)
    }

    /// Whether nothing links `other` to the person, nor to anyone with the name in `line`.
    pub(super) fn are_strangers(
        &self,
        dossier: &Dossier<'_>,
        line: IdentityIndex,
        other: PersonIndex,
    ) -> bool {
        let identities = self.population.history().identities();
        let name = FullName::parse(&identities.get(line).name());
        let namesakes = name.and_then(|name| self.by_name.get(&name));
        let mut ours = namesakes.cloned().unwrap_or_default();
        ours.insert(dossier.index());
        let lines = |person: &PersonIndex| {
            let person = &self.population.people().all()[person.0 as usize];
            person.identities.iter().map(|index| identities.get(*index))
        };
        Holder::new(ours.iter().flat_map(lines)).is_stranger_to(lines(&other))
    }
}

fn is_known(dossier: &Dossier<'_>) -> bool {
    dossier.authored().take(LEAST_OWN).count() == LEAST_OWN
}

fn is_own(identity: Identity<'_>) -> bool {
    matches!(
        Address::of(identity),
        Address::Mailbox(_) | Address::Account { .. }
    )
}
