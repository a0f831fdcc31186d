//! Reading one local repository into the history.

use std::io;
use std::path::{Path, PathBuf};

use bstr::ByteSlice as _;
use countersign_facts::{History, ObjectId};

use crate::git::GitError;
use crate::hash::ObjectFormat;
use crate::job::{Cancelled, Job, Stage};
use crate::objects::Objects;
use crate::refs::Listed;
use crate::repository::Repository;
use crate::scan::Scan;

/// Which commits to read.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Refs to start from, by full or short name as `git rev-parse` takes them. Empty means every
    /// ref and every worktree's `HEAD`: the commits of `git rev-list --all`.
    pub refs: Vec<String>,
    /// Keep only commits made at this committer time or later (Unix seconds).
    pub since: Option<i64>,
    /// Keep only commits made at this committer time or earlier (Unix seconds). A commit without a
    /// readable committer time counts as made at 0.
    pub until: Option<i64>,
    /// Start from these objects instead, whatever the refs of these names point at now. Where `refs` is
    /// empty they count as all there are.
    pub tips: Vec<Tip>,
}

/// A ref, and the object it pointed at when it was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tip {
    /// Full name, with replacement characters where it is not UTF-8; `HEAD` for that of any worktree.
    pub name: String,
    /// A commit or tag, or whatever else the ref names.
    pub id: ObjectId,
}

/// What a reading met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Commits of the selection, those that an earlier repository of the scan brought included.
    pub commits: u64,
    /// Refs the reading started from; every `HEAD` counts as one.
    pub refs: u64,
    /// The same with what they pointed at, by name.
    pub tips: Vec<Tip>,
    /// Host and owner of the remote it was cloned from, where that has an owner.
    pub organisation: Option<String>,
    /// Annotated tags read.
    pub tags: u64,
    /// Whether a shallow fetch left out older commits: every statistic is biased then.
    pub shallow: bool,
    /// Refs below `refs/replace/`; the replacements they stand for were not applied.
    pub replaced: u64,
    /// How the repository names its objects.
    pub object_format: ObjectFormat,
    /// What could not be read.
    pub skipped: Skipped,
}

/// What a reading passed over because it is missing or broken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Commits and tags that are there but cannot be decoded.
    pub unreadable: u64,
    /// Commits and tags whose content is no commit or tag.
    pub malformed: u64,
    /// Parents that are not there; those that a shallow fetch left out do not count.
    pub missing_parents: u64,
    /// Objects whose content belongs to another id.
    pub hash_mismatch: u64,
    /// Refs that hold no id, or the id of an object that is not there.
    pub unreadable_refs: u64,
    /// Packs that could not be opened.
    pub unreadable_packs: u64,
    /// The first few, as an object id, a ref or a file name, with the reason.
    pub examples: Vec<(String, String)>,
}

impl Skipped {
    /// How many examples are kept.
    const MOST_EXAMPLES: usize = 5;

    /// Whether nothing was passed over.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn note(&mut self, what: impl ToString, reason: impl ToString) {
        if self.examples.len() < Self::MOST_EXAMPLES {
            self.examples.push((what.to_string(), reason.to_string()));
        }
    }
}

/// Why a repository could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The path is no git repository.
    #[error("{} is no git repository: name a folder that holds `.git`, or a bare repository", path.display())]
    NoRepository {
        /// The path that was given.
        path: PathBuf,
    },
    /// A part that every repository needs could not be read.
    #[error("cannot read {}: check that it exists and that you may read it", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The repository uses a format this version does not know.
    #[error("{} uses {what}, which this version cannot read", path.display())]
    Unsupported {
        /// The path that was given.
        path: PathBuf,
        /// Which format.
        what: String,
    },
    /// A ref of the selection does not exist.
    #[error("{} has no ref {name:?}: `git for-each-ref` lists those it has", path.display())]
    NoSuchRef {
        /// The path that was given.
        path: PathBuf,
        /// The ref as it was given.
        name: String,
    },
    /// A ref of the selection cannot be read.
    #[error("cannot read the ref {name:?}: {reason}")]
    BrokenRef {
        /// Full name of the ref.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Git, which lists the refs of repositories in the reftable format, gave no answer.
    #[error("cannot list the refs of a repository in the reftable format")]
    Git(#[source] GitError),
    /// The caller cancelled the job.
    #[error("the reading was cancelled")]
    Cancelled,
}

impl From<Cancelled> for ReadError {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// The object that the ref `name` of the local repository at `path` points at, by full or short name;
/// `None` where there is no such ref.
///
/// # Errors
/// When there is no repository that can be read, or the ref itself cannot be read.
pub fn tip(path: &Path, name: &str) -> Result<Option<ObjectId>, ReadError> {
    let repository = Repository::open(path)?;
    let found = crate::refs::named(&repository, name)?;
    Ok(found.map(|(_, id)| id))
}

/// Full names of all refs of the local repository at `path`; a name that is no UTF-8 is left out.
///
/// # Errors
/// When there is no repository that can be read, or its refs cannot be listed.
pub fn refs(path: &Path) -> Result<Vec<String>, ReadError> {
    let repository = Repository::open(path)?;
    let mut names = Vec::new();
    crate::refs::all(&repository, &mut |listed| {
        if let Listed::Ref(found) = listed {
            names.extend(found.name.to_str().ok().map(str::to_owned));
        }
    })?;
    Ok(names)
}

/// Reads the local repository at `path` into `history`, under the name reports shall show.
///
/// The path may be a worktree, a linked worktree or a git folder, bare or not, whoever owns it. Its
/// configuration runs nothing and nothing is fetched. Replacements (`refs/replace/`) are not applied.
/// Objects that are missing or broken are counted in [`Reading::skipped`] and never end the reading.
///
/// A commit that the history holds already, from another repository, is not taken a second time.
///
/// # Errors
/// When there is no repository that can be read, a ref of the selection does not exist, or the job is
/// cancelled; the history then holds part of the repository and should be given up.
///
/// # Panics
/// When the history exceeds its limits (2^32 commits, 65,536 repositories).
pub fn read(
    path: &Path,
    name: &str,
    selection: &Selection,
    job: &Job<'_>,
    history: &mut History,
) -> Result<Reading, ReadError> {
    job.check()?;
    job.progress.stage(name, Stage::Refs);
    let repository = Repository::open(path)?;
    let objects = Objects::open(&repository)?;
    let mut scan = Scan::new(&repository, objects, job, name, history);
    if !selection.tips.is_empty() {
        for tip in &selection.tips {
            scan.start_at(tip.name.as_bytes().into(), tip.id);
        }
    } else if selection.refs.is_empty() {
        scan.start_everywhere()?;
    } else {
        for wanted in &selection.refs {
            let found = crate::refs::named(&repository, wanted)?;
            let (full_name, id) = found.ok_or_else(|| ReadError::NoSuchRef {
                path: path.to_owned(),
                name: wanted.clone(),
            })?;
            scan.start_at(full_name.as_ref(), id);
        }
    }
    scan.read_tags()?;
    job.progress.stage(name, Stage::Commits);
    // Runs of commits in a pack belong to all its refs, so a few refs are better followed one
    // commit at a time.
    scan.read_commits(selection.refs.is_empty())?;
    Ok(scan.finish(selection))
}
