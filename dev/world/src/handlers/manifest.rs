//! The last step of the manifest flow.

use crate::answer::Answer;
use crate::json;
use crate::request::Request;
use crate::state::State;
use crate::{CLIENT_SECRET, PRIVATE_KEY};

/// Hands out the App's secrets for a code, once.
pub(crate) fn convert(state: &mut State, request: &Request) -> Answer {
    if !state.registration.codes.remove(request.parameter("code")) {
        return Answer::not_found();
    }
    let mut app = json::app(state);
    app["client_secret"] = CLIENT_SECRET.into();
    app["webhook_secret"] = state.webhook_secret.clone().into();
    app["pem"] = PRIVATE_KEY.into();
    Answer::json(201, &app)
}
