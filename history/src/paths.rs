//! The files that chosen commits change, the files of the newest commit, and the content of one of them.

use std::collections::BTreeMap;
use std::path::Path;

use countersign_facts::ObjectId;
use git2::{DiffOptions, ErrorCode, ObjectType, Oid, Repository as Opened};

use crate::content::{open, unreadable};
use crate::error::ReadError;
use crate::job::{Job, Stage};
use crate::refs;
use crate::repository::LocalRepository;

/// Commits between two reports of progress.
const STEP: usize = 256;

/// What one commit does to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathChange {
    /// The path, as bytes. A moved file counts as one removed and one added.
    pub path: Box<[u8]>,
    /// Id of the file's content after the commit; `None` when the commit removes the file.
    pub left: Option<ObjectId>,
}

/// What one commit changes, against its first parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The commit.
    pub commit: ObjectId,
    /// First line of its message, decoded as far as possible.
    pub subject: String,
    /// The files; `None` when they are unknown: a partial or shallow clone, a damaged object.
    pub paths: Option<Vec<PathChange>>,
}

/// Compares each of `commits` in the repository at `path` with its first parent, by paths only. A commit
/// without a parent brings all of its files. Commits that the repository lacks are left out.
///
/// # Errors
/// When the repository cannot be opened, or the job is cancelled.
pub fn changed_paths(
    path: &Path,
    name: &str,
    commits: &[ObjectId],
    job: &Job<'_>,
) -> Result<Vec<Changed>, ReadError> {
    job.check()?;
    job.progress.stage(name, Stage::Content);
    let repository = LocalRepository::open(path)?;
    let opened = open(&repository).map_err(|error| unreadable(path, &error))?;
    let mut all = Vec::with_capacity(commits.len());
    for (done, id) in commits.iter().enumerate() {
        if done % STEP == 0 {
            job.check()?;
            job.progress.commits(done as u64);
        }
        all.extend(changed(&opened, id));
    }
    Ok(all)
}

fn changed(opened: &Opened, id: &ObjectId) -> Option<Changed> {
    let commit = Oid::from_bytes(id.as_bytes())
        .and_then(|id| opened.find_commit(id))
        .ok()?;
    let message = String::from_utf8_lossy(commit.message_bytes());
    let subject = message.trim_start().lines().next().unwrap_or_default();
    Some(Changed {
        commit: *id,
        subject: subject.trim_end().to_owned(),
        paths: paths(opened, &commit).ok(),
    })
}

fn paths(opened: &Opened, commit: &git2::Commit<'_>) -> Result<Vec<PathChange>, git2::Error> {
    let new = commit.tree()?;
    let old = match commit.parent_count() {
        0 => None,
        _ => Some(commit.parent(0)?.tree()?),
    };
    let mut options = DiffOptions::new();
    options.ignore_submodules(true);
    let diff = opened.diff_tree_to_tree(old.as_ref(), Some(&new), Some(&mut options))?;
    let changes = diff.deltas().map(|delta| {
        let (old, new) = (delta.old_file(), delta.new_file());
        let path = new.path_bytes().or_else(|| old.path_bytes());
        PathChange {
            path: path.unwrap_or_default().into(),
            left: object_id(new.id()),
        }
    });
    Ok(changes.collect())
}

/// `None` for the id of zeros, which stands for no file.
fn object_id(id: Oid) -> Option<ObjectId> {
    ObjectId::from_bytes(id.as_bytes()).filter(|_| !id.is_zero())
}

/// Files by path, each with the id of its content.
pub type Files = BTreeMap<Box<[u8]>, ObjectId>;

/// The files of the commit that `HEAD` of the repository at `path` names; `None` when there is no such commit,
/// or its files were not fetched.
///
/// # Errors
/// When the repository cannot be opened, or an object of the commit exists and cannot be read.
pub fn files_at_head(path: &Path) -> Result<Option<Files>, ReadError> {
    let repository = LocalRepository::open(path)?;
    let Some((_, head)) = refs::named(&repository, "HEAD")? else {
        return Ok(None);
    };
    let opened = open(&repository).map_err(|error| unreadable(path, &error))?;
    match files(&opened, &head) {
        Ok(files) => Ok(Some(files)),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// The ref that a clone keeps of the default branch of where it was cloned from.
const DEFAULT_BRANCH: &str = "refs/remotes/origin/HEAD";

/// The content of one file on the default branch of the repository at `path`. A clone knows the default branch of its
/// origin; without one, `HEAD` counts. `None` if the file does not exist or its content was not fetched.
///
/// # Errors
/// When the repository cannot be opened, or the file is larger than `largest` bytes or cannot be read.
pub fn file_on_default_branch(
    path: &Path,
    file: &str,
    largest: usize,
) -> Result<Option<Vec<u8>>, ReadError> {
    let repository = LocalRepository::open(path)?;
    let named = match refs::named(&repository, DEFAULT_BRANCH)? {
        None => refs::named(&repository, "HEAD")?,
        named => named,
    };
    let Some((_, commit)) = named else {
        return Ok(None);
    };
    let opened = open(&repository).map_err(|error| unreadable(path, &error))?;
    match content(&opened, &commit, file, largest) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(unreadable(&path.join(file), &error)),
    }
}

fn content(
    opened: &Opened,
    commit: &ObjectId,
    file: &str,
    largest: usize,
) -> Result<Vec<u8>, git2::Error> {
    let commit = opened.find_commit(Oid::from_bytes(commit.as_bytes())?)?;
    let entry = commit.tree()?.get_path(Path::new(file))?;
    let (size, kind) = opened.odb()?.read_header(entry.id())?;
    if kind != ObjectType::Blob || size > largest {
        let message = format!("it is not a file of at most {largest} bytes");
        return Err(git2::Error::from_str(&message));
    }
    Ok(opened.find_blob(entry.id())?.content().to_owned())
}

fn files(opened: &Opened, head: &ObjectId) -> Result<Files, git2::Error> {
    let commit = opened.find_commit(Oid::from_bytes(head.as_bytes())?)?;
    let mut files = Files::new();
    let mut folders = vec![(Vec::new(), commit.tree_id())];
    while let Some((folder, id)) = folders.pop() {
        for entry in &opened.find_tree(id)? {
            let mut path = [&*folder, entry.name_bytes()].concat();
            match entry.kind() {
                Some(ObjectType::Blob) => {
                    files.extend(object_id(entry.id()).map(|id| (path.into(), id)));
                }
                Some(ObjectType::Tree) => {
                    path.push(b'/');
                    folders.push((path, entry.id()));
                }
                _ => {}
            }
        }
    }
    Ok(files)
}
