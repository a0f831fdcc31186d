//! Leads: identifiers that resemble a person's and are not joined with it.

use std::collections::{BTreeMap, BTreeSet};

use countersign_people::linkage::{RareName, rare_handle};
use countersign_people::remembered::Lead;
use countersign_store::{IdentifierHash, SeenAppearance, Store, StoreError, Viewer};

use super::appearances::{names, repositories};
use super::identifiers::short_id;

/// The largest number of leads of one person; more would be too many to read.
const MOST_LEADS: usize = 50;

/// Other identifiers with the same login, the same rare handle or the same very rare full name.
pub(super) async fn leads(
    store: &Store,
    own: &[IdentifierHash],
    appearances: &[SeenAppearance],
    viewer: Viewer,
) -> Result<Vec<Lead>, StoreError> {
    let mut alike: BTreeMap<IdentifierHash, String> = BTreeMap::new();
    for (what, text) in distinctive(appearances) {
        let mut found = store.identifiers_with_name(&text, viewer).await?;
        if what != NAME {
            found.extend(store.identifiers_with_login(&text, viewer).await?);
        }
        for hash in found.into_iter().filter(|hash| !own.contains(hash)) {
            alike
                .entry(hash)
                .or_insert_with(|| format!("{what} {text}"));
        }
    }
    let hashes: Vec<_> = alike.keys().copied().take(MOST_LEADS).collect();
    let seen = store.appearances(&hashes, viewer).await?;
    let names = names(&seen);
    let leads = hashes.into_iter().map(|hash| {
        let of_it = seen.iter().filter(|one| one.appearance.identifier == hash);
        let of_it: Vec<_> = of_it.cloned().collect();
        Lead {
            id: short_id(hash),
            names: names.get(&hash).cloned().unwrap_or_default(),
            alike: alike.get(&hash).cloned().unwrap_or_default(),
            repositories: repositories(&of_it),
        }
    });
    Ok(leads.collect())
}

const LOGIN: &str = "the login";
const HANDLE: &str = "the rare handle";
const NAME: &str = "the very rare full name";

/// The logins, rare handles and very rare names of a person, each with its description.
fn distinctive(appearances: &[SeenAppearance]) -> BTreeSet<(&'static str, String)> {
    let mut distinctive = BTreeSet::new();
    for one in appearances {
        let (name, login) = (&one.appearance.name, &one.appearance.login);
        if !login.is_empty() {
            distinctive.insert((LOGIN, login.to_lowercase()));
        }
        if RareName::of(name).is_some() {
            distinctive.insert((NAME, name.clone()));
        } else if rare_handle(name).is_some() {
            distinctive.insert((HANDLE, name.to_lowercase()));
        }
    }
    distinctive
}
