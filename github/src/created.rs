//! The last step of GitHub's manifest flow: a code becomes an App with its secrets.

use std::fmt;
use std::time::Duration;

use http::Method;
use secrecy::SecretString;
use serde::Deserialize;

use crate::answer::read_json;
use crate::clock::Clock;
use crate::error::GithubError;
use crate::server::{Server, encode};
use crate::transport::{API_JSON, Call, Transport};

/// An App that GitHub has just created, with its secrets, which GitHub shows only once.
#[derive(Deserialize)]
pub struct CreatedApp {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Its page, below which it can be installed.
    pub html_url: String,
    /// The address that the manifest names as the App's own.
    pub external_url: String,
    /// The id with which it signs people in.
    pub client_id: String,
    /// The secret with which it signs people in.
    pub client_secret: SecretString,
    /// The private key in PEM form.
    #[serde(rename = "pem")]
    pub private_key: SecretString,
    /// The secret with which GitHub signs webhooks; absent if the manifest asked for none.
    pub webhook_secret: Option<SecretString>,
}

impl CreatedApp {
    /// The page on which accounts install the App.
    #[must_use]
    pub fn install_url(&self) -> String {
        format!("{}/installations/new", self.html_url)
    }
}

impl fmt::Debug for CreatedApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreatedApp")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Exchanges the code that GitHub's redirect brings for the App; works once, within an hour.
///
/// Must be called within a tokio runtime.
///
/// # Errors
/// See [`GithubError`]; a code that is used up or too old is `NotFound`.
pub async fn convert_manifest(server: &Server, code: &str) -> Result<CreatedApp, GithubError> {
    let path = format!("/app-manifests/{}/conversions", encode(code));
    // The code is a secret until it is used, so messages leave it out.
    let what = "POST /app-manifests/CODE/conversions";
    let call = Call {
        method: Method::POST,
        url: &server.rest(&path),
        what,
        body: None,
        accept: API_JSON,
    };
    let answer = Transport::new(Duration::from_secs(30))?
        .send(&call, None)
        .await?;
    if (200..300).contains(&answer.status) {
        return read_json(what, &answer);
    }
    Err(answer.error(what, Clock::system().now_ms()))
}
