//! What commits change, on request: libgit2 compares each with its first parent, and the facts mark what
//! they find in the added lines. Only the marks are kept.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use countersign_facts::content::{self, Contents, Wanted};
use countersign_facts::is_sensitive;
use countersign_facts::{
    CommitIndex, Content, DatedFile, FileChange, History, Mark, RepositoryIndex,
};
use git2::{Delta, Diff, DiffOptions, ErrorCode, FileMode, Odb, Oid, Patch, Repository as Opened};

use crate::error::ReadError;
use crate::hash::ObjectFormat;
use crate::job::{Job, Stage};
use crate::reading::Skipped;
use crate::repository::LocalRepository;

/// Largest file that is examined, in bytes.
const LARGEST_FILE: i64 = 1_000_000;
/// A commit that changes more files is an import or was generated, and is not examined.
const MOST_FILES: usize = 1_000;
/// A first commit with more files is an import of work that was done elsewhere.
const MOST_FIRST_FILES: usize = 20;
/// Commits that a thread takes at once: neighbours share trees.
const CHUNK: usize = 256;

/// The result of examining what a repository's commits change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Commits that were examined.
    pub commits: u64,
    /// Imports, which were skipped: commits that change too many files, and first commits that add many.
    pub imports: u64,
    /// Commits without their own or their parent's tree: a partial or shallow clone.
    pub missing: u64,
    /// Commits that could not be compared for another reason.
    pub unreadable: u64,
    /// Files of examined commits that are missing or too large.
    pub unseen_files: u64,
    /// The first few problems: a commit's id with the reason.
    pub examples: Vec<(String, String)>,
}

/// The result for one commit.
enum Look {
    Seen(Content),
    Import,
    Missing,
    Unreadable(String),
}

/// Examines what each commit of a repository changes, and adds the marks to `contents`. Merges are left out.
///
/// The repository is at `path` and has this index in the history. `wanted` says which wallets to look for.
/// A commit that cannot be examined is counted and does not end the reading.
///
/// # Errors
/// When the repository's objects cannot be opened, or the job is cancelled.
pub fn look(
    path: &Path,
    name: &str,
    (index, history): (RepositoryIndex, &History),
    wanted: Option<Wanted<'_>>,
    job: &Job<'_>,
    contents: &mut Contents,
) -> Result<Looked, ReadError> {
    job.check()?;
    job.progress.stage(name, Stage::Content);
    let repository = LocalRepository::open(path)?;
    open(&repository).map_err(|error| unreadable(path, &error))?;
    let commits: Vec<_> = history
        .commits()
        .filter(|commit| commit.repository() == index && !commit.is_merge())
        .map(|commit| commit.index())
        .collect();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..job.threads.max(1) {
            scope.spawn(|| {
                let Ok(opened) = open(&repository) else {
                    return;
                };
                let looker = Looker { opened, wanted };
                while let Some(chunk) = commits
                    .chunks(CHUNK)
                    .nth(next.fetch_add(1, Ordering::Relaxed))
                {
                    if job.check().is_err() {
                        return;
                    }
                    let seen = chunk
                        .iter()
                        .map(|commit| (*commit, looker.commit(history, *commit)));
                    let seen: Vec<_> = seen.collect();
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.extend(seen);
                    job.progress.commits(done.len() as u64);
                }
            });
        }
    });
    job.check()?;
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(commit, _)| *commit);
    Ok(settle(done, history, contents))
}

pub(crate) fn unreadable(path: &Path, error: &git2::Error) -> ReadError {
    ReadError::Unreadable {
        path: path.to_owned(),
        source: std::io::Error::other(error.message().to_owned()),
    }
}

/// Opens the repository's objects only, without its configuration and attributes, regardless of its owner.
pub(crate) fn open(repository: &LocalRepository) -> Result<Opened, git2::Error> {
    let format = match repository.format {
        ObjectFormat::Sha1 => git2::ObjectFormat::Sha1,
        ObjectFormat::Sha256 => git2::ObjectFormat::Sha256,
    };
    let objects = Odb::new_ext(format)?;
    let folder = repository.objects_dir();
    let folder = folder
        .to_str()
        .ok_or_else(|| git2::Error::from_str("the path of the repository is not UTF-8"))?;
    objects.add_disk_alternate(folder)?;
    Opened::from_odb(objects)
}

fn settle(done: Vec<(CommitIndex, Look)>, history: &History, contents: &mut Contents) -> Looked {
    let mut looked = Looked::default();
    let mut skipped = Skipped::default();
    let seen = done.into_iter().filter_map(|(commit, look)| match look {
        Look::Seen(content) => {
            looked.commits += 1;
            looked.unseen_files += u64::from(content.unseen);
            Some((commit, content))
        }
        Look::Import => {
            looked.imports += 1;
            None
        }
        Look::Missing => {
            looked.missing += 1;
            skipped.note(
                history.id(commit),
                "its files, or those before it, are missing",
            );
            None
        }
        Look::Unreadable(reason) => {
            looked.unreadable += 1;
            skipped.note(history.id(commit), reason);
            None
        }
    });
    contents.extend(seen);
    looked.examples = skipped.examples;
    looked
}

