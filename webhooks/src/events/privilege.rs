//! Events about who may do what.

use serde_json::{Value, json};

use super::payload::{Account, Key, Payload};
use super::place;
use crate::jobs::{Approval, DeployKey, Privilege, Who};
use crate::review::ssh_fingerprint;

/// Longest title of a deploy key that is kept.
const LONGEST_TITLE: usize = 200;
/// Longest name of a tag that is kept.
const LONGEST_TAG: usize = 200;

/// The right that a delivery tells of, or the use of one. Every action is kept: what matters shows later.
pub(super) fn of(event: &str, guid: &str, payload: &Payload) -> Option<Privilege> {
    let action = match (event, payload.action.as_deref()) {
        ("public", None) => "publicized",
        // One of the kinds of review that are submitted.
        ("pull_request_review", _) => "approved",
        (_, action) => action?,
    };
    let subject = match event {
        "organization" => payload.membership.as_ref().and_then(|it| it.user.as_ref()),
        "member" | "membership" => payload.member.as_ref(),
        _ => None,
    };
    Some(Privilege {
        delivery: guid.to_owned(),
        kind: format!("{event}.{action}"),
        place: place(payload),
        organization: payload.organization.as_ref().map(|it| it.id),
        organization_login: payload.organization.as_ref().map(|it| it.login.clone()),
        actor: payload.sender.as_ref().map(who),
        subject: subject.map(who),
        matters: matters(event, action, payload),
        detail: detail(event, payload),
    })
}

/// Whether a person's review approves a pull request.
pub(super) fn approves(payload: &Payload) -> bool {
    let review = payload.review.as_ref();
    payload.action.as_deref() == Some("submitted")
        && review.is_some_and(|review| review.state == "approved")
        && !payload.sender.as_ref().is_some_and(Account::is_bot)
}

fn who(account: &Account) -> Who {
    Who {
        id: account.id,
        login: account.login.clone(),
    }
}

/// Whether maintainers are told at once.
fn matters(event: &str, action: &str, payload: &Payload) -> bool {
    match (event, action) {
        ("deploy_key", "created") => {
            let key = payload.key.as_ref().map(deploy_key);
            key.is_none_or(|key| key.can_write())
        }
        ("member", "added") | ("organization", "member_added") | ("public", _) => true,
        ("repository", "publicized" | "transferred") => true,
        _ => false,
    }
}

fn deploy_key(key: &Key) -> DeployKey {
    let title = key.title.as_ref();
    DeployKey {
        key: key.id,
        read_only: key.read_only,
        title: title.map(|title| title.chars().take(LONGEST_TITLE).collect()),
        fingerprint: key.key.as_deref().and_then(ssh_fingerprint),
    }
}

fn detail(event: &str, payload: &Payload) -> Value {
    match event {
        "deploy_key" => payload
            .key
            .as_ref()
            .map_or(Value::Null, |key| json!(deploy_key(key))),
        "member" => {
            let changes = payload.changes.as_ref();
            json!({ "permission": changes.and_then(|changes| changes.permission.clone()) })
        }
        "membership" => json!({ "team": payload.team.as_ref().map(|team| team.id) }),
        "organization" => {
            let membership = payload.membership.as_ref();
            json!({ "role": membership.and_then(|membership| membership.role.clone()) })
        }
        "pull_request_review" => {
            let review = payload.review.as_ref();
            json!(Approval {
                pull_request: payload.pull_request.as_ref().map_or(0, |pull| pull.number),
                commit: review.and_then(|review| review.commit_id.clone()),
            })
        }
        "release" => {
            let tag = payload.release.as_ref().map(|release| &release.tag_name);
            let tag = tag.map(|tag| tag.chars().take(LONGEST_TAG).collect::<String>());
            json!({ "tag": tag })
        }
        _ => json!({}),
    }
}
