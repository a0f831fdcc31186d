//! Fetching the repositories of a scan: several at a time, until their share of the disk is used up.

use std::collections::VecDeque;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use countersign_history::{Job, Location, RemoteUrl, SyncError, Wants, cached, sync};
use indicatif::HumanBytes;

use crate::exit::{Exit, Failure};
use crate::output::Console;

/// How repositories are fetched.
#[derive(Debug)]
pub(super) struct Fetching {
    pub(super) wants: Wants,
    /// `None` if the user has no cache folder; only fetching needs it.
    pub(super) cache: Option<PathBuf>,
    pub(super) offline: bool,
    /// How many at the same time.
    pub(super) at_once: usize,
    /// Bytes that the repositories of this scan may take up together.
    pub(super) most_bytes: Option<u64>,
}

/// Where each repository is on this machine, in the order of the locations.
pub(super) type Folders = Vec<Result<PathBuf, Failure>>;

impl Fetching {
    /// Fetches what is a URL. One that cannot be fetched does not stop the others.
    pub(super) fn all(&self, locations: &[Location], job: &Job<'_>, console: Console) -> Folders {
        let start = Instant::now();
        let run = Run {
            fetching: self,
            job,
            bytes: AtomicU64::new(0),
            fetched: AtomicUsize::new(0),
            due: Mutex::new(locations.iter().enumerate().collect()),
        };
        let mut done: Vec<_> = thread::scope(|scope| {
            let urls = locations
                .iter()
                .filter(|one| matches!(one, Location::Url(_)));
            let threads = self.at_once.min(urls.count()).max(1);
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| run.work())).collect();
            let done = workers.into_iter().flat_map(|worker| {
                let done = worker.join();
                done.unwrap_or_else(|panic| resume_unwind(panic))
            });
            done.collect()
        });
        done.sort_by_key(|(position, _)| *position);
        let fetched = run.fetched.into_inner();
        if fetched > 1 {
            console.detail(&format!(
                "fetched {fetched} repositories in {:.2?}; they take up {}",
                start.elapsed(),
                HumanBytes(run.bytes.into_inner()),
            ));
        }
        done.into_iter().map(|(_, folder)| folder).collect()
    }

    /// The folder of the cache that holds a remote repository.
    fn one(&self, url: &RemoteUrl, job: &Job<'_>) -> Result<PathBuf, Failure> {
        let Some(cache) = &self.cache else {
            let message = "cannot find the user's cache folder";
            return Err(Failure::storage(anyhow::Error::msg(message))
                .hint("name a folder with --cache DIR"));
        };
        if self.offline {
            return cached(url, cache, self.wants).ok_or_else(|| {
                let message = format!("{url} is not in the cache {}", cache.display());
                Failure::new(Exit::NoneRead, anyhow::Error::msg(message))
                    .hint("fetch it: run the same command without --offline")
            });
        }
        let synced = sync(url, cache, self.wants, job).map_err(not_fetched)?;
        Ok(synced.path)
    }
}

/// One run over all locations, which several threads share.
struct Run<'a> {
    fetching: &'a Fetching,
    job: &'a Job<'a>,
    bytes: AtomicU64,
    fetched: AtomicUsize,
    due: Mutex<VecDeque<(usize, &'a Location)>>,
}

impl Run<'_> {
    fn work(&self) -> Vec<(usize, Result<PathBuf, Failure>)> {
        let mut done = Vec::new();
        loop {
            let next = self
                .due
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop_front();
            let Some((position, location)) = next else {
                return done;
            };
            let folder = match location {
                Location::Path(path) => Ok(path.clone()),
                Location::Url(url) => self.fetch(url),
            };
            done.push((position, folder));
        }
    }

    fn fetch(&self, url: &RemoteUrl) -> Result<PathBuf, Failure> {
        if let Some(most) = self.fetching.most_bytes
            && self.bytes.load(Ordering::Relaxed) >= most
        {
            let message = format!("{url} was not fetched: --disk-budget is used up");
            return Err(Failure::new(Exit::NoneRead, anyhow::Error::msg(message))
                .hint("raise --disk-budget; what is in the cache already counts too"));
        }
        let folder = self.fetching.one(url, self.job)?;
        self.bytes.fetch_add(size_of(&folder), Ordering::Relaxed);
        self.fetched.fetch_add(1, Ordering::Relaxed);
        Ok(folder)
    }
}

/// Bytes of all files below a folder. What cannot be read counts nothing.
fn size_of(folder: &Path) -> u64 {
    let Ok(entries) = folder.read_dir() else {
        return 0;
    };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => size_of(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

fn not_fetched(error: SyncError) -> Failure {
    let exit = match error {
        SyncError::Cache { .. } | SyncError::DiskFull { .. } => Exit::Storage,
        _ => Exit::NoneRead,
    };
    Failure::new(exit, error)
}
