//! Recording who was given or lost which right, and telling maintainers of what matters.

use countersign_store::{DeployKey, EventScope, Person, PrivilegeEvent};

use super::{Here, Privilege, Who, installation};
use crate::error::JobError;
use crate::review::account::is_forgotten;
use crate::review::{Past, unsigned};
use crate::rights;

/// Tells maintainers where they want to hear of it, and keeps the event.
pub(super) async fn record(here: Here<'_>, privilege: &Privilege) -> Result<(), JobError> {
    if let Some(place) = privilege.repository_changed() {
        installation::see(here, place).await?;
    }
    let store = &here.context.store;
    let now_ms = here.context.now_ms();
    if privilege.kind == Privilege::APPROVED {
        return keep_approval(here, privilege).await;
    }
    let scope = EventScope {
        installation: here.installation,
        repository: privilege.place.as_ref().map(|place| place.id),
        since: 0,
    };
    let recorded = store.events(&scope).await?;
    let is_known = |event: &PrivilegeEvent| event.delivery == privilege.delivery;
    // Told before it is recorded: after a crash in between, the notice itself says that it was told.
    if !recorded.iter().any(is_known) {
        rights::tell(here, privilege, &recorded).await?;
    }
    store.record_event(&event(here, privilege, now_ms)).await?;
    remember_key(here, privilege, now_ms).await?;
    if let Some(place) = &privilege.place {
        for who in privilege.actor.iter().chain(&privilege.subject) {
            rights::look_at_keys(here, place, who).await?;
        }
    }
    Ok(())
}

/// Nobody is told of what whoever may approve does every day. It is kept where people are remembered, of
/// those who were not forgotten.
async fn keep_approval(here: Here<'_>, privilege: &Privilege) -> Result<(), JobError> {
    let Some(actor) = &privilege.actor else {
        return Ok(());
    };
    let past = Past::of(here);
    if past.memory.is_some() && !is_forgotten(past, unsigned(actor.id)).await? {
        let event = event(here, privilege, here.context.now_ms());
        here.context.store.record_event(&event).await?;
    }
    Ok(())
}

fn event(here: Here<'_>, privilege: &Privilege, now_ms: i64) -> PrivilegeEvent {
    PrivilegeEvent {
        delivery: privilege.delivery.clone(),
        installation: here.installation,
        repository: privilege.place.as_ref().map(|place| place.id),
        organization: privilege.organization,
        kind: privilege.kind.clone(),
        actor: privilege.actor.as_ref().map(person),
        subject: privilege.subject.as_ref().map(person),
        at: now_ms,
        detail: privilege.detail.to_string(),
    }
}

fn person(who: &Who) -> Person {
    Person {
        id: who.id,
        login: who.login.clone(),
    }
}

/// Keeps where a deploy key is, for the day on which it turns up elsewhere.
async fn remember_key(here: Here<'_>, privilege: &Privilege, now_ms: i64) -> Result<(), JobError> {
    let store = &here.context.store;
    let key = privilege.deploy_key().and_then(|key| key.fingerprint);
    let (Some(place), Some(fingerprint)) = (&privilege.place, key) else {
        return Ok(());
    };
    match (&*privilege.kind, &privilege.actor) {
        ("deploy_key.created", Some(actor)) => {
            let key = DeployKey {
                installation: here.installation,
                repository: place.id,
                repository_name: place.full_name()?.to_string(),
                fingerprint,
                added_by: person(actor),
            };
            store.see_deploy_key(&key, now_ms).await?;
        }
        ("deploy_key.deleted", _) => {
            let installation = here.installation;
            store
                .end_deploy_key(installation, place.id, &fingerprint, now_ms)
                .await?;
        }
        _ => {}
    }
    Ok(())
}
