//! The App: its installations and its delivery log.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use countersign_facts::InstallationId;
use http::Method;
use octocrab::auth::{AppAuth, EncodingKey};
use octocrab::models::AppId;
use secrecy::{ExposeSecret as _, SecretString};

use crate::answer::read_json;
use crate::app_calls::AppCalls;
use crate::client::Client;
use crate::clock::Clock;
use crate::error::GithubError;
use crate::link;
use crate::server::Server;
use crate::sign_in::SignIn;
use crate::token::{InstallationTokens, Tokens};
use crate::transport::Transport;
use crate::types::{AppIdentity, DeliveryPage, Installation, RecordedDelivery};
use crate::wire;

/// The App's credentials, and the server it belongs to.
#[derive(Clone, Debug)]
pub struct AppConfig {
    /// The App's numeric id.
    pub app_id: u64,
    /// The App's RSA private key in PEM form.
    pub private_key: SecretString,
    /// The GitHub it belongs to.
    pub server: Server,
    /// The clock that decides when tokens expire and rate limits end.
    ///
    /// The App's own short-lived JWT uses the machine's time instead.
    pub clock: Clock,
    /// Time limit of one call.
    pub timeout: Duration,
}

impl AppConfig {
    /// An App of `server`, with the machine's clock and 30 seconds per call.
    #[must_use]
    pub fn new(app_id: u64, private_key: SecretString, server: Server) -> Self {
        Self {
            app_id,
            private_key,
            server,
            clock: Clock::system(),
            timeout: Duration::from_secs(30),
        }
    }
}

/// A GitHub App. Clones share connections and tokens.
#[derive(Clone)]
pub struct App {
    calls: Arc<AppCalls>,
    installations: Arc<Mutex<HashMap<InstallationId, Arc<InstallationTokens>>>>,
}

impl App {
    /// An App. Sends no request yet. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// When the private key is not an RSA key in PEM form.
    pub fn new(config: AppConfig) -> Result<Self, GithubError> {
        let key = EncodingKey::from_rsa_pem(config.private_key.expose_secret().as_bytes())
            .map_err(|_| GithubError::Settings {
                message: "the App's private key is not an RSA key in PEM form".to_owned(),
            })?;
        let calls = AppCalls {
            server: config.server,
            transport: Transport::new(config.timeout)?,
            clock: config.clock,
            auth: AppAuth {
                app_id: AppId(config.app_id),
                key,
            },
        };
        Ok(Self {
            calls: Arc::new(calls),
            installations: Arc::default(),
        })
    }

    /// A client that acts as the App inside installation `id`.
    #[must_use]
    pub fn installation(&self, id: InstallationId) -> Client {
        let mut installations = self
            .installations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let tokens = installations
            .entry(id)
            .or_insert_with(|| Arc::new(InstallationTokens::new(Arc::clone(&self.calls), id)));
        Client::new(
            self.calls.server.clone(),
            self.calls.transport.clone(),
            self.calls.clock.clone(),
            Tokens::Installation(Arc::clone(tokens)),
        )
    }

    /// The server that it belongs to.
    #[must_use]
    pub fn server(&self) -> &Server {
        &self.calls.server
    }

    /// Signs people in with the App's client id and secret.
    #[must_use]
    pub fn sign_in(&self, client_id: String, client_secret: SecretString) -> SignIn {
        SignIn::new(Arc::clone(&self.calls), client_id, client_secret)
    }

    /// The App's own description on GitHub.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn identity(&self) -> Result<AppIdentity, GithubError> {
        let app: wire::App = self.calls.get("/app").await?;
        Ok(app.into())
    }

    /// All installations, suspended ones included.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn installations(&self) -> Result<Vec<Installation>, GithubError> {
        let mut all = Vec::new();
        let mut path = Some("/app/installations?per_page=100".to_owned());
        while let Some(current) = path {
            let answer = self.calls.call(Method::GET, &current, None).await?;
            let page: Vec<wire::Installation> = read_json(&current, &answer)?;
            all.extend(page.into_iter().map(Installation::from));
            path = link::next(&answer.headers).and_then(|next| self.calls.server.path_of(&next));
        }
        Ok(all)
    }

    /// One page of the delivery log, newest first; `cursor` is the `next` of the page before.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn deliveries(&self, cursor: Option<&str>) -> Result<DeliveryPage, GithubError> {
        let path = match cursor {
            None => "/app/hook/deliveries?per_page=100".to_owned(),
            Some(cursor) => format!("/app/hook/deliveries?per_page=100&cursor={cursor}"),
        };
        let answer = self.calls.call(Method::GET, &path, None).await?;
        let page: Vec<wire::Delivery> = read_json(&path, &answer)?;
        let next = link::next(&answer.headers);
        Ok(DeliveryPage {
            deliveries: page.into_iter().map(Into::into).collect(),
            next: next.and_then(|next| link::query_value(&next, "cursor").map(str::to_owned)),
        })
    }

    /// A delivery with the body that was sent.
    ///
    /// The body is the same JSON value but not the same bytes, so its signature cannot be checked.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn delivery(&self, id: u64) -> Result<RecordedDelivery, GithubError> {
        let delivery: wire::RecordedDelivery = self
            .calls
            .get(&format!("/app/hook/deliveries/{id}"))
            .await?;
        Ok(RecordedDelivery {
            summary: delivery.summary.into(),
            body: delivery.request.payload.to_string().into_bytes(),
        })
    }

    /// Asks GitHub to deliver `id` again, with the same GUID.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn redeliver(&self, id: u64) -> Result<(), GithubError> {
        let path = format!("/app/hook/deliveries/{id}/attempts");
        self.calls.call(Method::POST, &path, None).await?;
        Ok(())
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("app_id", &self.calls.auth.app_id.0)
            .field("server", &self.calls.server)
            .finish_non_exhaustive()
    }
}
