//! JSON of: account.

use serde_json::{Value, json};

use super::{node_id, with};
use crate::moment;
use crate::request::encode_path;
use crate::state::{GpgKey, SshKey, State};

/// A "simple user"; a deleted account shows as `ghost`, which is also whom GitHub names.
pub(crate) fn user(state: &State, id: u64) -> Value {
    let (login, kind) = match state.users.get(&id).filter(|user| !user.deleted) {
        Some(user) => (user.login.as_str(), user.kind.name()),
        None => ("ghost", "User"),
    };
    let id = if login == "ghost" { 10_137 } else { id };
    // The brackets of a bot's login may not stand in an address.
    let encoded = encode_path(login);
    let api = state.api(&format!("/users/{encoded}"));
    json!({
        "login": login,
        "id": id,
        "node_id": node_id("U", id),
        "avatar_url": format!("{}/avatars/{id}", state.origin),
        "gravatar_id": "",
        "url": api,
        "html_url": format!("{}/{encoded}", state.origin),
        "followers_url": format!("{api}/followers"),
        "following_url": format!("{api}/following{{/other_user}}"),
        "gists_url": format!("{api}/gists{{/gist_id}}"),
        "starred_url": format!("{api}/starred{{/owner}}{{/repo}}"),
        "subscriptions_url": format!("{api}/subscriptions"),
        "organizations_url": format!("{api}/orgs"),
        "repos_url": format!("{api}/repos"),
        "events_url": format!("{api}/events{{/privacy}}"),
        "received_events_url": format!("{api}/received_events"),
        "type": kind,
        "site_admin": false,
    })
}

/// A "public user".
pub(crate) fn profile(state: &State, id: u64) -> Value {
    let account = state.users.get(&id);
    let created = account.map_or(0, |account| account.created_ms);
    with(
        user(state, id),
        json!({
            "name": null, "company": null, "blog": "", "email": null, "hireable": null, "bio": null,
            "location": account.and_then(|account| account.location.as_deref()),
            "twitter_username": null,
            "public_repos": 2, "public_gists": 0, "followers": 0, "following": 0,
            "created_at": moment::text(created),
            "updated_at": moment::text(created),
        }),
    )
}

pub(crate) fn gpg_key(key: &GpgKey) -> Value {
    json!({
        "id": key.id,
        "name": null,
        "primary_key_id": null,
        "key_id": key.key_id,
        "public_key": "xsBNBGA=",
        "emails": [{ "email": key.email, "verified": true }],
        "subkeys": [],
        "can_sign": true,
        "can_encrypt_comms": false,
        "can_encrypt_storage": false,
        "can_certify": true,
        "created_at": moment::text(key.created_ms),
        "expires_at": null,
        "revoked": false,
        "raw_key": null,
    })
}

pub(crate) fn ssh_key(key: &SshKey) -> Value {
    json!({
        "id": key.id,
        "title": key.title,
        "key": key.key,
        "created_at": moment::text(key.created_ms),
    })
}
