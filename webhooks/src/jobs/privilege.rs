//! Recording who was given or lost which right, and telling maintainers of what matters.

use countersign_github::{Client, Write as _};
use countersign_store::{EventScope, Person, PrivilegeEvent};

use super::{Here, Place, Privilege, Who};
use crate::error::JobError;
use crate::policy::{self, Policy};
use crate::review::notice_repository;

/// Keeps the event, and opens an issue where maintainers want to hear of it.
pub(super) async fn record(here: Here<'_>, privilege: &Privilege) -> Result<(), JobError> {
    let now_ms = here.context.now_ms();
    if privilege.matters
        && let Some(place) = &privilege.place
    {
        // Told before it is recorded: a crash in between tells it twice rather than never.
        let scope = EventScope {
            installation: here.installation,
            repository: Some(place.id),
            since: 0,
        };
        let recorded = here.context.store.events(&scope).await?;
        if !recorded
            .iter()
            .any(|event| event.delivery == privilege.delivery)
        {
            tell(here, place, privilege).await?;
        }
    }
    let person = |who: &Who| Person {
        id: who.id,
        login: who.login.clone(),
    };
    let event = PrivilegeEvent {
        delivery: privilege.delivery.clone(),
        installation: here.installation,
        repository: privilege.place.as_ref().map(|place| place.id),
        organization: privilege.organization,
        kind: privilege.kind.clone(),
        actor: privilege.actor.as_ref().map(person),
        subject: privilege.subject.as_ref().map(person),
        at: now_ms,
        detail: privilege.detail.to_string(),
    };
    Ok(here.context.store.record_event(&event).await?)
}

async fn tell(here: Here<'_>, place: &Place, privilege: &Privilege) -> Result<(), JobError> {
    let client = here.client();
    let policy = policy_of(here, &client, place).await?;
    let Some(notice) = &policy.notice else {
        return Ok(());
    };
    let Some(notice) = notice_repository(&client, notice).await? else {
        return Ok(());
    };
    if here.context.settings.dry_run.is_some() {
        return Ok(());
    }
    let (title, body) = words(place, privilege);
    client.create_issue(&notice, &title, &body).await?;
    Ok(())
}

async fn policy_of(here: Here<'_>, client: &Client, place: &Place) -> Result<Policy, JobError> {
    let name = place.full_name()?;
    let effective = policy::load(client, &name, &here.context.settings.policy).await?;
    Ok(effective.policy)
}

/// Logins have only letters that mean nothing in Markdown; in code they mention nobody.
fn words(place: &Place, privilege: &Privilege) -> (String, String) {
    let what = match &*privilege.kind {
        "deploy_key.created" => "a deploy key that can write was added",
        "member.added" => "somebody was given access",
        "organization.member_added" => "somebody joined the organisation",
        "repository.publicized" | "public.publicized" => "the repository was made public",
        "repository.transferred" => "the repository was transferred",
        _ => "a right changed",
    };
    let title = format!("{}/{}: {what}", place.owner, place.name);
    let login = |who: &Option<Who>| match who {
        Some(who) => format!("`{}` (account {})", who.login.replace('`', ""), who.id),
        None => "nobody named".to_owned(),
    };
    let body = format!(
        "In `{}/{}` {what}.\n\n- by: {}\n- to: {}\n- event: `{}`\n\n\
         This is a record, not a finding: rights change for good reasons every day. If nobody here \
         knows of it, take it back first and ask afterwards.\n",
        place.owner,
        place.name,
        login(&privilege.actor),
        login(&privilege.subject),
        privilege.kind,
    );
    (title, body)
}
