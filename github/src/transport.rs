//! Sends requests to GitHub and reads the answers; the only file that does.

use std::time::Duration;

use http::{HeaderValue, Method, Request};
use http_body_util::{BodyExt as _, Limited};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::rt::TokioExecutor;
use octocrab::{AuthState, Octocrab, OctocrabBuilder};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use tower_http::follow_redirect::FollowRedirectLayer;

use crate::answer::Answer;
use crate::connect::connector;
use crate::error::{GithubError, innermost};

/// The version of GitHub's REST API that the models follow.
const API_VERSION: &str = "2022-11-28";
/// Most bytes of an answer that are read, far above what GitHub sends.
const LARGEST_ANSWER: usize = 64 << 20;

/// The form of GitHub's REST answers.
pub(crate) const API_JSON: &str = "application/vnd.github+json";

/// One request.
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    /// Absolute.
    pub(crate) url: &'a str,
    /// The request as error messages name it.
    pub(crate) what: &'a str,
    pub(crate) body: Option<&'a Value>,
    /// The form in which the answer is to come.
    pub(crate) accept: &'static str,
}

/// A pool of connections without credentials: each call brings its own.
///
/// octocrab is built without its retry layer, which would repeat a POST after a 502 and so write a comment
/// twice. Its own credentials are not used either, because it sends them to github.com only.
#[derive(Clone)]
pub(crate) struct Transport {
    octocrab: Octocrab,
    timeout: Duration,
}

impl Transport {
    pub(crate) fn new(timeout: Duration) -> Result<Self, GithubError> {
        let connector = connector(Duration::from_secs(10).min(timeout))?;
        let http = HttpClient::builder(TokioExecutor::new()).build(connector);
        let built = OctocrabBuilder::new_empty()
            .with_service(http)
            .with_layer(&FollowRedirectLayer::new())
            .with_auth(AuthState::None)
            .build();
        let octocrab = match built {
            Ok(octocrab) => octocrab,
            Err(never) => match never {},
        };
        Ok(Self { octocrab, timeout })
    }

    /// Sends the call once, with the token if there is one.
    ///
    /// # Errors
    /// [`GithubError::Transient`] when no whole answer came back in time.
    pub(crate) async fn send(
        &self,
        call: &Call<'_>,
        token: Option<&SecretString>,
    ) -> Result<Answer, GithubError> {
        let transient = |message: String| GithubError::Transient {
            what: call.what.to_owned(),
            message,
        };
        let request = request(call, token)?;
        let exchange = async {
            let response = self
                .octocrab
                .execute(request)
                .await
                .map_err(|error| transient(innermost(&error)))?;
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, LARGEST_ANSWER)
                .collect()
                .await
                .map_err(|error| transient(innermost(error.as_ref())))?;
            Ok(Answer {
                status: parts.status.as_u16(),
                headers: parts.headers,
                body: body.to_bytes().to_vec(),
            })
        };
        match tokio::time::timeout(self.timeout, exchange).await {
            Ok(outcome) => outcome,
            Err(_) => Err(transient(format!("no answer within {:?}", self.timeout))),
        }
    }
}

fn request(call: &Call<'_>, token: Option<&SecretString>) -> Result<Request<String>, GithubError> {
    let unusable = |error: &dyn std::fmt::Display| GithubError::Settings {
        message: format!("cannot send {}: {error}", call.what),
    };
    let mut builder = Request::builder()
        .method(call.method.clone())
        .uri(call.url)
        .header(
            "user-agent",
            concat!("countersign/", env!("CARGO_PKG_VERSION")),
        )
        .header("accept", call.accept)
        .header("x-github-api-version", API_VERSION);
    if let Some(token) = token {
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
            .map_err(|_| unusable(&"the token contains characters that HTTP does not allow"))?;
        bearer.set_sensitive(true);
        builder = builder.header("authorization", bearer);
    }
    if call.body.is_some() {
        builder = builder.header("content-type", "application/json");
    }
    let body = call.body.map(Value::to_string).unwrap_or_default();
    builder.body(body).map_err(|error| unusable(&error))
}
