//! The operator's settings.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use countersign_facts::{HashKey, PullRequestNumber};
use countersign_history::PlatformKeys;

use crate::plan::Plan;
use crate::policy::Policy;
use crate::site::Site;

/// Gets every plan in a dry run: repository, number, plan.
type DryRun = Arc<dyn Fn(&str, PullRequestNumber, &Plan) + Send + Sync>;

/// What an operator may set.
#[derive(Clone)]
pub struct Settings {
    /// Folder of the mirrors of repositories' commits.
    pub cache: PathBuf,
    /// The policy where no policy file says otherwise.
    pub policy: Policy,
    /// How long a lease lasts; it is extended while the job runs.
    pub lease: Duration,
    /// How long a job for which somebody waits may run. Then it fails, and is run again later like other jobs that fail.
    pub deadline: Duration,
    /// How long any other job may run: reading a large history for the first time takes its time.
    pub background_deadline: Duration,
    /// How long a job may continue after the service is asked to stop.
    pub grace: Duration,
    /// How often an idle worker looks for jobs.
    pub poll: Duration,
    /// Jobs that run at the same time in this process.
    pub workers: usize,
    /// Threads that read one repository.
    pub threads: usize,
    /// Gets the plans instead of GitHub, in a dry run.
    pub dry_run: Option<DryRun>,
    /// The key under which indicator lists are imported, and people are remembered and forgotten; without a
    /// key none of this happens.
    pub hash_key: Option<HashKey>,
    /// Whether people are remembered.
    pub remember: bool,
    /// Days after which data is deleted that no repository has shown since; `None` keeps it.
    pub keep_days: Option<u32>,
    /// Keys of the platforms whose commits are verified.
    pub platforms: PlatformKeys,
    /// The pages for people; without them comments link to none.
    pub site: Option<Site>,
}

impl Settings {
    /// Ordinary settings, with mirrors in `cache`.
    #[must_use]
    pub fn new(cache: PathBuf) -> Self {
        Self {
            cache,
            policy: Policy::default(),
            lease: Duration::from_secs(60),
            deadline: Duration::from_secs(30 * 60),
            background_deadline: Duration::from_secs(4 * 60 * 60),
            grace: Duration::from_secs(20),
            poll: Duration::from_secs(1),
            workers: 2,
            threads: 2,
            dry_run: None,
            hash_key: None,
            remember: false,
            keep_days: None,
            platforms: PlatformKeys::default(),
            site: None,
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
