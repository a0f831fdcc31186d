//! Finding a repository's parts on disk. Its configuration is read for three keys only, and runs nothing.

use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::{fs, io};

use bstr::ByteSlice as _;
use countersign_facts::ObjectId;

use crate::error::ReadError;
use crate::hash::ObjectFormat;
use crate::location::{Location, RemoteUrl};
use crate::regular;

/// Where a repository keeps its refs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefStorage {
    Files,
    Reftable,
}

/// A local repository's folders and format.
#[derive(Debug)]
pub(crate) struct LocalRepository {
    /// Holds `HEAD` and the refs of this worktree.
    pub(crate) git_dir: PathBuf,
    /// Holds what all worktrees share.
    pub(crate) common_dir: PathBuf,
    pub(crate) format: ObjectFormat,
    pub(crate) ref_storage: RefStorage,
    /// Commits whose parents were left out by a shallow fetch, ascending.
    pub(crate) shallow: Vec<ObjectId>,
    /// The remote it was cloned from; `None` when that is a folder.
    pub(crate) origin: Option<RemoteUrl>,
}

impl LocalRepository {
    /// Opens the repository whose worktree or git folder is `path`.
    pub(crate) fn open(path: &Path) -> Result<Self, ReadError> {
        let git_dir = find_git_dir(path)?;
        let common_dir = match read_line(&git_dir.join("commondir")) {
            Some(relative) => git_dir.join(relative),
            None => git_dir.clone(),
        };
        let unreadable = |file: &Path, source| ReadError::Unreadable {
            path: file.to_owned(),
            source,
        };
        let config_path = common_dir.join("config");
        let config =
            read_if_there(&config_path).map_err(|error| unreadable(&config_path, error))?;
        let extension = |key: &str| {
            let value = value(&config, b"extensions", key)?;
            Some(value.to_ascii_lowercase())
        };
        let unsupported = |what: String| ReadError::Unsupported {
            path: path.to_owned(),
            what,
        };
        let format = extension("objectformat").unwrap_or_else(|| "sha1".to_owned());
        let format = ObjectFormat::from_name(&format)
            .ok_or_else(|| unsupported(format!("object format {format:?}")))?;
        let ref_storage = match extension("refstorage").as_deref() {
            None | Some("files") => RefStorage::Files,
            Some("reftable") => RefStorage::Reftable,
            Some(other) => return Err(unsupported(format!("ref storage {other:?}"))),
        };
        let shallow_path = common_dir.join("shallow");
        let shallow =
            read_if_there(&shallow_path).map_err(|error| unreadable(&shallow_path, error))?;
        let mut shallow: Vec<_> = shallow
            .lines()
            .filter_map(|line| format.parse(line.trim()))
            .collect();
        shallow.sort_unstable();
        Ok(Self {
            git_dir,
            common_dir,
            format,
            ref_storage,
            shallow,
            origin: value(&config, br#"remote "origin""#, "url").and_then(|url| remote(&url)),
        })
    }

    /// The folder of the objects that the repository itself holds.
    pub(crate) fn objects_dir(&self) -> PathBuf {
        self.common_dir.join("objects")
    }
}

/// The git folder of `path`, which is one itself, holds one, or points at one.
fn find_git_dir(path: &Path) -> Result<PathBuf, ReadError> {
    fs::metadata(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => ReadError::Missing {
            path: path.to_owned(),
        },
        _ => ReadError::Unreadable {
            path: path.to_owned(),
            source,
        },
    })?;
    let dot_git = path.join(".git");
    let folder = path.parent().unwrap_or(path);
    let candidates = [
        // What a `.git` file names is relative to its own folder.
        pointed_at(&dot_git).map(|target| path.join(target)),
        pointed_at(path).map(|target| folder.join(target)),
        Some(dot_git),
        Some(path.to_owned()),
    ];
    candidates
        .into_iter()
        .flatten()
        .find(|candidate| is_git_dir(candidate))
        .ok_or_else(|| not_found(path))
}

/// The folder that a `.git` file names.
fn pointed_at(file: &Path) -> Option<PathBuf> {
    let line = read_line(file)?;
    Some(PathBuf::from(line.to_str()?.strip_prefix("gitdir: ")?))
}

/// Why there is no repository at `path`: what may not be looked at could be one.
fn not_found(path: &Path) -> ReadError {
    let looked_at = [".git", "HEAD", ".git/HEAD"].map(|part| path.join(part));
    let pointed = pointed_at(&path.join(".git")).map(|target| path.join(target).join("HEAD"));
    let mut looked_at = looked_at.into_iter().chain(pointed);
    let forbidden = looked_at.find_map(|part| {
        let error = match fs::symlink_metadata(&part) {
            // A `.git` file, which points at the repository.
            Ok(metadata) if metadata.is_file() => File::open(&part).err(),
            Ok(_) => None,
            Err(error) => Some(error),
        };
        let source = error.filter(|error| error.kind() == io::ErrorKind::PermissionDenied)?;
        Some(ReadError::Unreadable { path: part, source })
    });
    forbidden.unwrap_or_else(|| ReadError::NotARepository {
        path: path.to_owned(),
    })
}

