//! A person's signing keys, and the other people who used them.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Key, Listed, OtherSigner};
use super::sources::repositories;
use super::span::{Reach, instant_ms, span_ms};
use countersign_people::remembered::{KeyUse, Remembered};

/// The keys, by first use. Keys that only an account lists come last.
pub(super) fn keys(remembered: &Remembered) -> Vec<Key> {
    let used = remembered.keys.iter().map(|one| one.key.as_str());
    let listed = remembered.accounts.iter().flat_map(|account| &account.keys);
    let all: BTreeSet<&str> = used.chain(listed.map(|one| one.key.as_str())).collect();
    let mut keys: Vec<Key> = all.into_iter().map(|id| key(remembered, id)).collect();
    keys.sort_by(|a, b| {
        let order = a.span.is_none().cmp(&b.span.is_none());
        order.then_with(|| (&a.span, &a.key).cmp(&(&b.span, &b.key)))
    });
    keys
}

fn key(remembered: &Remembered, id: &str) -> Key {
    let (own, others): (Vec<&KeyUse>, Vec<&KeyUse>) = remembered
        .keys
        .iter()
        .filter(|one| one.key == id)
        .partition(|one| one.other.is_none());
    let mut signers: BTreeMap<&str, Vec<&KeyUse>> = BTreeMap::new();
    for one in others {
        if let Some((signer, _)) = &one.other {
            signers.entry(signer).or_default().push(one);
        }
    }
    Key {
        key: id.to_owned(),
        span: reach(&own).map(Reach::span),
        commits: commits(&own),
        repositories: repositories(remembered, own.iter().map(|one| one.source)),
        others: signers
            .into_iter()
            .filter_map(|(signer, uses)| other(remembered, signer, &uses))
            .collect(),
        listed: listed(remembered, id),
    }
}

fn other(remembered: &Remembered, signer: &str, uses: &[&KeyUse]) -> Option<OtherSigner> {
    let names = uses.iter().filter_map(|one| Some(&one.other.as_ref()?.1));
    let names: BTreeSet<_> = names.flatten().collect();
    Some(OtherSigner {
        id: signer.to_owned(),
        names: names.into_iter().cloned().collect(),
        span: reach(uses)?.span(),
        commits: commits(uses),
        repositories: repositories(remembered, uses.iter().map(|one| one.source)),
    })
}

fn reach(uses: &[&KeyUse]) -> Option<Reach> {
    Reach::over(uses.iter().flat_map(|one| [one.first, one.last]))
}

fn commits(uses: &[&KeyUse]) -> u64 {
    let all = uses.iter().map(|one| one.commits.unsigned_abs());
    all.sum()
}

fn listed(remembered: &Remembered, id: &str) -> Vec<Listed> {
    let listings = remembered.accounts.iter().flat_map(|account| {
        let keys = account.keys.iter().filter(|one| one.key == id);
        keys.map(move |one| (account.number, one))
    });
    listings
        .map(|(account, one)| Listed {
            account: account.to_string(),
            created: one.created.map(instant_ms),
            span: span_ms(one.first_seen, one.last_seen),
            removed: one.removed,
        })
        .collect()
}
