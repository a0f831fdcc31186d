//! Collecting facts about a right that was given.

use std::path::PathBuf;

use countersign_facts::{
    Account, AccountId, DeployKey, Giver, KeyPlace, NotAnId, Right, RightsEvent,
};
use countersign_github::Client;
use countersign_report::rights::Step;
use countersign_store::{KeyHolder, PrivilegeEvent};

use super::{accounts, remembered};
use crate::account::{SSH, gather};
use crate::error::JobError;
use crate::job::{AccountRef, JobContext, RepositoryRef, RightsChange};

/// Facts about a right from outside the repository, and where its commits are.
pub(super) struct Collected {
    /// The mirror that holds the repository.
    pub(super) mirror: PathBuf,
    /// Its `owner/name`.
    pub(super) repository: String,
    /// The right that was given, and the account that gave it.
    pub(super) given: Option<(Giver, Right)>,
    /// When it was given, Unix seconds.
    pub(super) at: i64,
    /// The accounts whose timelines are shown, each with its remembered steps.
    pub(super) people: Vec<(Account, Vec<Step>)>,
}

/// Fetches the commits, the accounts and what is remembered about them. `None` if no heuristic looks at the
/// event, or an account does not exist any more.
pub(super) async fn collect(
    job: JobContext<'_>,
    client: &Client,
    change: &RightsChange,
    recorded: &[PrivilegeEvent],
) -> Result<Option<Collected>, JobError> {
    let (Some(repository), Some(actor)) = (&change.repository, &change.actor) else {
        return Ok(None);
    };
    let Some(account) = facts_of(job, client, actor).await? else {
        return Ok(None);
    };
    let Some(right) = right(job, client, change, repository).await? else {
        return Ok(None);
    };
    let receiver = match &right {
        Right::Access(receiver) => Some(receiver.clone()),
        Right::DeployKey(_) => None,
    };
    let people = receiver.into_iter().chain([account.clone()]).collect();
    let collected = collect_people(job, client, repository, people, recorded).await?;
    let present = |(account, mut steps): (Account, Vec<Step>)| {
        steps.extend(remembered::present(change, account.id, collected.at));
        (account, steps)
    };
    Ok(Some(Collected {
        given: Some((giver(account, actor, repository, recorded), right)),
        people: collected.people.into_iter().map(present).collect(),
        ..collected
    }))
}

/// Fetches the commits, and what is remembered about these accounts.
pub(super) async fn collect_people(
    job: JobContext<'_>,
    client: &Client,
    repository: &RepositoryRef,
    accounts: Vec<Account>,
    recorded: &[PrivilegeEvent],
) -> Result<Collected, JobError> {
    let name = repository.full_name()?;
    let mirrors = &job.service.mirrors;
    let mirror = mirrors.update(client, repository.id, &name, None).await?;
    let mut people = Vec::new();
    for account in accounts {
        let steps = remembered::steps(job, client, &name, recorded, &account).await?;
        people.push((account, steps));
    }
    Ok(Collected {
        mirror,
        repository: name.to_string(),
        given: None,
        at: job.service.now_ms().div_euclid(1_000),
        people,
    })
}

pub(super) async fn facts_of(
    job: JobContext<'_>,
    client: &Client,
    account: &AccountRef,
) -> Result<Option<Account>, JobError> {
    let Some(account) = accounts::present(client, account).await? else {
        return Ok(None);
    };
    let (access, now_ms) = (job.store_access(), job.service.now_ms());
    gather(client, Some(access), &account, now_ms)
        .await
        .map(Some)
}

/// The right that was given; `None` if no heuristic looks at the event.
async fn right(
    job: JobContext<'_>,
    client: &Client,
    change: &RightsChange,
    repository: &RepositoryRef,
) -> Result<Option<Right>, JobError> {
    match (change.event, &change.subject) {
        (RightsEvent::DeployKeyCreated, _) => {
            let Some(key) = change.deploy_key() else {
                return Ok(None);
            };
            let elsewhere = match &key.fingerprint {
                Some(fingerprint) => elsewhere(job, fingerprint, repository).await?,
                None => Vec::new(),
            };
            Ok(Some(Right::DeployKey(DeployKey {
                can_write: key.can_write(),
                fingerprint: key.fingerprint,
                elsewhere,
            })))
        }
        (RightsEvent::MemberAdded, Some(subject)) => {
            let name = repository.full_name()?;
            let permission = client.permission(&name, &subject.login).await?;
            if !permission.can_write() {
                return Ok(None);
            }
            let account = facts_of(job, client, subject).await?;
            Ok(account.map(Right::Access))
        }
        _ => Ok(None),
    }
}

/// Other places where the key was seen.
async fn elsewhere(
    job: JobContext<'_>,
    fingerprint: &str,
    repository: &RepositoryRef,
) -> Result<Vec<KeyPlace>, JobError> {
    let store = &job.service.store;
    let places = store
        .places_of_key(job.installation.get(), SSH, fingerprint)
        .await?;
    let is_elsewhere = |holder: &KeyHolder| !matches!(holder, KeyHolder::Repository { id, .. } if *id == repository.id.get());
    let holders = places.into_iter().map(|seen| seen.holder);
    let places = holders.filter(is_elsewhere).map(key_place);
    Ok(places.collect::<Result<_, _>>()?)
}

fn key_place(holder: KeyHolder) -> Result<KeyPlace, NotAnId> {
    Ok(match holder {
        KeyHolder::Account(person) => KeyPlace::Account {
            id: AccountId::try_from(person.id)?,
            login: person.login,
        },
        KeyHolder::Repository { name, added_by, .. } => KeyPlace::Repository {
            name,
            added_by: AccountId::try_from(added_by.id)?,
            login: added_by.login,
        },
    })
}

fn giver(
    account: Account,
    actor: &AccountRef,
    repository: &RepositoryRef,
    events: &[PrivilegeEvent],
) -> Giver {
    let first = |is_wanted: &dyn Fn(&PrivilegeEvent) -> bool| {
        let wanted = events.iter().filter(|event| is_wanted(event));
        wanted.map(|event| event.at.div_euclid(1_000)).min()
    };
    Giver {
        owns_repository: account.login.eq_ignore_ascii_case(&repository.owner),
        given_access: first(&|event| {
            let to = event.subject.as_ref();
            let event = RightsEvent::parse(&event.kind);
            to.is_some_and(|to| to.id == actor.id.get())
                && event.is_some_and(RightsEvent::gives_access)
        }),
        first_act: first(&|event| {
            let by = event.actor.as_ref();
            by.is_some_and(|by| by.id == actor.id.get())
                && event.kind != RightsEvent::ReleasePublished.as_str()
        }),
        account,
    }
}
