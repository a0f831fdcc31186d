//! Refs in the files format: loose files, `packed-refs` and the `HEAD` of each worktree.
//!
//! Peeled lines of `packed-refs` are trusted: following fifty thousand refs one object at a time
//! would cost as much as reading the commits. gix-ref is not used here: it does not read reftables
//! either, and its lock and temporary files are of no use to a reader.

use std::fs;
use std::io::{self, BufReader};
use std::path::Path;

use bstr::{BStr, BString, ByteSlice as _};
use countersign_facts::ObjectId;
use rustc_hash::FxHashSet;

use super::listed::{Listed, Peeled, Ref};
use super::name::is_safe;
use crate::error::ReadError;
use crate::hash::ObjectFormat;
use crate::regular;
use crate::repository::LocalRepository;

/// Most symbolic refs in a row: git follows no more either.
const DEEPEST_LINK: usize = 5;
/// Refs that each worktree keeps for itself.
const OWN_NAMESPACES: [&str; 3] = ["bisect", "worktree", "rewritten"];

/// Calls `visit` for every ref and the `HEAD` of every worktree.
pub(crate) fn all(
    repository: &LocalRepository,
    visit: &mut dyn FnMut(Listed<'_>),
) -> Result<(), ReadError> {
    let mut loose = Loose::default();
    loose.list(repository);
    for (folder, reason) in &loose.unreadable {
        visit(Listed::Broken(folder.as_bstr(), reason.clone()));
    }
    let mut names = FxHashSet::default();
    for name in &loose.names {
        match resolve(repository, name.as_bstr()) {
            Ok(Some(id)) => visit(Listed::Ref(Ref {
                name: name.as_bstr(),
                id,
                peeled: Peeled::Unknown,
            })),
            // A link to nothing, which git skips too.
            Ok(None) => {}
            Err(reason) => visit(Listed::Broken(name.as_bstr(), reason)),
        }
        names.insert(name.as_bstr());
    }
    each_packed(repository, &mut |packed| {
        let hidden = match &packed {
            Listed::Ref(packed) => names.contains(packed.name),
            Listed::Broken(..) => false,
        };
        if !hidden {
            visit(packed);
        }
    })?;
    for id in other_heads(repository) {
        visit(Listed::Ref(Ref {
            name: "HEAD".into(),
            id,
            peeled: Peeled::Unknown,
        }));
    }
    Ok(())
}

/// The object that a ref points at, through symbolic refs; `None` when the ref or its target does not exist.
pub(crate) fn resolve(
    repository: &LocalRepository,
    name: &BStr,
) -> Result<Option<ObjectId>, String> {
    let mut name = name.to_owned();
    for _ in 0..DEEPEST_LINK {
        match read_loose(repository, name.as_bstr())? {
            Some(Value::Id(id)) => return Ok(Some(id)),
            Some(Value::Link(target)) if is_safe(target.as_bstr()) => name = target,
            Some(Value::Link(target)) => {
                return Err(format!("it points at {target:?}, which is not a ref"));
            }
            None => {
                return packed(repository, name.as_bstr()).map_err(|error| error.to_string());
            }
        }
    }
    Err("it is a symbolic ref that leads nowhere".to_owned())
}

enum Value {
    Id(ObjectId),
    Link(BString),
}

fn read_loose(repository: &LocalRepository, name: &BStr) -> Result<Option<Value>, String> {
    let path = folder_of(repository, name).join(bytes_to_path(name));
    let content = match regular::read(&path, regular::SMALL) {
        Ok(content) => content,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound
                    | io::ErrorKind::NotADirectory
                    | io::ErrorKind::IsADirectory
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error.to_string()),
    };
    let content = content.trim_end();
    if let Some(target) = content.strip_prefix(b"ref:") {
        return Ok(Some(Value::Link(target.trim().into())));
    }
    let id = content.fields().next().unwrap_or_default();
    match repository.format.parse(id) {
        Some(id) => Ok(Some(Value::Id(id))),
        None => Err("its file holds no object id".to_owned()),
    }
}

/// The folder that holds a loose ref: this worktree's own, or the one that all worktrees share.
fn folder_of<'a>(repository: &'a LocalRepository, name: &BStr) -> &'a Path {
    let own = !name.contains(&b'/')
        || OWN_NAMESPACES.iter().any(|namespace| {
            name.strip_prefix(b"refs/")
                .and_then(|rest| rest.strip_prefix(namespace.as_bytes()))
                .is_some_and(|rest| rest.starts_with(b"/"))
        });
    if own {
        &repository.git_dir
    } else {
        &repository.common_dir
    }
}

fn bytes_to_path(name: &BStr) -> std::borrow::Cow<'_, Path> {
    name.to_path_lossy()
}

/// The loose refs of a repository.
#[derive(Default)]
struct Loose {
    /// Names of all loose refs and this worktree's `HEAD`, in order.
    names: Vec<BString>,
    /// Folders that cannot be listed, with the reason.
    unreadable: Vec<(BString, String)>,
}

impl Loose {
    fn list(&mut self, repository: &LocalRepository) {
        self.names.push("HEAD".into());
        let is_linked = repository.git_dir != repository.common_dir;
        let skipped: &[&str] = if is_linked { &OWN_NAMESPACES } else { &[] };
        self.list_folder(&repository.common_dir.join("refs"), "refs/".into(), skipped);
        if is_linked {
            for namespace in OWN_NAMESPACES {
                let prefix = format!("refs/{namespace}/").into();
                let folder = repository.git_dir.join("refs").join(namespace);
                self.list_folder(&folder, prefix, &[]);
            }
        }
        self.names.sort_unstable();
    }

