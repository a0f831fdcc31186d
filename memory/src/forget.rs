//! Forgetting people: their data is deleted and never stored again.

use std::collections::BTreeSet;

use countersign_store::{Component, Identifier, IdentifierHash, Store, StoreError, Viewer};

use super::identifiers::KEY;
use super::recall::accounts;

/// What forgetting a person deletes, or deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erasure {
    /// The identifiers, which are never stored again.
    pub identifiers: Vec<Identifier>,
    /// The number of appearances: a name on commits in one repository.
    pub appearances: u64,
    /// The number of joins.
    pub joins: u64,
    /// The number of key uses.
    pub key_uses: u64,
    /// The number of findings.
    pub findings: u64,
    /// Numbers of accounts.
    pub accounts: Vec<i64>,
    /// The number of accounts with stored logins and keys.
    pub snapshots: u64,
    /// The number of deploy keys that the accounts added and of events that name them.
    pub rights: u64,
}

/// How many records of forgotten identifiers the database still holds: none, if forgetting worked.
///
/// # Errors
/// When the database cannot be read.
pub async fn remaining(store: &Store, erasure: &Erasure) -> Result<u64, StoreError> {
    let operator = Viewer::Operator;
    let all = hashes(&erasure.identifiers);
    let mut left = store.identifiers(&all, operator).await?.len();
    left += store.appearances(&all, operator).await?.len();
    left += store.key_uses(&all, operator).await?.len();
    left += store.person_findings(&all, operator).await?.len();
    left += store.component(&all, operator).await?.joins.len();
    Ok(left as u64)
}

/// How much of a person is forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All identifiers of the person.
    Person,
    /// Only the named identifiers.
    Only,
}

/// What forgetting the person with these identifiers would delete, for all viewers.
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
        snapshots += u64::from(store.account(*number, operator).await?.is_some());
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

/// Deletes what [`erasure`] found, and never stores the identifiers again. Returns what was deleted.
///
/// # Errors
/// When the database cannot be written to. What was deleted until then stays deleted; a second call is harmless.
pub async fn forget(store: &Store, erasure: Erasure, now_ms: i64) -> Result<Erasure, StoreError> {
    // Rights first: the accounts are found by the identifiers.
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

/// The name of an identifier: its kind with its public value, else with its short id.
#[must_use]
pub fn label(one: &Identifier) -> String {
    let what = match one.kind.as_str() {
        Identifier::NAME => "very rare full name",
        super::identifiers::LOCAL => "shared or made-up address",
        Identifier::ACCOUNT => "account",
        KEY => "key",
        _ => "mailbox",
    };
    match &one.shown {
        Some(shown) => format!("{what} {shown}"),
        None => format!("{what} {}", super::identifiers::short_id(one.hash)),
    }
}
