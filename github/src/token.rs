//! Tokens: a person's, or an installation's that lives an hour and is replaced in time.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::app::Core;
use crate::error::GithubError;
use crate::wire;

/// A token is replaced this long before it ends, so that it outlives the call it is taken for.
const MARGIN_MS: i64 = 2 * 60_000;

/// Where a client has its token from.
#[derive(Clone)]
pub(crate) enum Tokens {
    /// Given from outside and never replaced.
    Fixed(SecretString),
    /// An installation's, shared by all clients of it.
    Installation(Arc<InstallationTokens>),
}

impl Tokens {
    /// A token that GitHub should take now.
    pub(crate) async fn current(&self) -> Result<SecretString, GithubError> {
        match self {
            Self::Fixed(token) => Ok(token.clone()),
            Self::Installation(tokens) => tokens.current().await,
        }
    }

    /// Drops `refused`, which GitHub did not take; answers whether another one can be had.
    pub(crate) async fn replace(&self, refused: &SecretString) -> bool {
        match self {
            Self::Fixed(_) => false,
            Self::Installation(tokens) => {
                tokens.forget(refused).await;
                true
            }
        }
    }
}

/// The tokens of one installation.
pub(crate) struct InstallationTokens {
    core: Arc<Core>,
    id: u64,
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
    pub(crate) fn new(core: Arc<Core>, id: u64) -> Self {
        Self {
            core,
            id,
            held: Mutex::new(None),
        }
    }

    /// The lock is kept while a token is asked for: whoever comes meanwhile waits for that one.
    async fn current(&self) -> Result<SecretString, GithubError> {
        let mut held = self.held.lock().await;
        let now_ms = self.core.clock.now_ms();
        if let Some(held) = held
            .as_ref()
            .filter(|held| held.expires_ms - MARGIN_MS > now_ms)
        {
            return Ok(held.token.clone());
        }
        let path = format!("/app/installations/{}/access_tokens", self.id);
        let minted: Minted = match self.core.post(&path, None).await {
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

/// What `git` needs to fetch over HTTPS.
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

    /// The whole header line, the value of git's `http.extraHeader`.
    ///
    /// Belongs into the environment of `git`, never on its command line.
    #[must_use]
    pub fn header(&self) -> SecretString {
        let pair = format!("{}:{}", Self::USER, self.token.expose_secret());
        format!("Authorization: Basic {}", STANDARD.encode(pair)).into()
    }
}

impl fmt::Debug for GitCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GitCredentials")
    }
}
