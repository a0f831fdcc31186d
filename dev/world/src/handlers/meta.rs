//! This GitHub itself: its versions, and how many requests are left.

use serde_json::json;

use crate::answer::Answer;
use crate::auth::Caller;
use crate::fault;
use crate::request::Request;
use crate::state::State;

pub(crate) fn versions(_: &mut State, _: &Request) -> Answer {
    Answer::ok(&json!(["2022-11-28"]))
}

pub(crate) fn rate_limit(state: &mut State, request: &Request) -> Answer {
    let Caller::Holder(holder) = request.caller else {
        return Answer::not_found();
    };
    let (limit, used) = (
        state.hourly_limit,
        state.used.get(&holder).copied().unwrap_or(0),
    );
    let core = json!({
        "limit": limit,
        "used": used,
        "remaining": limit.saturating_sub(used),
        "reset": fault::hour_ends_ms() / 1_000,
    });
    Answer::ok(&json!({ "resources": { "core": core, "search": core }, "rate": core }))
}
