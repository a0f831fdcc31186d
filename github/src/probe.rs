//! Questions about GitHub itself: whether it answers, what time it is there, how many calls are left.

use std::time::Duration;

use http::Method;
use serde::Deserialize;

use crate::client::Client;
use crate::error::GithubError;
use crate::server::Server;
use crate::transport::{API_JSON, Call, Transport};

/// An answer of the server to a call without credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The HTTP status; a private Enterprise server refuses and is reachable all the same.
    pub status: u16,
    /// The server's clock, Unix seconds, where it shows one.
    pub date: Option<i64>,
}

/// Asks the server for the versions of its API, which anyone may. Must be called within a tokio runtime.
///
/// # Errors
/// [`GithubError::Transient`] when no answer came back, with the reason.
pub async fn probe(server: &Server, timeout: Duration) -> Result<Probe, GithubError> {
    let call = Call {
        method: Method::GET,
        url: &server.rest("/versions"),
        what: "GET /versions",
        body: None,
        accept: API_JSON,
    };
    let answer = Transport::new(timeout)?.send(&call, None).await?;
    let date = answer
        .headers
        .get("date")
        .and_then(|date| date.to_str().ok());
    let date = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
    Ok(Probe {
        status: answer.status,
        date: date.map(|date| date.timestamp().as_second()),
    })
}

/// How many calls an installation or a person may still make in this hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Calls an hour.
    pub limit: u64,
    /// Calls that are left.
    pub remaining: u64,
    /// When the hour ends, Unix seconds.
    pub reset: i64,
}

#[derive(Deserialize)]
struct Answered {
    resources: Resources,
}

#[derive(Deserialize)]
struct Resources {
    core: Core,
}

#[derive(Deserialize)]
struct Core {
    limit: u64,
    remaining: u64,
    reset: i64,
}

impl Client {
    /// How many REST calls are left. Asking costs none.
    ///
    /// # Errors
    /// See [`GithubError`]. Enterprise servers without rate limits answer `NotFound`.
    pub async fn rate_limit(&self) -> Result<RateLimit, GithubError> {
        let answer: Answered = self.get("/rate_limit").await?;
        let Core {
            limit,
            remaining,
            reset,
        } = answer.resources.core;
        Ok(RateLimit {
            limit,
            remaining,
            reset,
        })
    }
}
