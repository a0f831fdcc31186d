//! Which commits somebody is named a reviewer of, on request: no heuristic asks for it.

use std::path::Path;

use countersign_facts::{Identity, ObjectId};
use gix_object::Kind;

use crate::job::{Job, Stage};
use crate::objects::Objects;
use crate::pack::Decoder;
use crate::parse;
use crate::read::ReadError;
use crate::repository::Repository;

/// Commits between two reports of progress.
const STEP: usize = 1024;

/// Those of `commits` in the repository at `path` whose messages name somebody wanted in a `Reviewed-by`,
/// `Approved-by` or `Acked-by` trailer, in their order. Commits that cannot be read name nobody.
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
    let objects = Objects::open(&Repository::open(path)?)?;
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
