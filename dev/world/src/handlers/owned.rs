//! The repositories of an account.

use serde_json::Value;

use crate::answer::Answer;
use crate::auth;
use crate::json;
use crate::request::Request;
use crate::state::{State, UserKind};

pub(crate) fn of_organisation(state: &mut State, request: &Request) -> Answer {
    list(state, request, request.parameter("org"), |kind| {
        kind == UserKind::Organization
    })
}

pub(crate) fn of_user(state: &mut State, request: &Request) -> Answer {
    list(state, request, request.parameter("username"), |_| true)
}

/// What the caller may see of an account's repositories, by name.
fn list(state: &State, request: &Request, login: &str, fits: fn(UserKind) -> bool) -> Answer {
    let Some(owner) = state.find_user(login).filter(|user| fits(user.kind)) else {
        return Answer::not_found();
    };
    let owned = state.repositories.values();
    let mut owned: Vec<_> = owned
        .filter(|repository| repository.owner == owner.id)
        .filter(|repository| {
            auth::in_repository(state, request.caller, "metadata", false, repository).is_ok()
        })
        .collect();
    owned.sort_by_key(|repository| repository.name.to_lowercase());
    let all: Vec<Value> = owned
        .into_iter()
        .map(|repository| json::repository(state, repository))
        .collect();
    request.page(state, &all, None)
}
