//! The world itself.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::Arc;

use serde_json::Value;
use tempfile::TempDir;

use crate::delivery::Delivery;
use crate::delivery_log;
use crate::fault::Fault;
use crate::moment;
use crate::server::{self, Running};
use crate::shared::Shared;
use crate::state::{Holder, State, Token, UserKind};

/// A GitHub of its own, alive until the last clone is dropped.
#[derive(Clone)]
pub struct World {
    pub(super) shared: Shared,
    inner: Arc<Inner>,
}

struct Inner {
    origin: String,
    base_path: String,
    _running: Running,
    _folder: TempDir,
}

impl World {
    /// An empty GitHub like github.com.
    ///
    /// # Panics
    /// When no port or folder can be had.
    pub async fn start() -> Self {
        Self::start_at("", None)
    }

    /// One like an Enterprise server, whose API is below `/api/v3`.
    ///
    /// # Panics
    /// When no port or folder can be had.
    pub async fn start_enterprise() -> Self {
        Self::start_at("/api/v3", None)
    }

    /// One on a port that is known beforehand, so that something can be put in front of it; the
    /// API is then to be spoken to at `front`.
    ///
    /// # Panics
    /// When that port cannot be had.
    pub async fn start_behind(front: &str, port: u16) -> Self {
        Self::start_at("", Some((front, port)))
    }

    fn start_at(base_path: &str, behind: Option<(&str, u16)>) -> Self {
        let port = behind.map_or(0, |behind| behind.1);
        let listener = match TcpListener::bind(("127.0.0.1", port)) {
            Ok(listener) => listener,
            Err(error) => panic!("the world has no port: {error}"),
        };
        let address = match listener.local_addr() {
            Ok(address) if listener.set_nonblocking(true).is_ok() => address,
            _ => panic!("the world's port cannot be used"),
        };
        let folder = match tempfile::tempdir() {
            Ok(folder) => folder,
            Err(error) => panic!("the world has no folder: {error}"),
        };
        let origin = format!("http://{address}");
        let base_path = base_path.to_owned();
        let state = State::new(origin.clone(), base_path.clone(), folder.path().to_owned());
        let shared = Shared::new(state);
        let running = server::serve(listener, shared.clone());
        let origin = behind.map_or(origin, |behind| behind.0.to_owned());
        Self {
            shared,
            inner: Arc::new(Inner {
                origin,
                base_path,
                _running: running,
                _folder: folder,
            }),
        }
    }

