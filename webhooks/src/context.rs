//! What every job may use.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use countersign_facts::HashKey;
use countersign_github::{App, Clock};
use countersign_indicators::Lists;
use countersign_store::Store;

use crate::dice::Dice;
use crate::mirror::Mirrors;
use crate::policy::Policy;
use crate::review::Plan;

/// Told of every plan instead of GitHub: repository, number, plan.
pub(crate) type DryRun = Arc<dyn Fn(&str, u64, &Plan) + Send + Sync>;

/// What an operator may set.
#[derive(Clone)]
pub struct Settings {
    /// Folder of the mirrors of repositories' commits.
    pub cache: PathBuf,
    /// What holds where no policy file says otherwise.
    pub policy: Policy,
    /// How long a lease lasts; it is extended while the job runs.
    pub lease: Duration,
    /// How long a job may go on after the service is told to stop.
    pub grace: Duration,
    /// How often an idle worker looks for jobs.
    pub poll: Duration,
    /// Jobs at once in this process.
    pub workers: usize,
    /// Threads that read one repository.
    pub threads: usize,
    /// Where plans go instead of to GitHub.
    pub dry_run: Option<DryRun>,
    /// The key under which lists of indicators were imported, and people are remembered and forgotten;
    /// without one there is none of it.
    pub hash_key: Option<HashKey>,
    /// Whether people are remembered.
    pub remember: bool,
    /// Days after which what nothing has shown any more is forgotten; `None` keeps it.
    pub keep_days: Option<u32>,
}

impl Settings {
    /// Ordinary settings, with mirrors in `cache`.
    #[must_use]
    pub fn new(cache: PathBuf) -> Self {
        Self {
            cache,
            policy: Policy::default(),
            lease: Duration::from_secs(60),
            grace: Duration::from_secs(20),
            poll: Duration::from_secs(1),
            workers: 2,
            threads: 2,
            dry_run: None,
            hash_key: None,
            remember: false,
            keep_days: None,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("workers", &self.workers)
            .field("dry_run", &self.dry_run.is_some())
            .finish_non_exhaustive()
    }
}

/// What every job may use. Clones share everything.
#[derive(Clone, Debug)]
pub struct Context {
    pub(crate) store: Store,
    pub(crate) app: App,
    pub(crate) mirrors: Mirrors,
    pub(crate) clock: Clock,
    pub(crate) dice: Dice,
    pub(crate) settings: Arc<Settings>,
    pub(crate) lists: Arc<Lists>,
}

impl Context {
    /// A context over a migrated store.
    #[must_use]
    pub fn new(store: Store, app: App, settings: Settings, clock: Clock, dice: Dice) -> Self {
        let key = settings.hash_key.clone();
        if settings.remember && key.is_none() {
            tracing::warn!(
                "people are not remembered: there is no key to hash their addresses under"
            );
        }
        Self {
            lists: Arc::new(Lists::new(store.clone(), key)),
            store,
            app,
            mirrors: Mirrors::new(settings.cache.clone(), settings.threads),
            clock,
            dice,
            settings: Arc::new(settings),
        }
    }

    /// The key under which people are remembered, where they are.
    pub(crate) fn memory_key(&self) -> Option<&HashKey> {
        let key = self.settings.hash_key.as_ref();
        key.filter(|_| self.settings.remember)
    }

    /// The present, Unix milliseconds.
    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }
}