/// Whether git takes it for a git folder: it has a `HEAD` (possibly a dangling link), objects and refs.
fn is_git_dir(path: &Path) -> bool {
    let shared = match read_line(&path.join("commondir")) {
        Some(relative) => path.join(relative),
        None => path.to_owned(),
    };
    path.join("HEAD").symlink_metadata().is_ok()
        && shared.join("objects").is_dir()
        && shared.join("refs").exists()
}

/// The first line of a small file; `None` when the file does not exist.
fn read_line(path: &Path) -> Option<std::ffi::OsString> {
    let bytes = regular::read(path, regular::SMALL).ok()?;
    let line = bytes.lines().next().unwrap_or_default();
    line.to_os_str().ok().map(OsStr::to_owned)
}

fn read_if_there(path: &Path) -> io::Result<Vec<u8>> {
    match regular::read(path, regular::LARGE) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other,
    }
}

fn remote(url: &str) -> Option<RemoteUrl> {
    match Location::parse(OsStr::new(url)) {
        Ok(Location::Url(url)) => Some(url),
        _ => None,
    }
}

/// The repository that a clone was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The same text for all clones of it: host and path, lower case, without credentials. For a
    /// repository that is not a clone, the absolute path of its folder.
    pub place: String,
    /// Host and owner on its platform; `None` when the platform has no owners.
    pub organisation: Option<String>,
}

/// The repository that the local one at `path` was cloned from, by the URL of its remote `origin`.
///
/// # Errors
/// When there is not a readable repository at `path`.
pub fn origin(path: &Path) -> Result<Origin, ReadError> {
    let repository = LocalRepository::open(path)?;
    if let Some(url) = &repository.origin {
        return Ok(Origin {
            place: url.place(),
            organisation: url.organisation(),
        });
    }
    let folder = path.canonicalize();
    let folder = folder.map_err(|source| ReadError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    Ok(Origin {
        place: folder.display().to_string(),
        organisation: None,
    })
}

/// The last value of a key in one section of a configuration file. Includes are not followed: git does not
/// follow them either when it reads a repository's format.
///
/// gix-config is not used here: it builds gix-ref, gix-lock and gix-tempfile too, for three keys.
fn value(config: &[u8], section: &[u8], wanted: &str) -> Option<String> {
    // A backslash at the end of a line continues it.
    let config = config.replace(b"\\\n", b"");
    let mut inside = false;
    let mut found = None;
    for line in config.lines() {
        let line = line.trim();
        let line = match line.strip_prefix(b"[") {
            Some(header) => {
                let end = header.find_byte(b']').unwrap_or(header.len());
                inside = header[..end].trim().eq_ignore_ascii_case(section);
                header.get(end + 1..).unwrap_or_default().trim()
            }
            None => line,
        };
        if !inside {
            continue;
        }
        let Some((key, value)) = line.split_once_str("=") else {
            continue;
        };
        if key.trim().eq_ignore_ascii_case(wanted.as_bytes()) {
            let end = value.find_byteset(b"#;").unwrap_or(value.len());
            let value = value[..end].trim().trim_with(|letter| letter == '"');
            found = Some(value.to_str_lossy().into_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_however_they_are_written() {
        let config = b"[core]\n\tbare = true\n[Extensions]\n\tobjectFormat = sha256 # new\n\
            refStorage=\"reftable\"\n[remote \"extensions\"]\n\tobjectformat = sha1\n\
            [remote \"origin\"]\n\turl = git@code.example:Acme/widget.git\n";
        let extension = |config: &[u8], key| value(config, b"extensions", key);
        assert_eq!(extension(config, "objectformat").unwrap(), "sha256");
        assert_eq!(extension(config, "refstorage").unwrap(), "reftable");
        assert_eq!(
            extension(b"[extensions] objectformat = sha1", "objectformat").unwrap(),
            "sha1"
        );
        assert_eq!(
            extension(
                b"[extensions]\nobjectformat = \\\n sha256\n",
                "objectformat"
            )
            .unwrap(),
            "sha256"
        );
        assert_eq!(extension(config, "partialclone"), None);
        assert_eq!(extension(b"", "objectformat"), None);
        assert_eq!(
            value(config, br#"remote "origin""#, "url").unwrap(),
            "git@code.example:Acme/widget.git"
        );
    }
}
