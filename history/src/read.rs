//! Reading one local repository into the history.

use std::path::Path;

use bstr::ByteSlice as _;
use countersign_facts::{History, ObjectId};

use crate::error::ReadError;
use crate::job::{Job, Stage};
use crate::objects::Objects;
use crate::reading::{Reading, Selection};
use crate::refs::{self, Listed};
use crate::repository::LocalRepository;
use crate::scan::Scan;

/// The object that the ref `name` of the local repository at `path` points at, by full or short name;
/// `None` when there is no such ref.
///
/// # Errors
/// When there is not a readable repository at `path`, or the ref itself cannot be read.
pub fn tip(path: &Path, name: &str) -> Result<Option<ObjectId>, ReadError> {
    let repository = LocalRepository::open(path)?;
    let found = refs::named(&repository, name)?;
    Ok(found.map(|(_, id)| id))
}

/// Full names of all refs of the local repository at `path`, without names that are not UTF-8.
///
/// # Errors
/// When there is not a readable repository at `path`, or its refs cannot be listed.
pub fn refs(path: &Path) -> Result<Vec<String>, ReadError> {
    let repository = LocalRepository::open(path)?;
    let mut names = Vec::new();
    refs::all(&repository, &mut |listed| {
        if let Listed::Ref(found) = listed {
            names.extend(found.name.to_str().ok().map(str::to_owned));
        }
    })?;
    Ok(names)
}

/// Reads the local repository at `path` into `history`, under the name that reports show.
///
/// The path may be a worktree, a linked worktree or a git folder, bare or not, whoever owns it. Its
/// configuration runs nothing, and nothing is fetched. Replacements (`refs/replace/`) are not applied.
/// Objects that are missing or broken are counted in [`Reading::skipped`] and never end the reading.
///
/// A commit that the history already holds from another repository is not added again.
///
/// # Errors
/// When there is not a readable repository at `path`, a ref of the selection does not exist, or the job is
/// cancelled. The history then holds a part of the repository: discard it.
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
    let repository = LocalRepository::open(path)?;
    let objects = Objects::open(&repository)?;
    let mut scan = Scan::new(
        &repository,
        objects,
        (job, &selection.platforms),
        name,
        history,
    );
    if !selection.tips.is_empty() {
        for tip in &selection.tips {
            scan.start_at(tip.name.as_bytes().into(), tip.id);
        }
    } else if selection.refs.is_empty() {
        scan.start_everywhere()?;
    } else {
        for wanted in &selection.refs {
            let found = refs::named(&repository, wanted)?;
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
