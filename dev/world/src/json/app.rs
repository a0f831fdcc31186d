//! JSON of: app.

use serde_json::{Value, json};

use super::{node_id, user};
use crate::moment;
use crate::state::{Installation, Standing, State};
use crate::{APP_ID, APP_SLUG, CLIENT_ID};

const SINCE: &str = "2026-01-01T00:00:00Z";

pub(crate) fn app(state: &State) -> Value {
    json!({
        "id": APP_ID,
        "slug": APP_SLUG,
        "node_id": node_id("A", APP_ID),
        "client_id": CLIENT_ID,
        "owner": user(state, state.bot),
        "name": "Countersign",
        "description": "",
        "external_url": state.registration.url,
        "html_url": format!("{}/apps/{APP_SLUG}", state.origin),
        "created_at": SINCE,
        "updated_at": SINCE,
        "permissions": state.registration.permissions,
        "events": state.registration.events,
        "installations_count": state.installations.len(),
    })
}

pub(crate) fn installation(state: &State, installation: &Installation) -> Value {
    let api = state.api(&format!("/app/installations/{}", installation.id));
    let suspended = installation.standing == Standing::Suspended;
    let account = user(state, installation.account);
    json!({
        "id": installation.id,
        "account": account,
        "access_tokens_url": format!("{api}/access_tokens"),
        "repositories_url": state.api("/installation/repositories"),
        "html_url": format!("{}/settings/installations/{}", state.origin, installation.id),
        "app_id": APP_ID,
        "app_slug": APP_SLUG,
        "target_id": installation.account,
        "target_type": account["type"],
        "permissions": installation.permissions,
        "events": state.registration.events,
        "created_at": SINCE,
        "updated_at": SINCE,
        "single_file_name": null,
        "has_multiple_single_files": false,
        "single_file_paths": [],
        "repository_selection": if installation.left_out.is_empty() { "all" } else { "selected" },
        "suspended_by": suspended.then(|| account.clone()),
        "suspended_at": suspended.then(|| moment::text(moment::parse(SINCE))),
    })
}

/// What webhook bodies say of the installation.
pub(crate) fn lite_installation(id: u64) -> Value {
    json!({ "id": id, "node_id": node_id("MDI", id) })
}
