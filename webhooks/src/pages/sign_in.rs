//! Signing in with GitHub, and out.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use countersign_github::GithubError;
use data_encoding::BASE64URL_NOPAD;
use maud::html;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::cookies::Name;
use super::frame;
use super::session::Session;
use super::shared::{Pages, Shared};
use crate::setup::is_code;
use crate::site::ReviewId;

/// How long a person may take to sign in: as long as GitHub's code is good.
const SIGN_IN_MS: i64 = 10 * 60_000;

/// A sign-in that has begun, as the sealed cookie holds it.
#[derive(Serialize, Deserialize)]
struct Begun {
    /// What GitHub repeats, so that nobody can sign a browser in that did not ask for it.
    state: String,
    /// What PKCE's challenge was made from.
    verifier: String,
    /// The page that the person wants to see.
    review: ReviewId,
    until_ms: i64,
}

/// Sends the browser to GitHub, which sends it back to the page of a review.
pub(super) fn begin(shared: &Shared, review: ReviewId) -> Response {
    let (Some(state), Some(verifier)) = (random(), random()) else {
        return frame::unavailable();
    };
    let challenge = BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes()));
    let redirect = shared.url.callback();
    let target = shared.sign_in.authorize_url(&redirect, &state, &challenge);
    let begun = Begun {
        state,
        verifier,
        review,
        until_ms: shared.clock.now_ms() + SIGN_IN_MS,
    };
    let cookie = shared
        .cookies
        .seal(Name::SignIn, &begun, SIGN_IN_MS / 1_000);
    redirected(&target, [cookie])
}

/// 256 random bits as text, which is also what PKCE asks of a verifier.
fn random() -> Option<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(BASE64URL_NOPAD.encode(&bytes))
}

/// The query of GitHub's redirect.
#[derive(Deserialize)]
pub(super) struct Redirect {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

/// `GET /signed-in`: where GitHub sends the browser back.
pub(super) async fn come_back(
    State(shared): State<Pages>,
    Query(redirect): Query<Redirect>,
    headers: HeaderMap,
) -> Response {
    let begun: Option<Begun> = shared.cookies.open(&headers, Name::SignIn);
    let now_ms = shared.clock.now_ms();
    let begun = begun.filter(|begun| now_ms < begun.until_ms && begun.state == redirect.state);
    let Some(begun) = begun.filter(|_| is_code(&redirect.code)) else {
        return refused(&shared);
    };
    match session(&shared, &redirect.code, &begun.verifier).await {
        Some(session) => {
            let target = format!("{}/reviews/{}", shared.url.as_str(), begun.review);
            let cookies = [session.cookie(&shared), shared.cookies.remove(Name::SignIn)];
            redirected(&target, cookies)
        }
        None => refused(&shared),
    }
}

/// The session of the person whose code it is; `None` if GitHub does not accept the code.
async fn session(shared: &Shared, code: &str, verifier: &str) -> Option<Session> {
    let redirect = shared.url.callback();
    let token = shared.sign_in.exchange(code, &redirect, verifier).await;
    let token = token.inspect_err(failed).ok()?;
    let login = shared.sign_in.client(token.clone()).own_login().await;
    let login = login.inspect_err(failed).ok()?;
    Some(Session::begin(login, &token, shared.clock.now_ms()))
}

/// The log says that signing in fails, since a wrong client secret shows nowhere else. A code that GitHub does not accept
/// is the browser's fault.
fn failed(error: &GithubError) {
    if error.is_absent() {
        return;
    }
    tracing::warn!(
        reason = error.to_string(),
        "cannot sign a person in; check COUNTERSIGN_CLIENT_ID and COUNTERSIGN_CLIENT_SECRET if this happens every time"
    );
}

/// `POST /sign-out`. Another site cannot sign anybody out: browsers do not send it the cookie.
pub(super) async fn sign_out(State(shared): State<Pages>, headers: HeaderMap) -> Response {
    if Session::of(&shared, &headers).is_none() {
        return frame::not_found(None);
    }
    let page = frame::page(
        None,
        "Signed out",
        &html! {
            main {
                h1 { "You are signed out" }
                p { "Open the link in a comment to sign in again." }
            }
        },
    );
    with_cookies(page, [shared.cookies.remove(Name::Session)])
}

fn refused(shared: &Shared) -> Response {
    let page = frame::page(
        None,
        "Not signed in",
        &html! {
            main {
                h1 { "You are not signed in" }
                p { "GitHub did not sign you in, or it took too long. Open the link in the comment again." }
            }
        },
    );
    let page = (StatusCode::BAD_REQUEST, page).into_response();
    with_cookies(page, [shared.cookies.remove(Name::SignIn)])
}

fn redirected<const N: usize>(target: &str, cookies: [Option<HeaderValue>; N]) -> Response {
    let Ok(target) = HeaderValue::try_from(target) else {
        return frame::unavailable();
    };
    let response = (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response();
    with_cookies(response, cookies)
}

/// The same answer, which also sets cookies.
pub(super) fn with_cookies<const N: usize>(
    mut response: Response,
    cookies: [Option<HeaderValue>; N],
) -> Response {
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
