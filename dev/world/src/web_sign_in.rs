//! The web flow for user access tokens, with PKCE. This one asks nobody to confirm: it signs in the person at the
//! browser, whom the story names.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::answer::Answer;
use crate::arrived::Arrived;
use crate::moment;
use crate::request::{encode, parse_query};
use crate::shared::Shared;
use crate::state::{Holder, SignIn, State, Token};
use crate::{CLIENT_ID, CLIENT_SECRET};

/// How long a code can be exchanged, and how long a token is good.
const CODE_MS: i64 = 10 * 60_000;
const TOKEN_MS: i64 = 8 * 3_600_000;

/// Answers a request of the flow.
pub(crate) fn answer(shared: &Shared, arrived: &Arrived) -> Option<Answer> {
    let (authorize, exchange) = ("/login/oauth/authorize", "/login/oauth/access_token");
    let state = &mut shared.lock();
    match (&arrived.method, arrived.path.as_str()) {
        (&Method::GET, path) if path == authorize => Some(authorized(state, arrived)),
        (&Method::POST, path) if path == exchange => Some(exchanged(state, arrived)),
        _ => None,
    }
}

/// Sends the browser back with a code, or shows a page that says why not.
fn authorized(state: &mut State, arrived: &Arrived) -> Answer {
    let query = parse_query(&arrived.query);
    let value = |name: &str| query.get(name).map_or("", String::as_str);
    if value("client_id") != CLIENT_ID {
        return Answer::not_found();
    }
    let redirect = value("redirect_uri").to_owned();
    if !state.registration.callbacks.contains(&redirect) {
        return Answer::error(
            400,
            "The redirect_uri is not associated with this application.",
        );
    }
    let back = |more: String| {
        let target = format!("{redirect}?{more}&state={}", encode(value("state")));
        let empty = Answer {
            status: 302,
            headers: Vec::new(),
            body: Vec::new(),
        };
        empty.header("location", &target)
    };
    let Some(user) = state.at_browser else {
        return back("error=access_denied&error_description=denied".to_owned());
    };
    let code = format!("code{:08}", state.fresh_id());
    let challenge = query.get("code_challenge").cloned();
    let is_s256 = value("code_challenge_method") == "S256";
    let sign_in = SignIn {
        user,
        redirect: redirect.clone(),
        challenge: challenge.filter(|_| is_s256),
        expires_ms: moment::now_ms() + CODE_MS,
    };
    state.sign_ins.insert(code.clone(), sign_in);
    back(format!("code={code}"))
}

/// A token for a code. GitHub refuses with the status 200, and answers as a form unless JSON is asked for.
fn exchanged(state: &mut State, arrived: &Arrived) -> Answer {
    let name = "POST /login/oauth/access_token".to_owned();
    *state.requests.entry(name).or_default() += 1;
    let body: Value = serde_json::from_slice(&arrived.body).unwrap_or_default();
    let answer = match token(state, &body) {
        Ok(token) => {
            json!({ "access_token": token, "scope": "", "token_type": "bearer", "expires_in": TOKEN_MS / 1_000 })
        }
        Err(error) => json!({ "error": error, "error_description": "refused" }),
    };
    if arrived.header("accept") == Some("application/json") {
        return Answer::ok(&answer);
    }
    let fields = answer.as_object().into_iter().flatten();
    let form: Vec<String> = fields
        .map(|(name, value)| format!("{name}={}", encode(&value.to_string())))
        .collect();
    Answer {
        status: 200,
        headers: Vec::new(),
        body: form.join("&").into_bytes(),
    }
}

fn token(state: &mut State, body: &Value) -> Result<String, &'static str> {
    let value = |name: &str| body[name].as_str().unwrap_or_default();
    if value("client_id") != CLIENT_ID || value("client_secret") != CLIENT_SECRET {
        return Err("incorrect_client_credentials");
    }
    let bad = "bad_verification_code";
    let sign_in = state.sign_ins.remove(value("code")).ok_or(bad)?;
    if sign_in.expires_ms <= moment::now_ms() {
        return Err(bad);
    }
    if value("redirect_uri") != sign_in.redirect {
        return Err("redirect_uri_mismatch");
    }
    let made = URL_SAFE_NO_PAD.encode(Sha256::digest(value("code_verifier")));
    if sign_in.challenge.is_some_and(|challenge| challenge != made) {
        return Err(bad);
    }
    let token = format!("ghu_world{:08}", state.fresh_id());
    let held = Token {
        holder: Holder::User(sign_in.user),
        expires_ms: moment::now_ms() + TOKEN_MS,
    };
    state.tokens.insert(token.clone(), held);
    Ok(token)
}
