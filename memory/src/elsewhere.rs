//! What other repositories show about the participants of a pull request, as a fact for heuristics.

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::Address;
use countersign_facts::{
    Elsewhere, HashKey, IdentityIndex, Indicator, IndicatorKind, PullRequest, SeenCommit, SeenName,
};
use countersign_people::Population;
use countersign_people::{Anchor, FullName, Person};
use countersign_store::{Component, IdentifierHash, SeenAppearance, Store, StoreError, Viewer};

use super::identifiers::of_indicator;

/// The participants of a pull request, by their identifiers in the memory.
#[derive(Debug)]
pub struct Parties {
    /// Their addresses, by identifier.
    addresses: BTreeMap<IdentifierHash, Address>,
    /// The full names on these addresses in the repository, in lower case, with the identifiers of the addresses.
    names: BTreeMap<String, BTreeSet<IdentifierHash>>,
}

impl Parties {
    /// The authors and committers of the pull request and the account that opened it, with every address and
    /// name that they have in the repository.
    #[must_use]
    pub fn new(population: &Population, pull: &PullRequest, key: &HashKey) -> Self {
        let mut parties = Self {
            addresses: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        if let Some(account) = pull.author.as_ref().filter(|account| !account.bot) {
            let login = account.login.to_lowercase();
            let id = account.id.unsigned();
            parties.add(key, Address::Account { id, login });
        }
        let identities = population.history().identities();
        for identity in identities_of(population, pull) {
            let line = identities.get(identity);
            let Some(hash) = parties.add(key, Address::of(line)) else {
                continue;
            };
            if FullName::parse(&line.name()).is_some() {
                let name = line.name().to_lowercase();
                parties.names.entry(name).or_default().insert(hash);
            }
        }
        parties
    }

    fn add(&mut self, key: &HashKey, address: Address) -> Option<IdentifierHash> {
        let (kind, value) = match &address {
            Address::Account { id, .. } => (IndicatorKind::Account, id.to_string()),
            Address::Mailbox(mailbox) => (IndicatorKind::Mailbox, mailbox.clone()),
            Address::Automation | Address::Shared => return None,
        };
        let indicator = Indicator::parse(kind, &value).ok()?;
        let hash = of_indicator(key, &indicator).hash;
        self.addresses.insert(hash, address);
        Some(hash)
    }
}

/// Every identity of the participants.
fn identities_of(population: &Population, pull: &PullRequest) -> BTreeSet<IdentityIndex> {
    let people = population.people();
    let commits = pull.commits.iter();
    let commits = commits.filter_map(|commit| population.history().get(*commit));
    let lines = commits.flat_map(|commit| [commit.author_index(), commit.committer_index()]);
    let mut parties: BTreeSet<_> = lines.filter_map(|line| people.of(line)).collect();
    if let Some(account) = &pull.author {
        let opener = Anchor::Account(account.id.unsigned());
        let is_opener = |person: &Person| person.anchors.contains(&opener);
        let dossiers = population.dossiers();
        let openers = dossiers.filter(|dossier| is_opener(dossier.person()));
        parties.extend(openers.map(|dossier| dossier.index()));
    }
    let all = parties.into_iter();
    let all = all.map(|person| population.dossier(person).person());
    all.filter(|person| !person.automation)
        .flat_map(|person| person.identities.iter().copied())
        .collect()
}

/// What a viewer may know about the participants of a pull request from other repositories than `place`, which
/// belongs to `organisation`.
///
/// # Errors
/// When the database cannot be read.
pub async fn elsewhere(
    store: &Store,
    viewer: Viewer,
    place: &str,
    organisation: &str,
    parties: Parties,
) -> Result<Elsewhere, StoreError> {
    let mut elsewhere = Elsewhere {
        organisation: organisation.to_owned(),
        ..Elsewhere::default()
    };
    let hashes: Vec<_> = parties.addresses.keys().copied().collect();
    let mut appearances = store.appearances(&hashes, viewer).await?;
    appearances.retain(|seen| seen.source.place != place);
    // Without appearances elsewhere there is nothing to compare.
    if appearances.is_empty() {
        return Ok(elsewhere);
    }
    let keys = keys(store, viewer, &hashes).await?;
    for seen in &appearances {
        let Some(address) = parties.addresses.get(&seen.appearance.identifier) else {
            continue;
        };
        elsewhere.seen.push(SeenName {
            address: address.clone(),
            name: seen.appearance.name.clone(),
            organisation: seen.source.organisation.clone(),
            repository: seen.source.name.clone(),
            commits: commits(seen),
            keys: keys_of(seen, &appearances, &keys),
        });
    }
    let mut names = parties.names;
    for seen in &appearances {
        let bearers = names.entry(seen.appearance.name.to_lowercase());
        bearers.or_default().insert(seen.appearance.identifier);
    }
    for (name, bearers) in names {
        let commits = others(store, viewer, place, &name, bearers).await?;
        if commits > 0 {
            elsewhere.others.insert(name, commits);
        }
    }
    Ok(elsewhere)
}

fn commits(seen: &SeenAppearance) -> Vec<SeenCommit> {
    let commit = |moment: &countersign_store::Authored| SeenCommit {
        authored: moment.seconds,
        own: moment.offset.is_some(),
    };
    seen.appearance.moments.iter().map(commit).collect()
}

/// Ids of keys, by the identifier that signed and the place.
type Keys = BTreeMap<(IdentifierHash, String), BTreeSet<String>>;

async fn keys(store: &Store, viewer: Viewer, of: &[IdentifierHash]) -> Result<Keys, StoreError> {
    let uses = store.key_uses(of, viewer).await?;
    let hashes: BTreeSet<_> = uses.iter().map(|seen| seen.key_use.key).collect();
    let hashes: Vec<_> = hashes.into_iter().collect();
    let ids = store.identifiers(&hashes, viewer).await?;
    let ids: BTreeMap<_, _> = ids
        .into_iter()
        .filter_map(|key| Some((key.hash, key.shown?)))
        .collect();
    let mut keys = Keys::new();
    for seen in uses {
        if let Some(id) = ids.get(&seen.key_use.key) {
            let user = (seen.key_use.identifier, seen.source.place.clone());
            keys.entry(user).or_default().insert(id.clone());
        }
    }
    Ok(keys)
}

/// The keys that sign for a name. If an address has several names in one repository, the memory does not say for
/// which of them a key signed, so there are none.
fn keys_of(seen: &SeenAppearance, all: &[SeenAppearance], keys: &Keys) -> Vec<String> {
    let identifier = seen.appearance.identifier;
    let is_other = |other: &&SeenAppearance| {
        other.appearance.identifier == identifier
            && other.source.place == seen.source.place
            && other.appearance.name != seen.appearance.name
    };
    if all.iter().any(|other| is_other(&other)) {
        return Vec::new();
    }
    let user = (identifier, seen.source.place.clone());
    let keys = keys.get(&user).into_iter().flatten();
    keys.cloned().collect()
}

/// The number of commits outside `place` on which the name belongs to people other than `bearers`, by anchors.
async fn others(
    store: &Store,
    viewer: Viewer,
    place: &str,
    name: &str,
    bearers: BTreeSet<IdentifierHash>,
) -> Result<usize, StoreError> {
    let named = store.identifiers_with_name(name, viewer).await?;
    if named.iter().all(|hash| bearers.contains(hash)) {
        return Ok(0);
    }
    let start: Vec<_> = bearers.iter().copied().collect();
    let component = store.component(&start, viewer).await?;
    let own = anchored(&component, bearers);
    let others = named.into_iter().filter(|hash| !own.contains(hash));
    let others: Vec<_> = others.collect();
    let appearances = store.appearances(&others, viewer).await?;
    let of_name = appearances
        .iter()
        .filter(|seen| seen.source.place != place && seen.appearance.name.to_lowercase() == name);
    // A commit in several repositories counts once.
    let commits: BTreeSet<_> = of_name
        .flat_map(|seen| {
            let identifier = seen.appearance.identifier;
            let moments = seen.appearance.moments.iter();
            moments.map(move |moment| (identifier, moment.seconds))
        })
        .collect();
    Ok(commits.len())
}

/// Identifiers that anchors join to one of `start`.
fn anchored(component: &Component, start: BTreeSet<IdentifierHash>) -> BTreeSet<IdentifierHash> {
    let anchors = component.joins.iter().filter(|seen| seen.join.anchor);
    let anchors: Vec<_> = anchors.map(|seen| (seen.join.a, seen.join.b)).collect();
    let mut own = start;
    loop {
        let before = own.len();
        for (a, b) in &anchors {
            if own.contains(a) || own.contains(b) {
                own.extend([*a, *b]);
            }
        }
        if own.len() == before {
            return own;
        }
    }
}
