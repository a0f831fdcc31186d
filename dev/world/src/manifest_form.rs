//! The web page to which a manifest is posted. This one asks nobody to confirm.

use std::collections::BTreeMap;

use http::Method;
use serde_json::Value;

use crate::answer::Answer;
use crate::arrived::Arrived;
use crate::request::{encode_path, parse_query};
use crate::shared::Shared;
use crate::state::State;

/// Answers the post of a manifest: GitHub's redirect with a code, or why the manifest is not one.
pub(crate) fn answer(shared: &Shared, arrived: &Arrived) -> Option<Answer> {
    let is_it = arrived.method == Method::POST && arrived.path.ends_with("/settings/apps/new");
    if !is_it {
        return None;
    }
    let mut state = shared.lock();
    let form = parse_query(&String::from_utf8_lossy(&arrived.body));
    let manifest = form.get("manifest").map(|text| serde_json::from_str(text));
    let Some(Ok(manifest)) = manifest else {
        return Some(Answer::error(422, "Invalid GitHub App manifest"));
    };
    let query = parse_query(&arrived.query);
    let answer = register(&mut state, &manifest, query.get("state"));
    Some(answer.unwrap_or_else(|missing| {
        Answer::error(422, &format!("Invalid GitHub App manifest: {missing}"))
    }))
}

fn register(
    state: &mut State,
    manifest: &Value,
    nonce: Option<&String>,
) -> Result<Answer, &'static str> {
    let text = |value: &Value, name| value.as_str().map(str::to_owned).ok_or(name);
    text(&manifest["name"], "name")?;
    let url = text(&manifest["url"], "url")?;
    let callbacks: Vec<String> = match &manifest["callback_urls"] {
        Value::Null => Vec::new(),
        given => serde_json::from_value(given.clone()).map_err(|_| "callback_urls")?,
    };
    let redirect = text(&manifest["redirect_url"], "redirect_url")?;
    let hook_url = text(&manifest["hook_attributes"]["url"], "hook_attributes.url")?;
    let permissions: BTreeMap<String, String> =
        serde_json::from_value(manifest["default_permissions"].clone())
            .map_err(|_| "default_permissions")?;
    let events: Vec<String> =
        serde_json::from_value(manifest["default_events"].clone()).map_err(|_| "default_events")?;
    let code = format!("world{:08}", state.fresh_id());
    state.registration.permissions = permissions;
    state.registration.events = events;
    state.registration.url = url;
    state.registration.callbacks = callbacks;
    state.registration.hook_url = Some(hook_url);
    state.registration.codes.insert(code.clone());
    let nonce = nonce.map(|nonce| format!("&state={}", encode_path(nonce)));
    let target = format!("{redirect}?code={code}{}", nonce.unwrap_or_default());
    Ok(Answer {
        status: 302,
        headers: Vec::new(),
        body: Vec::new(),
    }
    .header("location", &target))
}