    /// The address of its REST API.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("{}{}", self.inner.origin, self.inner.base_path)
    }

    /// A person's token.
    #[must_use]
    pub fn token_of(&self, login: &str) -> String {
        let mut state = self.shared.lock();
        let user = state.user(login, UserKind::Person);
        let token = format!("ghp_world{:08}", state.fresh_id());
        let holder = Holder::User(user);
        let expires_ms = i64::MAX;
        state
            .tokens
            .insert(token.clone(), Token { holder, expires_ms });
        token
    }

    /// Lets a person sit down at the browser, signed in at this GitHub.
    pub fn at_browser(&self, login: &str) {
        let mut state = self.shared.lock();
        let user = state.user(login, UserKind::Person);
        state.at_browser = Some(user);
    }

    /// Lets nobody be signed in at the browser, or the person there refuse to sign in.
    pub fn nobody_at_browser(&self) {
        self.shared.lock().at_browser = None;
    }

    /// Revokes every token that a person has.
    pub fn revoke_tokens_of(&self, login: &str) {
        let mut state = self.shared.lock();
        let user = state.user(login, UserKind::Person);
        state
            .tokens
            .retain(|_, token| token.holder != Holder::User(user));
    }

    /// Lets all installation tokens end now.
    pub fn expire_tokens(&self) {
        let now_ms = moment::now_ms();
        for token in self.shared.lock().tokens.values_mut() {
            if matches!(token.holder, Holder::Installation(_)) {
                token.expires_ms = now_ms;
            }
        }
    }

    /// Lets its clock be ahead of this machine's by `seconds`, or behind where that is negative.
    pub fn clock_ahead(&self, seconds: i64) {
        self.shared.lock().clock_ahead = seconds;
    }

    /// Takes a permission from the App's registration, or an event.
    pub fn unregister(&self, permission_or_event: &str) {
        let registration = &mut self.shared.lock().registration;
        registration.permissions.remove(permission_or_event);
        registration
            .events
            .retain(|event| event != permission_or_event);
    }

    /// The address that the App's webhooks go to, where a manifest named one.
    #[must_use]
    pub fn hook_url(&self) -> Option<String> {
        self.shared.lock().registration.hook_url.clone()
    }

    /// The addresses to which browsers may come back after signing in.
    #[must_use]
    pub fn callbacks(&self) -> Vec<String> {
        self.shared.lock().registration.callbacks.clone()
    }

    /// Sets the requests that each installation or person has per hour.
    pub fn hourly_limit(&self, requests: u64) {
        self.shared.lock().hourly_limit = requests;
    }

    /// Lets something go wrong; faults happen in the order in which they are asked for.
    pub fn fault(&self, fault: Fault) {
        self.shared.lock().faults.push(fault);
    }

    /// Takes back all faults that did not happen yet.
    pub fn heal(&self) {
        self.shared.lock().faults.clear();
    }

    /// Sets the secret that webhooks are signed with.
    pub fn webhook_secret(&self, secret: &str) {
        secret.clone_into(&mut self.shared.lock().webhook_secret);
    }

    /// The secret that webhooks are signed with.
    #[must_use]
    pub fn secret(&self) -> String {
        self.shared.lock().webhook_secret.clone()
    }

    /// A webhook with any event and body, in the log and signed.
    #[must_use]
    pub fn deliver(&self, event: &str, body: &Value) -> Delivery {
        delivery_log::deliver(&mut self.shared.lock(), event, body)
    }

    /// Notes what our side answered to a delivery.
    pub fn answered(&self, delivery: &Delivery, status: u16) {
        let mut state = self.shared.lock();
        let attempt = state
            .deliveries
            .iter_mut()
            .find(|attempt| attempt.id == delivery.id);
        if let Some(attempt) = attempt {
            attempt.status = status;
        }
    }

    /// The deliveries that were asked for once more since the last call.
    #[must_use]
    pub fn redeliveries(&self) -> Vec<Delivery> {
        self.shared.lock().redeliveries.drain(..).collect()
    }

    /// How often each route was asked, by `METHOD /template`; git is `GIT /info/refs` and
    /// `GIT /git-upload-pack`.
    #[must_use]
    pub fn requests(&self) -> BTreeMap<String, u64> {
        self.shared.lock().requests.clone()
    }

    /// How often one route was asked.
    #[must_use]
    pub fn requested(&self, route: &str) -> u64 {
        self.shared.lock().requests.get(route).copied().unwrap_or(0)
    }

    /// How many requests wait, or waited, for an answer that a fault held back.
    #[must_use]
    pub fn held(&self) -> u64 {
        self.shared.lock().held
    }

    /// Begins to count anew.
    pub fn forget_requests(&self) {
        self.shared.lock().requests.clear();
    }

    /// Requests that this world does not know; empty at the end of a good story.
    #[must_use]
    pub fn unexpected(&self) -> Vec<String> {
        self.shared.lock().unexpected.clone()
    }

    /// Number, title and body of each issue in a repository.
    #[must_use]
    pub fn issues(&self, full_name: &str) -> Vec<(u64, String, String)> {
        let mut state = self.shared.lock();
        let repository = state.repository(full_name);
        let issues = state.issues.iter().filter(|(key, _)| key.0 == repository);
        issues
            .map(|(key, issue)| (key.1, issue.title.clone(), issue.body.clone()))
            .collect()
    }
}
