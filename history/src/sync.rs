//! A cache of remote repositories' commits, fetched by git and updated by later scans.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::fetch::{self, FetchError, Outcome};
use crate::git::Git;
use crate::job::{Cancelled, Job, Stage};
use crate::location::{RemoteUrl, Scheme};

/// Leaves out every tree and file, which saves 89 to 99 % of the bytes.
const FILTER: &str = "--filter=tree:0";
/// Heads of pull and merge requests, as GitHub, Gitea and GitLab publish them.
const PULL_REQUESTS: [&str; 2] = [
    "+refs/pull/*/head:refs/pull/*/head",
    "+refs/merge-requests/*/head:refs/merge-requests/*/head",
];
const BRANCHES_AND_TAGS: [&str; 2] = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
/// An empty file in a clone whose server sent everything although it was asked to leave out files.
const UNFILTERED: &str = "countersign-unfiltered";
/// How often a scan that waits for another checks again.
const LOCK_INTERVAL: Duration = Duration::from_millis(100);
/// Gives git the user and password that it asks a helper for. The shell gets them as variables.
const CREDENTIAL_HELPER: &str = "!f() { test \"$1\" = get && printf 'username=%s\\npassword=%s\\n' \
     \"$COUNTERSIGN_REMOTE_USER\" \"$COUNTERSIGN_REMOTE_PASSWORD\"; }; f";

/// What to fetch besides the commits of branches and tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wants {
    /// The heads of pull and merge requests.
    pub pull_requests: bool,
    /// All files of all commits, for [`look`](crate::look()).
    pub files: bool,
}

/// A cached repository that is up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synced {
    /// The bare repository, to be read with [`read`](crate::read()).
    pub path: PathBuf,
    /// Whether it was fetched for the first time.
    pub is_new: bool,
    /// Whether the server left out files as requested. If not, this is a full clone.
    pub is_filtered: bool,
}

/// Why a remote repository could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The cache folder cannot be used.
    #[error("cannot use the cache folder {}: check that it exists and that you may write to it", path.display())]
    Cache {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no `git` program.
    #[error("cannot run `git`, which fetches from URLs: install git, or put it on the PATH")]
    GitMissing(#[source] io::Error),
    /// Git could not fetch: no response, no such repository, or no access.
    #[error("cannot fetch {url}: {message}; check the URL, the network and your access")]
    Failed {
        /// The URL without credentials.
        url: String,
        /// Git's last message.
        message: String,
    },
    /// The disk is full.
    #[error(
        "the disk is full while fetching {url}: free some space, or choose another cache folder"
    )]
    DiskFull {
        /// The URL without credentials.
        url: String,
    },
    /// The caller cancelled the job.
    #[error("the fetch was cancelled")]
    Cancelled,
}

impl From<Cancelled> for SyncError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Fetches the commits of `url` into the folder `cache`, or updates what an earlier call fetched.
///
/// It fetches branches and tags, and what `wants` asks for; clones with different wants are separate.
/// Unless files are wanted they are left out, if the server can do that. The user's configuration does not
/// apply, and git asks no questions: ssh takes its keys from the agent, and credentials must be in the URL.
///
/// Concurrent calls for one URL wait for each other. A call that fails or is cancelled leaves the cache as
/// it was; an incomplete first fetch is never visible.
///
/// # Errors
/// When git cannot fetch, the cache cannot be written, or the job is cancelled.
pub fn sync(
    url: &RemoteUrl,
    cache: &Path,
    wants: Wants,
    job: &Job<'_>,
) -> Result<Synced, SyncError> {
    let wish = if wants.pull_requests {
        Wish::AllPullRequests
    } else {
        Wish::Branches
    };
    sync_with(url, cache, wish, wants.files, job)
}

/// Does the same as [`sync`] without pull requests, and also fetches the head of pull request `number`
/// as `refs/pull/NUMBER/head`. Heads that earlier calls fetched stay as they were.
///
/// # Errors
/// As [`sync`], and when there is no such pull request.
pub fn sync_pull_request(
    url: &RemoteUrl,
    cache: &Path,
    number: u64,
    job: &Job<'_>,
) -> Result<Synced, SyncError> {
    let synced = sync_with(url, cache, Wish::PullRequest(number), false, job)?;
    if !synced.is_new {
        return Ok(synced);
    }
    // A clone fetches what its configuration names, and that does not include a single pull request.
    let updated = sync_with(url, cache, Wish::PullRequest(number), false, job)?;
    Ok(Synced {
        is_new: true,
        ..updated
    })
}

