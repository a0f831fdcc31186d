//! Whom somebody means who asks for a person.

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::{HashKey, Indicator, IndicatorKind};
use countersign_people::linkage::RareName;
use countersign_store::{Component, IdentifierHash, SeenAppearance, Store, StoreError, Viewer};

use super::identify::{of_indicator, of_key, of_name, short_id};

/// Who is meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// One person, by the identifiers that were named.
    One(Vec<IdentifierHash>),
    /// Several people, of whom some are told.
    Several(Vec<Candidate>),
    /// Nobody who is remembered.
    Nobody {
        /// Whether that is because they were forgotten, as whoever runs the program may know.
        forgotten: bool,
    },
}

/// Somebody who may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// How to ask for them.
    pub id: String,
    /// The newest name.
    pub name: String,
    /// Names of the repositories where they appear, some.
    pub repositories: Vec<String>,
}

/// Finds whom a text means: an id as shown, an e-mail address, `@login`, an account's number, a key's
/// fingerprint or id, a login or a name. Only what `viewer` may see is found.
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
    let named = match by_itself(key, text) {
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
        let is_told = viewer == Viewer::Operator && !named.is_empty();
        let forgotten = is_told && !store.forgotten(&named).await?.is_empty();
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

/// Who uses what was named, where that is nobody's own: a mailbox under the names of several people, a key
/// of strangers.
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

/// What a text stands for that can be nothing else.
pub(super) fn by_itself(key: &HashKey, text: &str) -> Option<IdentifierHash> {
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

/// The hashes that begin with the digits of an id as shown.
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
    // Addresses from before accounts were numbered have the login for a mailbox.
    if let Ok(parsed) = Indicator::parse(IndicatorKind::Login, text) {
        found.push(of_indicator(key, &parsed).hash);
    }
    if login.is_none() {
        found.extend(store.identifiers_with_name(text, viewer).await?);
        found.extend(RareName::of(text).map(|name| of_name(key, &name).hash));
    }
    Ok(found)
}

/// The people whom identifiers belong to, each once.
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
        // A name that joins nobody is a person's who appears with it, or nobody's.
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

/// The identifier that committed first, which a dossier is known by.
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

/// Names of the repositories, each once.
pub(super) fn repositories(appearances: &[SeenAppearance]) -> Vec<String> {
    let by_place: BTreeMap<_, _> = appearances
        .iter()
        .map(|one| (&one.source.place, &one.source.name))
        .collect();
    let names: BTreeSet<_> = by_place.into_values().cloned().collect();
    names.into_iter().collect()
}
