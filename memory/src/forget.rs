//! Forgetting people: what is there goes, and stays away when repositories are read again.

use std::collections::BTreeSet;

use countersign_store::{Component, Identifier, IdentifierHash, Store, StoreError, Viewer};

use super::identify::KEY;
use super::recall::accounts;

/// What forgetting somebody removes, or removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erasure {
    /// The identifiers, none of which is remembered again.
    pub identifiers: Vec<Identifier>,
    /// Names on commits, each in one repository.
    pub appearances: u64,
    /// Joins.
    pub joins: u64,
    /// Uses of keys.
    pub key_uses: u64,
    /// Findings.
    pub findings: u64,
    /// Numbers of accounts.
    pub accounts: Vec<i64>,
    /// Accounts of which the platform's answers are kept: logins and keys.
    pub snapshots: u64,
    /// Deploy keys that the accounts added, and events that name them.
    pub rights: u64,
}

/// Whether all of a person goes, or the named identifiers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Everything that is joined.
    Person,
    /// Only what was named.
    Only,
}

/// What forgetting the person with these identifiers would remove, whoever may see it.
///
/// # Errors
/// When the database cannot be read.
pub async fn erasure(
    store: &Store,
    named: &[IdentifierHash],
    extent: Extent,
) -> Result<Erasure, StoreError> {
    let operator = Viewer::Operator;
    let component = match extent {
        Extent::Person => store.component(named, operator).await?,
        Extent::Only => Component {
            identifiers: store.identifiers(named, operator).await?,
            ..Component::default()
        },
    };
    let all = hashes(&component.identifiers);
    let joins = store.component(&all, operator).await?.joins;
    let is_gone = |hash| all.contains(&hash);
    let joins: BTreeSet<_> = joins
        .iter()
        .filter(|one| is_gone(one.join.a) || is_gone(one.join.b))
        .map(|one| (one.join.a, one.join.b, one.source.place.clone()))
        .collect();
    let accounts = accounts(&component);
    let (mut snapshots, mut rights) = (0, 0);
    for number in &accounts {
        snapshots += u64::from(store.account(*number).await?.is_some());
        let keys = store.deploy_keys_by(*number, operator).await?;
        let events = store.events_about(*number, operator).await?;
        rights += (keys.len() + events.len()) as u64;
    }
    Ok(Erasure {
        appearances: store.appearances(&all, operator).await?.len() as u64,
        joins: joins.len() as u64,
        key_uses: store.key_uses(&all, operator).await?.len() as u64,
        findings: store.person_findings(&all, operator).await?.len() as u64,
        identifiers: component.identifiers,
        accounts,
        snapshots,
        rights,
    })
}

/// Removes it, and keeps that none of it is remembered again. Returns what was removed.
///
/// # Errors
/// When the database cannot be written to. What was removed until then stays removed; again is harmless.
pub async fn forget(store: &Store, erasure: Erasure, now_ms: i64) -> Result<Erasure, StoreError> {
    // Rights first: once the identifiers are gone, nobody finds the accounts by them.
    let (mut snapshots, mut rights) = (0, 0);
    for number in &erasure.accounts {
        snapshots += u64::from(store.forget_account(*number).await?);
        rights += store.forget_rights(*number).await?;
    }
    let forgotten = store
        .forget_people(&hashes(&erasure.identifiers), now_ms)
        .await?;
    Ok(Erasure {
        appearances: forgotten.appearances,
        joins: forgotten.joins,
        key_uses: forgotten.key_uses,
        findings: forgotten.findings,
        snapshots,
        rights,
        ..erasure
    })
}

fn hashes(identifiers: &[Identifier]) -> Vec<IdentifierHash> {
    identifiers.iter().map(|one| one.hash).collect()
}

/// How an identifier is called: what is public of it, else its kind and id.
#[must_use]
pub fn label(one: &Identifier) -> String {
    let what = match one.kind.as_str() {
        Identifier::NAME => "very rare full name",
        super::identify::LOCAL => "shared or made-up address",
        Identifier::ACCOUNT => "account",
        KEY => "key",
        _ => "mailbox",
    };
    match &one.shown {
        Some(shown) => format!("{what} {shown}"),
        None => format!("{what} {}", super::identify::short_id(one.hash)),
    }
}
