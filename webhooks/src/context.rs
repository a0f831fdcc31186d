//! What every job may use.

use std::sync::Arc;

use countersign_facts::HashKey;
use countersign_github::{App, Clock};
use countersign_indicators::Lists;
use countersign_store::Store;

use crate::jitter::Jitter;
use crate::mirror::Mirrors;
use crate::settings::Settings;

/// What every job may use. Clones share everything.
#[derive(Clone, Debug)]
pub struct Context {
    pub(crate) store: Store,
    pub(crate) app: App,
    pub(crate) mirrors: Mirrors,
    pub(crate) clock: Clock,
    pub(crate) jitter: Jitter,
    pub(crate) settings: Arc<Settings>,
    pub(crate) lists: Arc<Lists>,
}

impl Context {
    /// A context with a migrated database.
    #[must_use]
    pub fn new(store: Store, app: App, settings: Settings, clock: Clock, jitter: Jitter) -> Self {
        let key = settings.hash_key.clone();
        if settings.remember && key.is_none() {
            tracing::warn!(
                "--remember is off because the hash key is missing; create one with \"openssl rand -hex 32 > \
                 hash.key\" and set COUNTERSIGN_HASH_KEY_FILE"
            );
        }
        Self {
            lists: Arc::new(Lists::new(store.clone(), key)),
            store,
            app,
            mirrors: Mirrors::new(settings.cache.clone(), settings.threads),
            clock,
            jitter,
            settings: Arc::new(settings),
        }
    }

    /// The key under which people are remembered; `None` if they are not.
    pub(crate) fn memory_key(&self) -> Option<&HashKey> {
        let key = self.settings.hash_key.as_ref();
        key.filter(|_| self.settings.remember)
    }

    /// The present, Unix milliseconds.
    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }
}