    fn list_folder(&mut self, folder: &Path, prefix: BString, skipped: &[&str]) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let is_absent =
                    [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory].contains(&error.kind());
                if !is_absent {
                    self.unreadable.push((prefix, error.to_string()));
                }
                return;
            }
        };
        for entry in entries.flatten() {
            let file_name = entry.file_name();
            let Some(part) = <[u8]>::from_os_str(&file_name) else {
                continue;
            };
            if part.starts_with(b".")
                || part.ends_with(b".lock")
                || skipped.iter().any(|name| name.as_bytes() == part)
            {
                continue;
            }
            let mut name = prefix.clone();
            name.extend_from_slice(part);
            let is_folder = match entry.file_type() {
                Ok(kind) if kind.is_symlink() => entry.path().is_dir(),
                Ok(kind) => kind.is_dir(),
                Err(_) => false,
            };
            if is_folder {
                name.push(b'/');
                self.list_folder(&entry.path(), name, &[]);
            } else {
                self.names.push(name);
            }
        }
    }
}

/// Commits of the worktrees that have no branch checked out. The others are found through their branch.
fn other_heads(repository: &LocalRepository) -> Vec<ObjectId> {
    let mut folders = Vec::new();
    if let Ok(entries) = fs::read_dir(repository.common_dir.join("worktrees")) {
        folders.extend(entries.flatten().map(|entry| entry.path()));
    }
    folders.push(repository.common_dir.clone());
    folders.sort_unstable();
    folders
        .into_iter()
        .filter_map(|folder| {
            let content = regular::read(&folder.join("HEAD"), regular::SMALL).ok()?;
            repository.format.parse(content.trim())
        })
        .collect()
}

fn packed(repository: &LocalRepository, wanted: &BStr) -> Result<Option<ObjectId>, ReadError> {
    let mut found = None;
    each_packed(repository, &mut |listed| {
        if let Listed::Ref(packed) = listed
            && packed.name == wanted
        {
            found = Some(packed.id);
        }
    })?;
    Ok(found)
}

fn each_packed(
    repository: &LocalRepository,
    visit: &mut dyn FnMut(Listed<'_>),
) -> Result<(), ReadError> {
    let path = repository.common_dir.join("packed-refs");
    let unreadable = |source| ReadError::Unreadable {
        path: path.clone(),
        source,
    };
    let file = match regular::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened.map_err(unreadable)?,
    };
    let mut reader = BufReader::with_capacity(1 << 16, file);
    parse_packed(&mut reader, repository.format, visit).map_err(unreadable)
}

/// Reads `packed-refs`: a header, `id name` lines, and `^id` below a ref that names a tag.
fn parse_packed(
    reader: &mut dyn io::BufRead,
    format: ObjectFormat,
    visit: &mut dyn FnMut(Listed<'_>),
) -> io::Result<()> {
    let mut fully_peeled = false;
    let mut tags_peeled = false;
    // The ref of the previous line: the current line may be its peeled line.
    let mut name = BString::default();
    let mut pending = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        let ended = reader.read_until(b'\n', &mut line)? == 0;
        let text = line.trim_end_with(|letter| matches!(letter, '\n' | '\r'));
        let peeled = text.strip_prefix(b"^").and_then(|id| format.parse(id));
        if let Some(id) = pending.take() {
            let known = fully_peeled || (tags_peeled && name.starts_with(b"refs/tags/"));
            let peeled = match peeled {
                Some(peeled) => Peeled::Tag(peeled),
                None if known && !text.starts_with(b"^") => Peeled::NoTag,
                None => Peeled::Unknown,
            };
            visit(Listed::Ref(Ref {
                name: name.as_bstr(),
                id,
                peeled,
            }));
        }
        if ended {
            return Ok(());
        }
        if let Some(traits) = text.strip_prefix(b"# pack-refs with:") {
            fully_peeled = traits.fields().any(|word| word == b"fully-peeled");
            tags_peeled = traits.fields().any(|word| word == b"peeled");
        } else if !text.starts_with(b"^") && !text.starts_with(b"#") && !text.is_empty() {
            let (id, found) = text.split_once_str(" ").unwrap_or((b"", text));
            name.clear();
            name.extend_from_slice(found);
            pending = format.parse(id);
            if pending.is_none() {
                visit(Listed::Broken(
                    name.as_bstr(),
                    "its line in packed-refs holds no object id".to_owned(),
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peeled_lines_are_distinguished_from_missing_ones() {
        let id = |digit: &str| digit.repeat(40);
        let read = |header: &str| {
            let text = format!(
                "{header}{} refs/heads/main\n{} refs/tags/v1\n^{}\nnonsense refs/x\n{} refs/pull/1/head\n",
                id("1"),
                id("2"),
                id("3"),
                id("4")
            );
            let mut seen = Vec::new();
            parse_packed(&mut text.as_bytes(), ObjectFormat::Sha1, &mut |listed| {
                seen.push(match listed {
                    Listed::Ref(found) => format!("{} {:?}", found.name, found.peeled),
                    Listed::Broken(name, _) => format!("{name} broken"),
                });
            })
            .unwrap();
            seen
        };
        let tag = format!("refs/tags/v1 Tag(ObjectId({}))", id("3"));
        assert_eq!(
            read("# pack-refs with: peeled fully-peeled sorted \n"),
            [
                "refs/heads/main NoTag",
                &tag,
                "refs/x broken",
                "refs/pull/1/head NoTag"
            ]
        );
        assert_eq!(
            read(""),
            [
                "refs/heads/main Unknown",
                &tag,
                "refs/x broken",
                "refs/pull/1/head Unknown"
            ]
        );
    }
}
