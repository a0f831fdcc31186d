//! The App itself: its installations and its delivery log.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::Method;
use octocrab::auth::{AppAuth, EncodingKey};
use octocrab::models::AppId;
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::{Client, read_json};
use crate::clock::Clock;
use crate::error::GithubError;
use crate::link;
use crate::server::Server;
use crate::token::{InstallationTokens, Tokens};
use crate::transport::{Answer, Call, Transport};
use crate::types::{AppIdentity, DeliveryPage, Installation, RecordedDelivery};
use crate::wire;

/// Who the App is and where.
#[derive(Clone, Debug)]
pub struct AppConfig {
    /// The App's numeric id.
    pub app_id: u64,
    /// The App's RSA private key in PEM form.
    pub private_key: SecretString,
    /// The GitHub it belongs to.
    pub server: Server,
    /// Tells when tokens end and limits are over.
    ///
    /// The App's own short-lived JWT carries the machine's time, whatever this clock says.
    pub clock: Clock,
    /// How long one call may take altogether.
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
    core: Arc<Core>,
    installations: Arc<Mutex<HashMap<u64, Arc<InstallationTokens>>>>,
}

/// What App and installations have in common.
pub(crate) struct Core {
    pub(crate) server: Server,
    pub(crate) transport: Transport,
    pub(crate) clock: Clock,
    auth: AppAuth,
}

impl App {
    /// An App; sends nothing yet. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// When the private key is none.
    pub fn new(config: AppConfig) -> Result<Self, GithubError> {
        let key = EncodingKey::from_rsa_pem(config.private_key.expose_secret().as_bytes())
            .map_err(|_| GithubError::Settings {
                message: "the App's private key is no RSA key in PEM form".to_owned(),
            })?;
        let core = Core {
            server: config.server,
            transport: Transport::new(config.timeout)?,
            clock: config.clock,
            auth: AppAuth {
                app_id: AppId(config.app_id),
                key,
            },
        };
        Ok(Self {
            core: Arc::new(core),
            installations: Arc::default(),
        })
    }

    /// A client that acts as the App inside installation `id`.
    #[must_use]
    pub fn installation(&self, id: u64) -> Client {
        let mut installations = self
            .installations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let tokens = installations
            .entry(id)
            .or_insert_with(|| Arc::new(InstallationTokens::new(Arc::clone(&self.core), id)));
        Client::new(
            self.core.server.clone(),
            self.core.transport.clone(),
            self.core.clock.clone(),
            Tokens::Installation(Arc::clone(tokens)),
        )
    }

    /// Who GitHub takes this App for.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn identity(&self) -> Result<AppIdentity, GithubError> {
        let app: wire::App = self.core.get("/app").await?;
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
            let answer = self.core.call(Method::GET, &current, None).await?;
            let page: Vec<wire::Installation> = read_json(&current, &answer)?;
            all.extend(page.into_iter().map(Installation::from));
            path = link::next(&answer.headers).and_then(|next| self.core.server.path_of(&next));
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
        let answer = self.core.call(Method::GET, &path, None).await?;
        let page: Vec<wire::Delivery> = read_json(&path, &answer)?;
        let next = link::next(&answer.headers);
        Ok(DeliveryPage {
            deliveries: page.into_iter().map(Into::into).collect(),
            next: next.and_then(|next| link::query_value(&next, "cursor").map(str::to_owned)),
        })
    }

    /// A delivery with the body that was sent.
    ///
    /// The body is JSON of the same value, not the same bytes: its signature is not to be checked.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn delivery(&self, id: u64) -> Result<RecordedDelivery, GithubError> {
        let delivery: wire::RecordedDelivery =
            self.core.get(&format!("/app/hook/deliveries/{id}")).await?;
        Ok(RecordedDelivery {
            summary: delivery.summary.into(),
            body: delivery.request.payload.to_string().into_bytes(),
        })
    }

    /// Asks GitHub to deliver `id` once more; it will come with the GUID it had.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn redeliver(&self, id: u64) -> Result<(), GithubError> {
        let path = format!("/app/hook/deliveries/{id}/attempts");
        self.core.call(Method::POST, &path, None).await?;
        Ok(())
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("app_id", &self.core.auth.app_id.0)
            .field("server", &self.core.server)
            .finish_non_exhaustive()
    }
}

impl Core {
    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Answer, GithubError> {
        let jwt = self
            .auth
            .generate_bearer_token()
            .map_err(|_| GithubError::Settings {
                message: "the App's private key cannot sign".to_owned(),
            })?;
        let what = format!("{method} {path}");
        let call = Call {
            method,
            url: &self.server.rest(path),
            what: &what,
            body,
        };
        let answer = self.transport.send(&call, &jwt.into()).await?;
        if (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        Err(GithubError::of_answer(&what, &answer, self.clock.now_ms()))
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, GithubError> {
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
