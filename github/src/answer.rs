//! An answer of GitHub's, and its JSON.

use http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::error::{GithubError, shorten};

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The error that this answer is, where its status is not a success.
    pub(crate) fn error(&self, what: &str, now_ms: i64) -> GithubError {
        GithubError::of_answer(what, self.status, &self.headers, &self.body, now_ms)
    }
}

/// Reads a body as JSON. The error says where the body differs but does not quote it.
pub(crate) fn read_json<T: DeserializeOwned>(
    what: &str,
    answer: &Answer,
) -> Result<T, GithubError> {
    serde_json::from_slice(&answer.body).map_err(|error| GithubError::Unreadable {
        what: what.to_owned(),
        message: shorten(&error.to_string()),
    })
}
