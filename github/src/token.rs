//! Tokens: a person's, or an installation's, which expires after an hour and is replaced in time.

use std::fmt;
use std::sync::Arc;

use countersign_facts::InstallationId;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::app_calls::AppCalls;
use crate::error::GithubError;
use crate::wire;

/// A token is replaced this long before it expires, so that it stays valid during the call.
const MARGIN_MS: i64 = 2 * 60_000;

/// The source of a client's token.
#[derive(Clone)]
pub(crate) enum Tokens {
    /// No token: only what GitHub shows to everyone.
    Nobody,
    /// A person's token, which is never replaced.
    Fixed(SecretString),
    /// An installation's token, shared by all its clients.
    Installation(Arc<InstallationTokens>),
}

impl Tokens {
    /// A token that is valid now, if there is one.
    pub(crate) async fn current(&self) -> Result<Option<SecretString>, GithubError> {
        match self {
            Self::Nobody => Ok(None),
            Self::Fixed(token) => Ok(Some(token.clone())),
            Self::Installation(tokens) => tokens.current().await.map(Some),
        }
    }

    /// Drops `refused`, which GitHub did not accept, and returns whether a new one can be requested.
    pub(crate) async fn replace(&self, refused: &SecretString) -> bool {
        match self {
            Self::Nobody | Self::Fixed(_) => false,
            Self::Installation(tokens) => {
                tokens.forget(refused).await;
                true
            }
        }
    }
}

/// The tokens of one installation.
pub(crate) struct InstallationTokens {
    calls: Arc<AppCalls>,
    id: InstallationId,
    held: Mutex<Option<Held>>,
}

struct Held {
    token: SecretString,
    expires_ms: i64,
}

#[derive(Deserialize)]
struct Minted {
    token: SecretString,
    #[serde(deserialize_with = "wire::moment")]
    expires_at: i64,
}

impl InstallationTokens {
    pub(crate) fn new(calls: Arc<AppCalls>, id: InstallationId) -> Self {
        Self {
            calls,
            id,
            held: Mutex::new(None),
        }
    }

    /// Holds the lock while a token is requested, so that concurrent callers wait for the same token.
    async fn current(&self) -> Result<SecretString, GithubError> {
        let mut held = self.held.lock().await;
        let now_ms = self.calls.clock.now_ms();
        if let Some(held) = held
            .as_ref()
            .filter(|held| held.expires_ms - MARGIN_MS > now_ms)
        {
            return Ok(held.token.clone());
        }
        let path = format!("/app/installations/{}/access_tokens", self.id);
        let minted: Minted = match self.calls.post(&path, None).await {
            Err(GithubError::NotFound { .. }) => Err(GithubError::Gone {
                what: format!("installation {}", self.id),
            }),
            outcome => outcome,
        }?;
        *held = Some(Held {
            token: minted.token.clone(),
            expires_ms: minted.expires_at,
        });
        Ok(minted.token)
    }

    async fn forget(&self, refused: &SecretString) {
        let mut held = self.held.lock().await;
        if held
            .as_ref()
            .is_some_and(|held| held.token.expose_secret() == refused.expose_secret())
        {
            *held = None;
        }
    }
}

/// The credentials with which `git` fetches over HTTPS.
#[derive(Clone)]
pub struct GitCredentials {
    token: SecretString,
}

impl GitCredentials {
    pub(crate) fn new(token: SecretString) -> Self {
        Self { token }
    }

    /// The user name that goes with the token.
    pub const USER: &'static str = "x-access-token";

    /// The token itself.
    #[must_use]
    pub fn token(&self) -> &SecretString {
        &self.token
    }
}

impl fmt::Debug for GitCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GitCredentials")
    }
}