/// What to fetch besides branches and tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Branches,
    AllPullRequests,
    PullRequest(u64),
}

impl Wish {
    /// The refs as arguments for git.
    fn refs(self) -> Vec<String> {
        match self {
            Self::Branches => Vec::new(),
            Self::AllPullRequests => PULL_REQUESTS.map(str::to_owned).into(),
            Self::PullRequest(number) => {
                vec![format!("+refs/pull/{number}/head:refs/pull/{number}/head")]
            }
        }
    }
}

fn sync_with(
    url: &RemoteUrl,
    cache: &Path,
    wish: Wish,
    files: bool,
    job: &Job<'_>,
) -> Result<Synced, SyncError> {
    let wants = Wants {
        pull_requests: wish == Wish::AllPullRequests,
        files,
    };
    job.check()?;
    let in_cache = |path: &Path| {
        let path = path.to_owned();
        move |source| SyncError::Cache { path, source }
    };
    fs::create_dir_all(cache).map_err(in_cache(cache))?;
    let cache = cache.canonicalize().map_err(in_cache(cache))?;
    let name = folder_name(url, wants);
    let lock_path = cache.join(format!("{name}.lock"));
    let lock = File::create(&lock_path).map_err(in_cache(&lock_path))?;
    wait_for(&lock, url, job, &lock_path)?;
    let target = cache.join(format!("{name}.git"));
    let partial = cache.join(format!("{name}.partial"));
    remove_if_there(&partial).map_err(in_cache(&partial))?;
    job.progress.stage(&url.to_string(), Stage::Fetching);
    let run = Run {
        url,
        job,
        wish,
        files,
    };
    if is_complete(&target) {
        remove_stale_locks(&target).map_err(in_cache(&target))?;
        run.update(&target)?;
        return Ok(Synced {
            is_new: false,
            is_filtered: !files && is_filtered(&target),
            path: target,
        });
    }
    remove_if_there(&target).map_err(in_cache(&target))?;
    let fetched = run.first_fetch(&partial).inspect_err(|_| {
        // If it cannot be removed now, the next call removes it.
        drop(remove_if_there(&partial));
    })?;
    if fetched.filter_ignored {
        let marker = partial.join(UNFILTERED);
        fs::write(&marker, "").map_err(in_cache(&marker))?;
    }
    fs::rename(&partial, &target).map_err(in_cache(&target))?;
    Ok(Synced {
        is_new: true,
        is_filtered: !files && is_filtered(&target),
        path: target,
    })
}

/// The bare repository that an earlier [`sync`] with the same arguments left in the folder `cache`.
#[must_use]
pub fn cached(url: &RemoteUrl, cache: &Path, wants: Wants) -> Option<PathBuf> {
    let target = cache.join(format!("{}.git", folder_name(url, wants)));
    is_complete(&target).then_some(target)
}

fn folder_name(url: &RemoteUrl, wants: Wants) -> String {
    url.folder_name(match (wants.pull_requests, wants.files) {
        (false, false) => "",
        (true, false) => "-pulls",
        (false, true) => "-files",
        (true, true) => "-pulls-files",
    })
}

/// Waits until no other scan uses the same folder. The lock ends when the file is closed.
fn wait_for(lock: &File, url: &RemoteUrl, job: &Job<'_>, path: &Path) -> Result<(), SyncError> {
    let mut has_reported = false;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => {
                if !std::mem::replace(&mut has_reported, true) {
                    job.progress.stage(&url.to_string(), Stage::Waiting);
                }
                job.check()?;
                std::thread::sleep(LOCK_INTERVAL);
            }
            Err(TryLockError::Error(source)) => {
                return Err(SyncError::Cache {
                    path: path.to_owned(),
                    source,
                });
            }
        }
    }
}

/// Fetches of one URL.
struct Run<'a> {
    url: &'a RemoteUrl,
    job: &'a Job<'a>,
    wish: Wish,
    files: bool,
}

