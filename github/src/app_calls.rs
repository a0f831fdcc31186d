//! Calls that the App makes as itself, signed with its private key.

use http::Method;
use octocrab::auth::AppAuth;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::answer::{Answer, read_json};
use crate::clock::Clock;
use crate::error::GithubError;
use crate::server::Server;
use crate::transport::{API_JSON, Call, Transport};

/// Server, connections and credentials of the App, shared with its installations.
pub(crate) struct AppCalls {
    pub(crate) server: Server,
    pub(crate) transport: Transport,
    pub(crate) clock: Clock,
    pub(crate) auth: AppAuth,
}

impl AppCalls {
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, GithubError> {
        let jwt = self
            .auth
            .generate_bearer_token()
            .map_err(|_| GithubError::Settings {
                message: "cannot sign with the App's private key".to_owned(),
            })?;
        let what = format!("{method} {path}");
        let call = Call {
            method,
            url: &self.server.rest(path),
            what: &what,
            body,
            accept: API_JSON,
        };
        let answer = self.transport.send(&call, Some(&jwt.into())).await?;
        if (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        Err(answer.error(&what, self.clock.now_ms()))
    }

    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, GithubError> {
        let answer = self.call(Method::GET, path, None).await?;
        read_json(path, &answer)
    }

    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T, GithubError> {
        let answer = self.call(Method::POST, path, body).await?;
        read_json(path, &answer)
    }
}
