//! Finding the person that a search text means.

use std::collections::BTreeSet;

use countersign_facts::{HashKey, Indicator, IndicatorKind};
use countersign_people::linkage::RareName;
use countersign_store::{Component, IdentifierHash, SeenAppearance, Store, StoreError, Viewer};

use super::appearances::repositories;
use super::identifiers::{of_indicator, of_key, of_name, short_id};

/// The result of a search.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// One person, by the identifiers that matched.
    One(Vec<IdentifierHash>),
    /// Several people.
    Several(Vec<Candidate>),
    /// No person in the memory.
    Nobody {
        /// Whether the person was forgotten; only the operator may know.
        forgotten: bool,
    },
}

/// A person that the search text may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The id to search for this person.
    pub id: String,
    /// The name on the newest commit.
    pub name: String,
    /// Names of the repositories where the person appears.
    pub repositories: Vec<String>,
}

/// Finds the person that a text means: an id (`m-…`), an e-mail address, `@login`, an account's number, a key's
/// fingerprint or id, a login or a name. It finds only what `viewer` may see.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(
    store: &Store,
    key: &HashKey,
    text: &str,
    viewer: Viewer,
) -> Result<Found, StoreError> {
    let text = text.trim();
    let named = match unambiguous(key, text) {
        Some(hash) => vec![hash],
        None => match digits(text) {
            Some((first, last)) => store.identifiers_between(first, last).await?,
            None => by_name(store, key, text, viewer).await?,
        },
    };
    let known = store.identifiers(&named, viewer).await?;
    let mut known: Vec<_> = known.into_iter().map(|one| one.hash).collect();
    let users = users(store, &known, viewer).await?;
    if known.is_empty() {
        let may_know = viewer == Viewer::Operator && !named.is_empty();
        let forgotten = may_know && !store.forgotten(&named).await?.is_empty();
        return Ok(Found::Nobody { forgotten });
    }
    let people = match users[..] {
        [] => people(store, &known, viewer).await?,
        _ => people(store, &users, viewer).await?,
    };
    if people.len() == 1 {
        known.extend(users);
        return Ok(Found::One(known));
    }
    let mut candidates = Vec::new();
    for component in people {
        candidates.push(candidate(store, &component, viewer).await?);
    }
    Ok(Found::Several(candidates))
}

/// The users of identifiers that belong to no single person: a mailbox or a key that several people share.
async fn users(
    store: &Store,
    named: &[IdentifierHash],
    viewer: Viewer,
) -> Result<Vec<IdentifierHash>, StoreError> {
    if !store.appearances(named, viewer).await?.is_empty() {
        return Ok(Vec::new());
    }
    let uses = store.key_uses(named, viewer).await?;
    let users = uses.iter().map(|one| one.key_use.identifier);
    let users: BTreeSet<_> = users.collect();
    Ok(users.into_iter().collect())
}

/// The identifier of a text that has one meaning only: an address, an account's number or a key.
pub(super) fn unambiguous(key: &HashKey, text: &str) -> Option<IdentifierHash> {
    let indicator = |kind, text: &str| {
        let parsed = Indicator::parse(kind, text).ok()?;
        Some(of_indicator(key, &parsed).hash)
    };
    if text.find('@').is_some_and(|at| at > 0) {
        return indicator(IndicatorKind::Mailbox, text);
    }
    // No account's number is as long as a key's id.
    if text.len() < 16 && text.bytes().all(|digit| digit.is_ascii_digit()) {
        return indicator(IndicatorKind::Account, text);
    }
    let parsed = Indicator::parse(IndicatorKind::Key, text).ok()?;
    Some(of_key(key, parsed.value()).hash)
}

/// The first and last hash that begin with the digits of an id (`m-…`).
fn digits(text: &str) -> Option<(IdentifierHash, IdentifierHash)> {
    let digits = text
        .strip_prefix("m-")
        .or_else(|| text.strip_prefix("M-"))?;
    let is_prefix = (4..=32).contains(&digits.len());
    let first = format!("{digits:0<32}")
        .parse()
        .ok()
        .filter(|_| is_prefix)?;
    Some((first, format!("{digits:f<32}").parse().ok()?))
}

async fn by_name(
    store: &Store,
    key: &HashKey,
    text: &str,
    viewer: Viewer,
) -> Result<Vec<IdentifierHash>, StoreError> {
    let login = text.strip_prefix('@');
    let mut found = store
        .identifiers_with_login(login.unwrap_or(text), viewer)
        .await?;
    // Before GitHub numbered accounts, its addresses had only the login.
    if let Ok(parsed) = Indicator::parse(IndicatorKind::Login, text) {
        found.push(of_indicator(key, &parsed).hash);
    }
    if login.is_none() {
        found.extend(store.identifiers_with_name(text, viewer).await?);
        found.extend(RareName::of(text).map(|name| of_name(key, &name).hash));
    }
    Ok(found)
}

/// The people that identifiers belong to, each once.
pub(super) async fn people(
    store: &Store,
    named: &[IdentifierHash],
    viewer: Viewer,
) -> Result<Vec<Component>, StoreError> {
    let mut seen = BTreeSet::new();
    let mut people = Vec::new();
    for hash in named {
        if seen.contains(hash) {
            continue;
        }
        let component = store.component(&[*hash], viewer).await?;
        seen.insert(*hash);
        // `hash` itself may be missing from its component: a name that joins nothing.
        seen.extend(component.identifiers.iter().map(|one| one.hash));
        people.push(component);
    }
    Ok(people)
}

async fn candidate(
    store: &Store,
    component: &Component,
    viewer: Viewer,
) -> Result<Candidate, StoreError> {
    let hashes: Vec<_> = component.identifiers.iter().map(|one| one.hash).collect();
    let appearances = store.appearances(&hashes, viewer).await?;
    let first = hashes.first().copied();
    let id = earliest(&appearances).or(first);
    let newest = appearances.iter().max_by_key(|one| {
        let last = one.appearance.moments.last().map(|last| last.seconds);
        (last, &one.appearance.name)
    });
    Ok(Candidate {
        id: id.map(short_id).unwrap_or_default(),
        name: newest.map_or_else(String::new, |one| one.appearance.name.clone()),
        repositories: repositories(&appearances),
    })
}

/// The identifier of the first commit, which is also a dossier's id.
fn earliest(appearances: &[SeenAppearance]) -> Option<IdentifierHash> {
    let first = |one: &SeenAppearance| {
        let first = one.appearance.moments.first()?;
        Some((
            first.seconds,
            short_id(one.appearance.identifier),
            one.appearance.identifier,
        ))
    };
    appearances
        .iter()
        .filter_map(first)
        .min()
        .map(|(_, _, identifier)| identifier)
}