impl Run<'_> {
    /// Clones into a folder that does not exist yet.
    fn first_fetch(&self, folder: &Path) -> Result<Outcome, SyncError> {
        let mut arguments = vec!["clone", "--bare", "--progress", "--template="];
        arguments.extend(self.filter());
        let wishes: Vec<String> = PULL_REQUESTS
            .iter()
            .filter(|_| self.wish == Wish::AllPullRequests)
            .map(|refs| format!("--config=remote.origin.fetch={refs}"))
            .collect();
        arguments.extend(wishes.iter().map(String::as_str));
        arguments.extend(["--end-of-options", &self.url.address]);
        self.run(self.git().args(arguments).args([folder]))
    }

    /// Updates an earlier clone.
    fn update(&self, folder: &Path) -> Result<(), SyncError> {
        let mut git = self.git();
        git.env("GIT_DIR", folder);
        let mut arguments = vec![
            "fetch",
            "--progress",
            "--prune",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            "--refmap=",
        ];
        arguments.extend(self.filter());
        arguments.extend(["--end-of-options", "origin"]);
        arguments.extend(BRANCHES_AND_TAGS);
        let pull_requests = self.wish.refs();
        arguments.extend(pull_requests.iter().map(String::as_str));
        self.run(git.args(arguments))?;
        let pack_refs = Git::local(folder).args(["pack-refs", "--all"]);
        self.run(pack_refs)?;
        Ok(())
    }

    fn filter(&self) -> Option<&'static str> {
        (!self.files).then_some(FILTER)
    }

    /// A git command that may use the protocol of this URL and no other.
    fn git(&self) -> Git {
        let mut git = Git::new();
        git.with_network();
        let allowed = match self.url.scheme {
            // A server may redirect the client to the encrypted address.
            Scheme::Http => "http:https",
            other => other.name(),
        };
        git.env("GIT_ALLOW_PROTOCOL", allowed);
        if self.url.scheme == Scheme::Ssh {
            git.inherit(&["HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK"]);
            git.env(
                "GIT_SSH_COMMAND",
                "ssh -o BatchMode=yes -o ConnectTimeout=60",
            );
            git.env("GIT_SSH_VARIANT", "ssh");
        }
        if let Some((user, password)) = &self.url.credentials {
            git.env("COUNTERSIGN_REMOTE_USER", user);
            git.env("COUNTERSIGN_REMOTE_PASSWORD", password);
            let key = format!("credential.{}.helper", self.url.origin);
            git.set(&key, CREDENTIAL_HELPER);
        }
        // Without these, git waits forever for a server that sends nothing.
        git.set("http.lowSpeedLimit", "1");
        git.set("http.lowSpeedTime", "60");
        git
    }

    fn run(&self, git: Git) -> Result<Outcome, SyncError> {
        let url = || self.url.to_string();
        fetch::run(git, self.url, self.job).map_err(|error| match error {
            FetchError::Missing(source) => SyncError::GitMissing(source),
            FetchError::DiskFull => SyncError::DiskFull { url: url() },
            FetchError::Cancelled => SyncError::Cancelled,
            FetchError::Failed(message) => SyncError::Failed {
                url: url(),
                message,
            },
        })
    }
}

/// Whether an earlier call finished in this folder.
fn is_complete(folder: &Path) -> bool {
    folder.join("HEAD").is_file() && folder.join("objects").is_dir() && folder.join("refs").is_dir()
}

/// Whether the server left out files at the first fetch.
fn is_filtered(folder: &Path) -> bool {
    !folder.join(UNFILTERED).exists()
}

/// Removes the lock files of a git that was killed. The caller holds this folder's lock, so no other git runs.
fn remove_stale_locks(folder: &Path) -> io::Result<()> {
    let mut folders = vec![folder.join("refs")];
    for entry in fs::read_dir(folder)? {
        remove_if_lock(&entry?.path())?;
    }
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                remove_if_lock(&entry.path())?;
            }
        }
    }
    Ok(())
}

fn remove_if_lock(path: &Path) -> io::Result<()> {
    if path.is_file() && path.extension().is_some_and(|end| end == "lock") {
        fs::remove_file(path)?;
    }
    Ok(())
}

fn remove_if_there(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
