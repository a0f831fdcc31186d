//! Accounts and their keys.

use serde_json::Value;

use crate::answer::Answer;
use crate::auth::Caller;
use crate::json;
use crate::request::Request;
use crate::state::{Holder, State};

pub(crate) fn own(state: &mut State, request: &Request) -> Answer {
    match request.caller {
        Caller::Holder(Holder::User(id)) => Answer::ok(&json::profile(state, id)),
        _ => Answer::error(403, "Resource not accessible by integration"),
    }
}

pub(crate) fn profile(state: &mut State, request: &Request) -> Answer {
    match state.find_user(request.parameter("username")) {
        Some(user) => Answer::ok(&json::profile(state, user.id)),
        None => Answer::not_found(),
    }
}

pub(crate) fn gpg_keys(state: &mut State, request: &Request) -> Answer {
    let Some(user) = state.find_user(request.parameter("username")) else {
        return Answer::not_found();
    };
    let keys: Vec<Value> = user.gpg_keys.iter().map(json::gpg_key).collect();
    request.page(state, &keys, None)
}

pub(crate) fn ssh_keys(state: &mut State, request: &Request) -> Answer {
    let Some(user) = state.find_user(request.parameter("username")) else {
        return Answer::not_found();
    };
    let keys: Vec<Value> = user.ssh_keys.iter().map(json::ssh_key).collect();
    request.page(state, &keys, None)
}
