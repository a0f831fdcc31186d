//! Fetching the repositories of a scan: several at a time, until their share of the disk is used up.

use std::collections::VecDeque;
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
            let done = workers
                .into_iter()
                .flat_map(|worker| worker.join().unwrap_or_default());
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

/// Reads a number of bytes: `500M`, `2G`; powers of 1024.
pub(super) fn parse_bytes(text: &str) -> Result<u64, String> {
    let wrong = || "expected a number of bytes, such as 500M or 2G".to_owned();
    let (digits, factor) = match text.to_ascii_uppercase() {
        text if text.ends_with('K') => (text, 1 << 10),
        text if text.ends_with('M') => (text, 1 << 20),
        text if text.ends_with('G') => (text, 1 << 30),
        text if text.ends_with('T') => (text, 1 << 40),
        text => (text, 1_u64),
    };
    let digits = digits.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(factor).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(parse_bytes("1000"), Ok(1_000));
        assert_eq!(parse_bytes("2g"), Ok(2 << 30));
        assert_eq!(parse_bytes("500M"), Ok(500 << 20));
        for wrong in ["", "G", "two", "-1", "99999999999T"] {
            assert!(parse_bytes(wrong).is_err(), "{wrong}");
        }
    }
}
