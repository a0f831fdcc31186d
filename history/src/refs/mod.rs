//! The refs of a repository, and what they point at.

mod files;
mod listed;
mod name;
mod reftable;

use bstr::{BString, ByteSlice as _};
use countersign_facts::ObjectId;

use crate::error::ReadError;
use crate::repository::{LocalRepository, RefStorage};
pub(crate) use listed::{Listed, Peeled};
use name::is_safe;

/// Calls `visit` for every ref of the repository and the `HEAD` of every worktree: where
/// `git rev-list --all` starts.
pub(crate) fn all(
    repository: &LocalRepository,
    visit: &mut dyn FnMut(Listed<'_>),
) -> Result<(), ReadError> {
    match repository.ref_storage {
        RefStorage::Files => files::all(repository, visit),
        RefStorage::Reftable => reftable::all(repository, visit),
    }
}

/// The ref that `name` means, by the rules of `git rev-parse`; `None` when there is no such ref.
pub(crate) fn named(
    repository: &LocalRepository,
    name: &str,
) -> Result<Option<(BString, ObjectId)>, ReadError> {
    let candidates = [
        name.to_owned(),
        format!("refs/{name}"),
        format!("refs/tags/{name}"),
        format!("refs/heads/{name}"),
        format!("refs/remotes/{name}"),
        format!("refs/remotes/{name}/HEAD"),
    ];
    for candidate in candidates {
        let full = BString::from(candidate);
        if !is_safe(full.as_bstr()) {
            continue;
        }
        let found = match repository.ref_storage {
            RefStorage::Reftable => reftable::named(repository, full.as_bstr())?,
            RefStorage::Files => files::resolve(repository, full.as_bstr()).map_err(|reason| {
                ReadError::BrokenRef {
                    name: full.to_string(),
                    reason,
                }
            })?,
        };
        if let Some(id) = found {
            return Ok(Some((full, id)));
        }
    }
    Ok(None)
}
