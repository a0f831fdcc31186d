//! Refs of a repository in the reftable format, listed by git itself.

use bstr::{BStr, ByteSlice as _};
use countersign_facts::ObjectId;

use super::listed::{Listed, Peeled, Ref};
use crate::error::ReadError;
use crate::git::{Git, GitError};
use crate::repository::LocalRepository;

/// Calls `visit` for every ref and the `HEAD` of every worktree.
pub(crate) fn all(
    repository: &LocalRepository,
    visit: &mut dyn FnMut(Listed<'_>),
) -> Result<(), ReadError> {
    let refs = run(
        repository,
        &["for-each-ref", "--format=%(objectname) %(refname)"],
    )?;
    let heads = run(repository, &["worktree", "list", "--porcelain"])?;
    for line in refs.lines() {
        let Some((id, name)) = line.split_once_str(" ") else {
            continue;
        };
        match repository.format.parse(id) {
            Some(id) => visit(Listed::Ref(Ref {
                name: name.as_bstr(),
                id,
                peeled: Peeled::Unknown,
            })),
            None => visit(Listed::Broken(
                name.as_bstr(),
                "git lists it without an object id".to_owned(),
            )),
        }
    }
    let heads = heads
        .lines()
        .filter_map(|line| repository.format.parse(line.strip_prefix(b"HEAD ")?))
        .filter(|id| id.as_bytes().iter().any(|byte| *byte != 0))
        .chain(named(repository, "HEAD".into())?);
    for id in heads {
        visit(Listed::Ref(Ref {
            name: "HEAD".into(),
            id,
            peeled: Peeled::Unknown,
        }));
    }
    Ok(())
}

/// The object that the ref with this full name points at.
pub(crate) fn named(
    repository: &LocalRepository,
    name: &BStr,
) -> Result<Option<ObjectId>, ReadError> {
    let name = name.to_os_str_lossy();
    let git = Git::local(&repository.git_dir)
        .args(["rev-parse", "--verify", "--quiet", "--end-of-options"])
        .args([&name]);
    match git.output() {
        Ok(answer) => Ok(repository.format.parse(answer.trim())),
        // Git prints nothing when there is no such ref.
        Err(GitError::Failed { message }) if message.is_empty() => Ok(None),
        Err(error) => Err(ReadError::Git(error)),
    }
}

fn run(repository: &LocalRepository, arguments: &[&str]) -> Result<Vec<u8>, ReadError> {
    Git::local(&repository.git_dir)
        .args(arguments)
        .output()
        .map_err(ReadError::Git)
}
