//! Bringing together what is known about a right that was given.

use std::path::PathBuf;

use countersign_facts::{Account, DeployKey, Giver, KeyPlace, Right};
use countersign_github::{Client, Read as _};
use countersign_report::rights::Step;
use countersign_store::{KeyHolder, PrivilegeEvent};

use super::{account, remembered};
use crate::error::JobError;
use crate::jobs::{Here, Place, Privilege, Who};
use crate::review::account::{SSH, gather};
use crate::review::{Past, unsigned};

/// Events by which an account is let in.
const LET_IN: [&str; 3] = [
    "member.added",
    "membership.added",
    "organization.member_added",
];

/// Facts about a right from outside the repository, and where its commits are.
pub(super) struct Collected {
    /// The mirror that holds the repository.
    pub(super) mirror: PathBuf,
    /// Its `owner/name`.
    pub(super) repository: String,
    /// What heuristics look at: who gave which right.
    pub(super) given: Option<(Giver, Right)>,
    /// Unix seconds.
    pub(super) at: i64,
    /// Those whose timelines are told, each with what is remembered of it.
    pub(super) people: Vec<(Account, Vec<Step>)>,
}

/// Fetches the commits, the accounts and what is remembered of them. `None` where there is no right to
/// look at, or nobody left who gave it.
pub(super) async fn collect(
    here: Here<'_>,
    client: &Client,
    privilege: &Privilege,
    recorded: &[PrivilegeEvent],
) -> Result<Option<Collected>, JobError> {
    let (Some(place), Some(actor)) = (&privilege.place, &privilege.actor) else {
        return Ok(None);
    };
    let Some(account) = facts_of(here, client, actor).await? else {
        return Ok(None);
    };
    let Some(right) = right(here, client, privilege, place).await? else {
        return Ok(None);
    };
    let receiver = match &right {
        Right::Access(receiver) => Some(receiver.clone()),
        Right::DeployKey(_) => None,
    };
    let people = receiver.into_iter().chain([account.clone()]).collect();
    let collected = of_people(here, client, place, people, recorded).await?;
    let present = |(account, mut steps): (Account, Vec<Step>)| {
        steps.extend(remembered::present(privilege, account.id, collected.at));
        (account, steps)
    };
    Ok(Some(Collected {
        given: Some((giver(account, actor, place, recorded), right)),
        people: collected.people.into_iter().map(present).collect(),
        ..collected
    }))
}

/// Fetches the commits, and what is remembered of these accounts.
pub(super) async fn of_people(
    here: Here<'_>,
    client: &Client,
    place: &Place,
    accounts: Vec<Account>,
    recorded: &[PrivilegeEvent],
) -> Result<Collected, JobError> {
    let name = place.full_name()?;
    let mirrors = &here.context.mirrors;
    let mirror = mirrors.update(client, place.number(), &name, None).await?;
    let mut people = Vec::new();
    for account in accounts {
        let steps = remembered::steps(here, client, &name, recorded, &account).await?;
        people.push((account, steps));
    }
    Ok(Collected {
        mirror,
        repository: name.to_string(),
        given: None,
        at: here.context.now_ms().div_euclid(1_000),
        people,
    })
}

pub(super) async fn facts_of(
    here: Here<'_>,
    client: &Client,
    who: &Who,
) -> Result<Option<Account>, JobError> {
    let Some(account) = account(client, who).await? else {
        return Ok(None);
    };
    let (past, now_ms) = (Past::of(here), here.context.now_ms());
    gather(client, Some(past), &account, now_ms).await.map(Some)
}

/// What was given: `None` for what no heuristic looks at.
async fn right(
    here: Here<'_>,
    client: &Client,
    privilege: &Privilege,
    place: &Place,
) -> Result<Option<Right>, JobError> {
    match (&*privilege.kind, &privilege.subject) {
        ("deploy_key.created", _) => {
            let Some(key) = privilege.deploy_key() else {
                return Ok(None);
            };
            let elsewhere = match &key.fingerprint {
                Some(fingerprint) => elsewhere(here, fingerprint, place).await?,
                None => Vec::new(),
            };
            Ok(Some(Right::DeployKey(DeployKey {
                can_write: key.can_write(),
                fingerprint: key.fingerprint,
                elsewhere,
            })))
        }
        ("member.added", Some(subject)) => {
            let name = place.full_name()?;
            let may = client.permission(&name, &subject.login).await?;
            if !may.can_write() {
                return Ok(None);
            }
            let account = facts_of(here, client, subject).await?;
            Ok(account.map(Right::Access))
        }
        _ => Ok(None),
    }
}

/// Where else the key was seen.
async fn elsewhere(
    here: Here<'_>,
    fingerprint: &str,
    place: &Place,
) -> Result<Vec<KeyPlace>, JobError> {
    let store = &here.context.store;
    let places = store
        .places_of_key(here.installation, SSH, fingerprint)
        .await?;
    let places = places.into_iter().filter_map(|seen| match seen.holder {
        KeyHolder::Account(person) => Some(KeyPlace::Account {
            id: unsigned(person.id),
            login: person.login,
        }),
        KeyHolder::Repository { id, .. } if id == place.id => None,
        KeyHolder::Repository { name, added_by, .. } => Some(KeyPlace::Repository {
            name,
            added_by: unsigned(added_by.id),
            login: added_by.login,
        }),
    });
    Ok(places.collect())
}

fn giver(account: Account, actor: &Who, place: &Place, events: &[PrivilegeEvent]) -> Giver {
    let first = |is_meant: &dyn Fn(&PrivilegeEvent) -> bool| {
        let meant = events.iter().filter(|event| is_meant(event));
        meant.map(|event| event.at.div_euclid(1_000)).min()
    };
    Giver {
        owns_repository: account.login.eq_ignore_ascii_case(&place.owner),
        given_access: first(&|event| {
            let to = event.subject.as_ref();
            to.is_some_and(|to| to.id == actor.id) && LET_IN.contains(&&*event.kind)
        }),
        first_act: first(&|event| {
            let by = event.actor.as_ref();
            by.is_some_and(|by| by.id == actor.id) && event.kind != remembered::RELEASE
        }),
        account,
    }
}
