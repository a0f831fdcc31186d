//! Everything in the memory about one person that a viewer may see.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use countersign_people::remembered::{
    Account, AccountKey, Appearance, Approval, Decision, DeployKey, Finding, Identifier, Join,
    KeyUse, Parting, Remembered, Right, Source,
};
use countersign_store::{
    Component, Identifier as Stored, IdentifierHash, SeenAppearance, SeenEvent, SeenKeyUse,
    SeenPersonFinding, Store, StoreError, Viewer,
};
use serde::Deserialize;

use super::appearances::names;
use super::approved::Approved;
use super::identifiers::{KEY, short_id};
use super::leads::leads;

/// Reads everything about the person with these identifiers.
///
/// # Errors
/// When the database cannot be read.
pub async fn recall(
    store: &Store,
    named: &[IdentifierHash],
    viewer: Viewer,
) -> Result<Remembered, StoreError> {
    let component = store.component(named, viewer).await?;
    let own: Vec<_> = component.identifiers.iter().map(|one| one.hash).collect();
    let appearances = store.appearances(&own, viewer).await?;
    let findings = store.person_findings(&own, viewer).await?;
    let mut sources = Sources::default();
    let mut remembered = Remembered {
        installation: match viewer {
            Viewer::Operator => None,
            Viewer::Installation(id) => Some(id),
        },
        identifiers: component.identifiers.iter().map(identifier).collect(),
        appearances: appearances
            .iter()
            .map(|one| appearance(one, &mut sources))
            .collect(),
        joins: joins(&component, &mut sources),
        findings: findings
            .iter()
            .map(|one| finding(one, &mut sources))
            .collect(),
        partings: separations(store, &own, viewer).await?,
        leads: leads(store, &own, &appearances, viewer).await?,
        cut_short: component.cut_short,
        ..Remembered::default()
    };
    remembered.keys = keys(store, &own, viewer, &mut sources).await?;
    for number in accounts(&component) {
        add_account(store, number, viewer, &mut remembered).await?;
    }
    remembered.sources = sources.all;
    Ok(remembered)
}

/// Numbers of a person's accounts.
pub(super) fn accounts(component: &Component) -> Vec<i64> {
    let accounts = component.identifiers.iter();
    let accounts = accounts.filter(|one| one.kind == Stored::ACCOUNT);
    accounts
        .filter_map(|one| one.shown.as_deref()?.parse().ok())
        .collect()
}

/// Sources, in the order of their first use.
#[derive(Default)]
struct Sources {
    all: Vec<Source>,
    known: BTreeMap<String, usize>,
}

impl Sources {
    fn of(&mut self, source: &Arc<countersign_store::Source>) -> usize {
        if let Some(known) = self.known.get(&source.place) {
            return *known;
        }
        self.all.push(Source {
            place: source.place.clone(),
            name: source.name.clone(),
            // GitHub ignores case in the logins of owners.
            organisation: source.organisation.to_lowercase(),
            // Only the platform knows whether a repository is private.
            private: source.private && source.repository.is_some(),
        });
        let position = self.all.len() - 1;
        self.known.insert(source.place.clone(), position);
        position
    }
}

fn identifier(one: &Stored) -> (String, Identifier) {
    let identifier = Identifier {
        kind: one.kind.clone(),
        shown: one.shown.clone(),
    };
    (short_id(one.hash), identifier)
}

fn appearance(one: &SeenAppearance, sources: &mut Sources) -> Appearance {
    let moments = one.appearance.moments.iter();
    Appearance {
        identifier: short_id(one.appearance.identifier),
        source: sources.of(&one.source),
        name: one.appearance.name.clone(),
        login: one.appearance.login.clone(),
        moments: moments.map(|one| (one.seconds, one.offset)).collect(),
    }
}

fn joins(component: &Component, sources: &mut Sources) -> Vec<Join> {
    let joins = component.joins.iter();
    joins
        .map(|seen| Join {
            ends: [short_id(seen.join.a), short_id(seen.join.b)],
            reason: seen.join.reason.clone(),
            bits: seen.join.bits,
            anchor: seen.join.anchor,
            source: sources.of(&seen.source),
            seen: seen.seen,
        })
        .collect()
}

/// One entry of a finding's evidence, as stored.
#[derive(Deserialize)]
struct EvidenceEntry {
    commit: String,
    field: String,
}