/// One thread's view of the objects.
struct Looker<'a> {
    opened: Opened,
    wanted: Option<Wanted<'a>>,
}

impl Looker<'_> {
    fn commit(&self, history: &History, index: CommitIndex) -> Look {
        match self.look(history, index) {
            Ok(look) => look,
            Err(error) if error.code() == ErrorCode::NotFound => Look::Missing,
            Err(error) => Look::Unreadable(error.message().to_owned()),
        }
    }

    fn look(&self, history: &History, index: CommitIndex) -> Result<Look, git2::Error> {
        let commit = self
            .opened
            .find_commit(Oid::from_bytes(history.id(index).as_bytes())?)?;
        let new = commit.tree()?;
        let is_first = commit.parent_count() == 0;
        let old = match is_first {
            true => None,
            false => Some(commit.parent(0)?.tree()?),
        };
        let mut options = DiffOptions::new();
        options
            .context_lines(0)
            .max_size(LARGEST_FILE)
            .ignore_submodules(true);
        let diff = self
            .opened
            .diff_tree_to_tree(old.as_ref(), Some(&new), Some(&mut options))?;
        let most = if is_first {
            MOST_FIRST_FILES
        } else {
            MOST_FILES
        };
        if diff.deltas().len() > most {
            return Ok(Look::Import);
        }
        let mut content = self.content(&diff)?;
        let message = String::from_utf8_lossy(commit.message_bytes());
        let wallets = content::message_marks(&message, self.wanted);
        content.marks.extend(wallets);
        Ok(Look::Seen(content))
    }

    fn content(&self, diff: &Diff<'_>) -> Result<Content, git2::Error> {
        let mut unseen = 0;
        let mut has_marks = false;
        let mut sensitive = Vec::new();
        let mut dated = Vec::new();
        for (position, delta) in diff.deltas().enumerate() {
            let file = delta.new_file();
            let path = file.path_bytes().unwrap_or_default();
            let is_file = matches!(file.mode(), FileMode::Blob | FileMode::BlobExecutable);
            if is_sensitive(path) {
                sensitive.push(path.into());
            }
            if delta.status() == Delta::Added {
                dated.extend(DatedFile::of(path));
            }
            if delta.status() == Delta::Deleted
                || !is_file
                || !content::is_read(path, self.wanted.is_some())
            {
                continue;
            }
            match self.change(diff, position)? {
                Some(change) => has_marks |= !self.marks(&change).is_empty(),
                None => unseen += u32::from(self.is_unseen(file.id())),
            }
        }
        // Few commits reach this point. Now compare with the removed lines too.
        let mut content = Content::default();
        if has_marks {
            let mut changes = Vec::new();
            for position in 0..diff.deltas().len() {
                changes.extend(self.change(diff, position)?);
            }
            content = Content::of(&changes, self.wanted);
        }
        Ok(Content {
            sensitive,
            dated,
            unseen,
            ..content
        })
    }

    fn marks(&self, change: &FileChange) -> Vec<Mark> {
        let added = change.added.iter();
        let lines: Vec<_> = added
            .map(|(number, line)| (*number, line.as_str()))
            .collect();
        content::marks(&change.path, &lines, self.wanted)
    }

    /// The lines that one file's change adds and removes; `None` when the file is not text, too large or
    /// missing.
    fn change(&self, diff: &Diff<'_>, position: usize) -> Result<Option<FileChange>, git2::Error> {
        let patch = match Patch::from_diff(diff, position) {
            Ok(Some(patch)) => patch,
            Ok(None) => return Ok(None),
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if patch.delta().flags().is_binary() {
            return Ok(None);
        }
        let path = patch
            .delta()
            .new_file()
            .path_bytes()
            .unwrap_or_default()
            .into();
        let mut change = FileChange {
            path,
            ..FileChange::default()
        };
        for hunk in 0..patch.num_hunks() {
            for line in 0..patch.num_lines_in_hunk(hunk)? {
                let line = patch.line_in_hunk(hunk, line)?;
                let text = String::from_utf8_lossy(line.content());
                let text = text.trim_end_matches(['\r', '\n']).to_owned();
                match (line.origin(), line.new_lineno()) {
                    ('+', Some(number)) => change.added.push((number, text)),
                    ('-', _) => change.removed.push(text),
                    _ => {}
                }
            }
        }
        Ok(Some(change))
    }

    /// Whether a file without lines is too large or missing. Otherwise it is not text.
    fn is_unseen(&self, id: Oid) -> bool {
        let header = self
            .opened
            .odb()
            .and_then(|objects| objects.read_header(id));
        header.map_or(true, |(size, _)| size as u64 > LARGEST_FILE.unsigned_abs())
    }
}
