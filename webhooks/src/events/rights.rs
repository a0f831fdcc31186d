//! Deliveries about rights.

use countersign_facts::RightsEvent as Event;
use countersign_memory::Approved;
use serde_json::{Value, json};

use super::payload::{Account, Key, Missing, Payload};
use crate::job::{DeployKey, RightsChange};
use crate::ssh_key;

/// Most characters of a deploy key's title that are kept.
const LONGEST_TITLE: usize = 200;
/// Most characters of a tag's name that are kept.
const LONGEST_TAG: usize = 200;

/// The change of a right that a delivery reports, or the use of one; `None` for other deliveries.
///
/// # Errors
/// When the delivery does not say what it is about.
pub(super) fn change_of(
    event: &str,
    guid: &str,
    payload: &Payload,
) -> Result<Option<RightsChange>, Missing> {
    let Some(happened) = event_of(event, payload)? else {
        return Ok(None);
    };
    let subject = match event {
        "organization" => payload.membership.as_ref().and_then(|it| it.user.as_ref()),
        "member" | "membership" => payload.member.as_ref(),
        _ => None,
    };
    let organisation = payload.organization.as_ref();
    let repository = match event {
        "organization" | "membership" => {
            organisation.ok_or(Missing("organization.id"))?;
            payload.repository_ref()
        }
        _ => Some(payload.needed_repository()?),
    };
    Ok(Some(RightsChange {
        delivery: guid.to_owned(),
        event: happened,
        repository,
        organisation: organisation.map(|it| it.id),
        organisation_login: organisation.and_then(|it| it.login.clone()),
        actor: payload.sender.as_ref().map(Account::reference),
        subject: subject.map(Account::reference),
        always_notify: always_notifies(happened, payload),
        detail: detail(happened, payload)?,
    }))
}

/// The event of a delivery. Of releases only publishing counts, of reviews only a person's approval.
fn event_of(event: &str, payload: &Payload) -> Result<Option<Event>, Missing> {
    Ok(match (event, payload.action.as_deref()) {
        // The event has no action.
        ("public", _) => Some(Event::Public),
        ("pull_request_review", Some("submitted")) => {
            approves(payload)?.then_some(Event::PullRequestApproved)
        }
        (
            "deploy_key" | "member" | "membership" | "organization" | "repository" | "release",
            Some(action),
        ) => Event::parse(&format!("{event}.{action}")),
        _ => None,
    })
}

/// Whether a person's review approves a pull request.
fn approves(payload: &Payload) -> Result<bool, Missing> {
    let review = payload.review.as_ref().ok_or(Missing("review.state"))?;
    let is_bot = payload.sender.as_ref().is_some_and(Account::is_bot);
    Ok(review.state == "approved" && !is_bot)
}

/// Whether maintainers are notified even if there is no finding.
fn always_notifies(event: Event, payload: &Payload) -> bool {
    match event {
        Event::DeployKeyCreated => {
            let key = payload.key.as_ref().map(deploy_key);
            key.is_none_or(|key| key.can_write())
        }
        Event::MemberAdded
        | Event::OrganizationMemberAdded
        | Event::Public
        | Event::RepositoryPublicized
        | Event::RepositoryTransferred => true,
        Event::DeployKeyDeleted
        | Event::KeysReplaced
        | Event::MemberEdited
        | Event::MemberRemoved
        | Event::MembershipAdded
        | Event::MembershipRemoved
        | Event::OrganizationDeleted
        | Event::OrganizationMemberInvited
        | Event::OrganizationMemberRemoved
        | Event::OrganizationRenamed
        | Event::PullRequestApproved
        | Event::ReleasePublished
        | Event::RepositoryArchived
        | Event::RepositoryCreated
        | Event::RepositoryDeleted
        | Event::RepositoryEdited
        | Event::RepositoryPrivatized
        | Event::RepositoryRenamed
        | Event::RepositoryUnarchived => false,
    }
}

fn deploy_key(key: &Key) -> DeployKey {
    let title = key.title.as_ref();
    DeployKey {
        key: key.id,
        read_only: key.read_only,
        title: title.map(|title| title.chars().take(LONGEST_TITLE).collect()),
        fingerprint: key.key.as_deref().and_then(ssh_key::fingerprint),
    }
}

/// What is stored beside the event.
fn detail(event: Event, payload: &Payload) -> Result<Value, Missing> {
    Ok(match event {
        Event::DeployKeyCreated | Event::DeployKeyDeleted => {
            let key = payload.key.as_ref();
            key.map_or(Value::Null, |key| json!(deploy_key(key)))
        }
        Event::MemberAdded | Event::MemberEdited | Event::MemberRemoved => {
            json!({ "permission": payload.changes.permission })
        }
        Event::MembershipAdded | Event::MembershipRemoved => {
            json!({ "team": payload.team.as_ref().map(|team| team.id) })
        }
        Event::OrganizationDeleted
        | Event::OrganizationMemberAdded
        | Event::OrganizationMemberInvited
        | Event::OrganizationMemberRemoved
        | Event::OrganizationRenamed => {
            let membership = payload.membership.as_ref();
            json!({ "role": membership.and_then(|membership| membership.role.clone()) })
        }
        Event::PullRequestApproved => {
            let review = payload.review.as_ref();
            let pull = payload.pull_request.as_ref();
            let pull = pull.ok_or(Missing("pull_request.number"))?;
            json!(Approved {
                pull_request: pull.number.unsigned(),
                commit: review.and_then(|review| review.commit_id.clone()),
            })
        }
        Event::ReleasePublished => {
            let tag = payload.release.as_ref().map(|release| &release.tag_name);
            let tag = tag.map(|tag| tag.chars().take(LONGEST_TAG).collect::<String>());
            json!({ "tag": tag })
        }
        Event::KeysReplaced
        | Event::Public
        | Event::RepositoryArchived
        | Event::RepositoryCreated
        | Event::RepositoryDeleted
        | Event::RepositoryEdited
        | Event::RepositoryPrivatized
        | Event::RepositoryPublicized
        | Event::RepositoryRenamed
        | Event::RepositoryTransferred
        | Event::RepositoryUnarchived => json!({}),
    })
}
