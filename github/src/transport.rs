//! Bytes to GitHub and back; the only file that sends.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, Request};
use http_body_util::{BodyExt as _, Limited};
use octocrab::Octocrab;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::error::{GithubError, shorten};

/// The version of GitHub's REST API that the models follow.
const API_VERSION: &str = "2022-11-28";
/// No answer of ours comes near it.
const LARGEST_ANSWER: usize = 64 << 20;

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// What to send.
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    /// Absolute.
    pub(crate) url: &'a str,
    /// The request as error messages name it.
    pub(crate) what: &'a str,
    pub(crate) body: Option<&'a Value>,
}

/// A pool of connections without credentials: each call brings its own.
///
/// octocrab is built without its retry layer: that one repeats a POST after a 502, which for a
/// comment means two of them. Its own credentials are not used either, since it withholds them
/// from every absolute address that is not github.com's.
#[derive(Clone)]
pub(crate) struct Transport {
    octocrab: Octocrab,
    timeout: Duration,
}

impl Transport {
    pub(crate) fn new(timeout: Duration) -> Result<Self, GithubError> {
        let octocrab = Octocrab::builder()
            .set_connect_timeout(Some(Duration::from_secs(10).min(timeout)))
            .build()
            .map_err(|error| GithubError::Settings {
                message: format!("no HTTP client can be built: {error}"),
            })?;
        Ok(Self { octocrab, timeout })
    }

    /// Sends once.
    ///
    /// # Errors
    /// [`GithubError::Transient`] when no whole answer came back in time.
    pub(crate) async fn send(
        &self,
        call: &Call<'_>,
        token: &SecretString,
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
                .map_err(|error| transient(cause(&error)))?;
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, LARGEST_ANSWER)
                .collect()
                .await
                .map_err(|error| transient(cause(error.as_ref())))?;
            Ok(Answer {
                status: parts.status.as_u16(),
                headers: parts.headers,
                body: body.to_bytes().to_vec(),
            })
        };
        match tokio::time::timeout(self.timeout, exchange).await {
            Ok(outcome) => outcome,
            Err(_) => Err(transient(format!("no answer in {:?}", self.timeout))),
        }
    }
}

fn request(call: &Call<'_>, token: &SecretString) -> Result<Request<String>, GithubError> {
    let unusable = |error: &dyn std::fmt::Display| GithubError::Settings {
        message: format!("{} cannot be sent: {error}", call.what),
    };
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
        .map_err(|_| unusable(&"the token has characters that no token has"))?;
    bearer.set_sensitive(true);
    let mut builder = Request::builder()
        .method(call.method.clone())
        .uri(call.url)
        .header("accept", "application/vnd.github+json")
        .header("x-github-api-version", API_VERSION)
        .header("authorization", bearer);
    if call.body.is_some() {
        builder = builder.header("content-type", "application/json");
    }
    let body = call.body.map(Value::to_string).unwrap_or_default();
    builder.body(body).map_err(|error| unusable(&error))
}

/// The innermost cause: the outer ones only say that a service failed.
fn cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    shorten(&innermost.to_string())
}
