//! Signing people in: the App's web flow for user access tokens, with PKCE.
//!
//! <https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app>

use std::fmt;
use std::sync::Arc;

use http::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::json;

use crate::answer::read_json;
use crate::app_calls::AppCalls;
use crate::client::Client;
use crate::error::{GithubError, shorten};
use crate::server::encode;
use crate::token::Tokens;
use crate::transport::Call;

/// Signs people in with the App's client id and secret. Clones share connections.
#[derive(Clone)]
pub struct SignIn {
    calls: Arc<AppCalls>,
    client_id: String,
    client_secret: SecretString,
}

impl SignIn {
    pub(crate) fn new(
        calls: Arc<AppCalls>,
        client_id: String,
        client_secret: SecretString,
    ) -> Self {
        Self {
            calls,
            client_id,
            client_secret,
        }
    }

    /// GitHub's page that asks a person to sign in. `redirect` is where it sends the browser afterwards, with `state`
    /// and a code; `challenge` is the S256 challenge of PKCE (RFC 7636).
    #[must_use]
    pub fn authorize_url(&self, redirect: &str, state: &str, challenge: &str) -> String {
        let (id, redirect) = (encode(&self.client_id), encode(redirect));
        let (state, challenge) = (encode(state), encode(challenge));
        format!(
            "{}/login/oauth/authorize?client_id={id}&redirect_uri={redirect}&state={state}\
             &code_challenge={challenge}&code_challenge_method=S256&allow_signup=false",
            self.calls.server.web()
        )
    }

    /// Exchanges a code for a token; works once, within ten minutes. `verifier` is what the challenge was made from.
    ///
    /// # Errors
    /// See [`GithubError`]; a code that is used up, too old or not made for this verifier is `NotFound`, and a wrong
    /// client secret is `Unauthorized`.
    pub async fn exchange(
        &self,
        code: &str,
        redirect: &str,
        verifier: &str,
    ) -> Result<SecretString, GithubError> {
        let what = "POST /login/oauth/access_token";
        let body = json!({
            "client_id": self.client_id,
            "client_secret": self.client_secret.expose_secret(),
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
        });
        let call = Call {
            method: Method::POST,
            url: &format!("{}/login/oauth/access_token", self.calls.server.web()),
            what,
            body: Some(&body),
            // Without this, GitHub answers as a form.
            accept: "application/json",
        };
        let answer = self.calls.transport.send(&call, None).await?;
        if !(200..300).contains(&answer.status) {
            return Err(answer.error(what, self.calls.clock.now_ms()));
        }
        // A refusal has the status 200.
        match read_json(what, &answer)? {
            Exchanged::Token { access_token } => Ok(access_token),
            Exchanged::Refused { error } if error == "bad_verification_code" => {
                Err(GithubError::NotFound {
                    what: "the code of a sign-in".to_owned(),
                })
            }
            Exchanged::Refused { error } => Err(GithubError::Unauthorized {
                message: shorten(&error),
            }),
        }
    }

    /// A client that acts for the person who signed in.
    #[must_use]
    pub fn client(&self, token: SecretString) -> Client {
        Client::new(
            self.calls.server.clone(),
            self.calls.transport.clone(),
            self.calls.clock.clone(),
            Tokens::Fixed(token),
        )
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Exchanged {
    Token { access_token: SecretString },
    Refused { error: String },
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn")
            .field("server", &self.calls.server)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}
