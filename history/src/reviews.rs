//! Commits that name a person as a reviewer. Read on request only: no heuristic uses them.

use std::path::Path;

use countersign_facts::{Identity, ObjectId};
use gix_object::Kind;

use crate::error::ReadError;
use crate::job::{Job, Stage};
use crate::objects::Objects;
use crate::pack::Decoder;
use crate::parse;
use crate::repository::LocalRepository;

/// Commits between two reports of progress.
const STEP: usize = 1024;

/// The commits among `commits`, in their order, in the repository at `path` whose message names a wanted
/// identity in a `Reviewed-by`, `Approved-by` or `Acked-by` trailer. Unreadable commits are left out.
///
/// # Errors
/// When the repository cannot be opened, or the job is cancelled.
pub fn reviewed(
    path: &Path,
    name: &str,
    commits: &[ObjectId],
    is_wanted: &dyn Fn(Identity<'_>) -> bool,
    job: &Job<'_>,
) -> Result<Vec<ObjectId>, ReadError> {
    job.check()?;
    job.progress.stage(name, Stage::Commits);
    let objects = Objects::open(&LocalRepository::open(path)?)?;
    let mut decoder = Decoder::new();
    let mut found = Vec::new();
    for (done, id) in commits.iter().enumerate() {
        if done % STEP == 0 {
            job.check()?;
            job.progress.commits(done as u64);
        }
        if let Ok(Some(Kind::Commit)) = objects.find(id, &mut decoder) {
            let mut named = parse::reviewers(decoder.content()).map(Identity::of_bytes);
            if named.any(is_wanted) {
                found.push(*id);
            }
        }
    }
    Ok(found)
}
