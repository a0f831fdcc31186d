//! A client with one set of credentials.

use std::fmt;
use std::time::Duration;

use http::Method;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::answer::{Answer, read_json};
use crate::clock::Clock;
use crate::error::{GithubError, pause};
use crate::graphql::Envelope;
use crate::link;
use crate::server::Server;
use crate::token::{GitCredentials, Tokens};
use crate::transport::{API_JSON, Call, Transport};

/// Reads and writes with the rights of one installation or one person. Clones share connections and token.
#[derive(Clone)]
pub struct Client {
    server: Server,
    transport: Transport,
    clock: Clock,
    tokens: Tokens,
}

impl Client {
    /// A client with a person's token. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// When the HTTP client cannot be built.
    pub fn with_token(
        server: Server,
        token: SecretString,
        clock: Clock,
    ) -> Result<Self, GithubError> {
        let transport = Transport::new(Duration::from_secs(30))?;
        Ok(Self::new(server, transport, clock, Tokens::Fixed(token)))
    }

    /// A client without a token, which reads what everyone may see. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// When the HTTP client cannot be built.
    pub fn anonymous(server: Server, clock: Clock) -> Result<Self, GithubError> {
        let transport = Transport::new(Duration::from_secs(30))?;
        Ok(Self::new(server, transport, clock, Tokens::Nobody))
    }

    pub(crate) fn new(server: Server, transport: Transport, clock: Clock, tokens: Tokens) -> Self {
        Self {
            server,
            transport,
            clock,
            tokens,
        }
    }

    /// The GitHub server that it calls.
    #[must_use]
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// A token for `git fetch`, valid for at least two minutes.
    ///
    /// # Errors
    /// When GitHub does not issue an installation token, or the client has no token at all.
    pub async fn git_credentials(&self) -> Result<GitCredentials, GithubError> {
        let token = self.tokens.current().await?;
        let token = token.ok_or_else(|| GithubError::Settings {
            message: "a client without a token has no credentials for git".to_owned(),
        })?;
        Ok(GitCredentials::new(token))
    }

    /// Sends a request to a REST path and returns the answer if it is a success.
    ///
    /// After a 401, which means that nothing was done, the call is repeated once with a fresh token if
    /// there is one.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, GithubError> {
        let what = format!("{method} {path}");
        let url = self.server.rest(path);
        self.send(&Call {
            method,
            url: &url,
            what: &what,
            body,
            accept: API_JSON,
        })
        .await
    }

    async fn send(&self, call: &Call<'_>) -> Result<Answer, GithubError> {
        let token = self.tokens.current().await?;
        let mut answer = self.transport.send(call, token.as_ref()).await?;
        if let (401, Some(refused)) = (answer.status, &token)
            && self.tokens.replace(refused).await
        {
            let token = self.tokens.current().await?;
            answer = self.transport.send(call, token.as_ref()).await?;
        }
        if (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        let now_ms = self.clock.now_ms();
        Err(answer.error(call.what, now_ms))
    }

    /// The JSON at a REST path.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, GithubError> {
        let answer = self.call(Method::GET, path, None).await?;
        read_json(path, &answer)
    }

    /// Sends JSON to a REST path and reads JSON back.
    pub(crate) async fn submit<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<T, GithubError> {
        let answer = self.call(method, path, Some(body)).await?;
        read_json(path, &answer)
    }

    /// All pages of a list, at most `most` of them.
    ///
    /// `items` takes the list out of a page: GitHub wraps some lists in an object.
    pub(crate) async fn pages<P: DeserializeOwned, T>(
        &self,
        first: String,
        most: usize,
        items: impl Fn(P) -> Vec<T>,
    ) -> Result<Vec<T>, GithubError> {
        let mut all = Vec::new();
        let mut path = Some(first);
        for _ in 0..most {
            let Some(current) = path else { break };
            let answer = self.call(Method::GET, &current, None).await?;
            all.extend(items(read_json(&current, &answer)?));
            path = link::next(&answer.headers).and_then(|next| self.server.path_of(&next));
        }
        Ok(all)
    }

    /// Runs a GraphQL operation; `name` is its name, for messages.
    ///
    /// GitHub answers with data and errors side by side, so both are returned.
    pub(crate) async fn graphql<T: DeserializeOwned>(
        &self,
        name: &str,
        query: &str,
        variables: Value,
    ) -> Result<Envelope<T>, GithubError> {
        let what = format!("GraphQL {name}");
        let body = json!({ "query": query, "variables": variables });
        let answer = self
            .send(&Call {
                method: Method::POST,
                url: self.server.graphql(),
                what: &what,
                body: Some(&body),
                accept: API_JSON,
            })
            .await?;
        let envelope: Envelope<T> = read_json(&what, &answer)?;
        if envelope.is_rate_limited() {
            let now_ms = self.clock.now_ms();
            let until_ms = pause(answer.status, &answer.headers, "rate limit", now_ms);
            let until_ms = until_ms.unwrap_or(now_ms);
            return Err(GithubError::RateLimited { until_ms });
        }
        Ok(envelope)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}
