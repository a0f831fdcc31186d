//! Who is signed in, and which repositories GitHub lately said that they may write to.

use axum::http::{HeaderMap, HeaderValue};
use countersign_facts::RepositoryId;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::cookies::Name;
use super::shared::Shared;

/// How long a session lasts. GitHub's token would be good for eight hours.
const SESSION_MS: i64 = 60 * 60_000;
/// How long GitHub's answer counts that somebody may write to a repository.
const ANSWER_MS: i64 = 5 * 60_000;
/// Most answers that are kept: a browser takes 4 KiB of one cookie.
const MOST_ANSWERS: usize = 20;

/// A session, as the sealed cookie holds it.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Session {
    login: String,
    token: String,
    until_ms: i64,
    /// Repositories that the person may write to, and when GitHub said so; the newest last.
    answers: Vec<(RepositoryId, i64)>,
}

impl Session {
    /// A session that begins now.
    pub(super) fn begin(login: String, token: &SecretString, now_ms: i64) -> Self {
        Self {
            login,
            token: token.expose_secret().to_owned(),
            until_ms: now_ms + SESSION_MS,
            answers: Vec::new(),
        }
    }

    /// The session of a request, if it has not ended.
    pub(super) fn of(shared: &Shared, headers: &HeaderMap) -> Option<Self> {
        let session: Self = shared.cookies.open(headers, Name::Session)?;
        (shared.clock.now_ms() < session.until_ms).then_some(session)
    }

    /// The header that keeps it in the browser.
    pub(super) fn cookie(&self, shared: &Shared) -> Option<HeaderValue> {
        let left_ms = self.until_ms - shared.clock.now_ms();
        shared
            .cookies
            .seal(Name::Session, self, left_ms.max(0) / 1_000)
    }

    pub(super) fn login(&self) -> &str {
        &self.login
    }

    pub(super) fn token(&self) -> SecretString {
        self.token.clone().into()
    }

    /// Whether GitHub lately said that the person may write to a repository.
    pub(super) fn may_write(&self, repository: RepositoryId, now_ms: i64) -> bool {
        let lately = |(id, at): &(RepositoryId, i64)| *id == repository && now_ms < at + ANSWER_MS;
        self.answers.iter().any(lately)
    }

    /// Whether GitHub said so since the session began.
    pub(super) fn could_write(&self, repository: RepositoryId) -> bool {
        self.answers.iter().any(|(id, _)| *id == repository)
    }

    /// The same session with GitHub's answer of now.
    pub(super) fn answered(mut self, repository: RepositoryId, now_ms: i64) -> Self {
        self.answers.retain(|(id, _)| *id != repository);
        self.answers.push((repository, now_ms));
        let too_many = self.answers.len().saturating_sub(MOST_ANSWERS);
        self.answers.drain(..too_many);
        self
    }
}