fn finding(one: &SeenPersonFinding, sources: &mut Sources) -> Finding {
    let evidence: Vec<EvidenceEntry> =
        serde_json::from_str(&one.finding.evidence).unwrap_or_default();
    let decision = one.decision.iter().map(|decision| Decision {
        reason: decision.reason.clone(),
        who: decision.who.clone(),
        at: decision.at,
    });
    Finding {
        heuristic: one.finding.heuristic.clone(),
        revision: one.finding.revision,
        strength: one.finding.strength.clone(),
        weight: one.finding.weight,
        fingerprint: one.finding.fingerprint.clone(),
        source: sources.of(&one.source),
        evidence: evidence
            .into_iter()
            .map(|one| (one.commit, one.field))
            .collect(),
        first_seen: one.first_seen,
        last_seen: one.last_seen,
        decisions: decision.collect(),
    }
}

async fn separations(
    store: &Store,
    own: &[IdentifierHash],
    viewer: Viewer,
) -> Result<Vec<Parting>, StoreError> {
    let mut separations = BTreeMap::new();
    for hash in own {
        for one in store.separations(*hash, viewer).await? {
            let parting = Parting {
                ends: one.ends.map(short_id),
                who: one.separation.who,
                reason: one.separation.reason,
                at: one.at,
            };
            separations.insert((one.ends, one.separation.installation), parting);
        }
    }
    Ok(separations.into_values().collect())
}

/// Every use of the person's keys, by the person and by others.
async fn keys(
    store: &Store,
    own: &[IdentifierHash],
    viewer: Viewer,
    sources: &mut Sources,
) -> Result<Vec<KeyUse>, StoreError> {
    let used = store.key_uses(own, viewer).await?;
    let used: BTreeSet<_> = used.iter().map(|one| one.key_use.key).collect();
    let used: Vec<_> = used.into_iter().collect();
    let mut shown = store.identifiers(&used, viewer).await?;
    shown.retain(|one| one.kind == KEY);
    let keys: Vec<_> = shown.iter().map(|one| one.hash).collect();
    let uses = store.key_uses(&keys, viewer).await?;
    let shown: BTreeMap<_, _> = shown.iter().map(|one| (one.hash, one)).collect();
    let is_own = |one: &SeenKeyUse| own.contains(&one.key_use.identifier);
    let others: BTreeSet<_> = uses
        .iter()
        .filter(|one| !is_own(one))
        .map(|one| one.key_use.identifier)
        .collect();
    let others: Vec<_> = others.into_iter().collect();
    let names = names(&store.appearances(&others, viewer).await?);
    let all = uses.iter().map(|one| KeyUse {
        key: shown
            .get(&one.key_use.key)
            .and_then(|key| key.shown.clone())
            .unwrap_or_else(|| format!("{KEY} {}", short_id(one.key_use.key))),
        source: sources.of(&one.source),
        first: one.key_use.first,
        last: one.key_use.last,
        commits: one.key_use.commits,
        other: (!is_own(one)).then(|| {
            let of = one.key_use.identifier;
            (short_id(of), names.get(&of).cloned().unwrap_or_default())
        }),
    });
    Ok(all.collect())
}

async fn add_account(
    store: &Store,
    number: i64,
    viewer: Viewer,
    remembered: &mut Remembered,
) -> Result<(), StoreError> {
    if let Some(account) = store.account(number, viewer).await? {
        let removed: Vec<_> = account.removed_keys().map(|key| &key.key.id).collect();
        let keys = account.keys.iter().map(|key| AccountKey {
            key: key.key.id.clone(),
            created: key.key.created,
            first_seen: key.first_seen,
            last_seen: key.last_seen,
            removed: removed.contains(&&key.key.id),
        });
        let logins = account.logins.iter();
        remembered.accounts.push(Account {
            number,
            created: account.created,
            keys: keys.collect(),
            logins: logins
                .map(|one| (one.login.clone(), one.first_seen, one.last_seen))
                .collect(),
        });
    }
    for one in store.deploy_keys_by(number, viewer).await? {
        remembered.deploy_keys.push(DeployKey {
            repository: one.repository,
            key: one.fingerprint,
            first_seen: one.first_seen,
            last_seen: one.last_seen,
        });
    }
    for one in store.events_about(number, viewer).await? {
        if one.event.kind == Approved::KIND {
            remembered.approvals.extend(approval(one));
            continue;
        }
        let organisation = one.event.organization;
        let organisation = organisation.map(|id| format!("organisation {id}"));
        remembered.rights.push(Right {
            at: one.event.at,
            kind: one.event.kind,
            place: one.place.or(organisation).unwrap_or_default(),
            by: one.event.actor.map(|who| who.login),
            to: one.event.subject.map(|who| who.login),
        });
    }
    Ok(())
}

/// The approval in an event; `None` if its details are not the App's.
fn approval(seen: SeenEvent) -> Option<Approval> {
    let approved: Approved = serde_json::from_str(&seen.event.detail).ok()?;
    Some(Approval {
        at: seen.event.at,
        repository: seen.place.unwrap_or_default(),
        pull_request: approved.pull_request,
        commit: approved.commit,
    })
}
