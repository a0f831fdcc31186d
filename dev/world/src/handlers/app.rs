//! The App's own routes.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::json;
use crate::moment;
use crate::request::Request;
use crate::state::{Holder, Standing, State, Token};

pub(crate) fn identity(state: &mut State, _: &Request) -> Answer {
    Answer::ok(&json::app(state))
}

pub(crate) fn installations(state: &mut State, request: &Request) -> Answer {
    let all: Vec<Value> = state
        .installations
        .values()
        .filter(|installation| installation.standing != Standing::Removed)
        .map(|installation| json::installation(state, installation))
        .collect();
    request.page(state, &all, None)
}

/// How long an installation token is valid: an hour, as at GitHub.
const TOKEN_LIFETIME_MS: i64 = 3_600_000;

pub(crate) fn create_token(state: &mut State, request: &Request) -> Answer {
    let id = request.number("installation_id");
    let Some(installation) = state.installations.get(&id) else {
        return Answer::not_found();
    };
    match installation.standing {
        Standing::Removed => return Answer::not_found(),
        Standing::Suspended => {
            return Answer::error(403, "This installation has been suspended");
        }
        Standing::Active => {}
    }
    let permissions = installation.permissions.clone();
    let token = format!("ghs_world{:08}", state.fresh_id());
    let expires_ms = moment::now_ms() + TOKEN_LIFETIME_MS;
    let holder = Holder::Installation(id);
    state
        .tokens
        .insert(token.clone(), Token { holder, expires_ms });
    Answer::json(
        201,
        &json!({
            "token": token,
            "expires_at": moment::text(expires_ms),
            "permissions": permissions,
            "repository_selection": "all",
        }),
    )
}

pub(crate) fn deliveries(state: &mut State, request: &Request) -> Answer {
    let per_page = request.query_number("per_page", 30).clamp(1, 100);
    // A cursor names the last attempt of the page before.
    let before = match request.query.get("cursor") {
        None => u64::MAX,
        Some(cursor) => match cursor.strip_prefix("v1_").and_then(|id| id.parse().ok()) {
            Some(id) => id,
            None => return Answer::error(422, "Invalid cursor"),
        },
    };
    let attempts = state.deliveries.iter().rev();
    let left: Vec<_> = attempts.filter(|attempt| attempt.id < before).collect();
    let page: Vec<Value> = left
        .iter()
        .take(per_page)
        .map(|attempt| attempt.summary())
        .collect();
    let last = left.get(per_page - 1).filter(|_| left.len() > per_page);
    let answer = Answer::ok(&Value::Array(page));
    match last {
        None => answer,
        Some(last) => {
            let link = request.link(state, "next", "cursor", &format!("v1_{}", last.id));
            answer.header("link", &link)
        }
    }
}

pub(crate) fn delivery(state: &mut State, request: &Request) -> Answer {
    let id = request.number("delivery_id");
    match state.deliveries.iter().find(|attempt| attempt.id == id) {
        Some(attempt) => Answer::ok(&attempt.full()),
        None => Answer::not_found(),
    }
}

pub(crate) fn redeliver(state: &mut State, request: &Request) -> Answer {
    let id = request.number("delivery_id");
    let Some(attempt) = state.deliveries.iter().find(|attempt| attempt.id == id) else {
        return Answer::not_found();
    };
    let delivery = attempt.delivery.clone();
    let again = crate::delivery_log::record(state, delivery, true);
    state.redeliveries.push_back(again);
    Answer::json(202, &json!({}))
}
