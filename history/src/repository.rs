//! Finding a repository's parts on disk, without believing its configuration more than needed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use bstr::ByteSlice as _;
use countersign_facts::ObjectId;

use crate::hash::ObjectFormat;
use crate::location::{Location, RemoteUrl};
use crate::read::ReadError;

/// Where a repository keeps its refs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefStorage {
    Files,
    Reftable,
}

/// A local repository's folders and format.
#[derive(Debug)]
pub(crate) struct Repository {
    /// Holds `HEAD` and the refs of this worktree.
    pub(crate) git_dir: PathBuf,
    /// Holds what all worktrees share.
    pub(crate) common_dir: PathBuf,
    pub(crate) format: ObjectFormat,
    pub(crate) ref_storage: RefStorage,
    /// Commits whose parents were left out by a shallow fetch, ascending.
    pub(crate) shallow: Vec<ObjectId>,
    /// The remote it was cloned from, where that is no folder.
    pub(crate) origin: Option<RemoteUrl>,
}

impl Repository {
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
    let no_repository = || ReadError::NoRepository {
        path: path.to_owned(),
    };
    fs::metadata(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => no_repository(),
        _ => ReadError::Unreadable {
            path: path.to_owned(),
            source,
        },
    })?;
    let dot_git = path.join(".git");
    let pointed = read_line(&dot_git)
        .or_else(|| read_line(path))
        .and_then(|line| Some(PathBuf::from(line.to_str()?.strip_prefix("gitdir: ")?)));
    let candidates = [
        pointed.map(|target| path.parent().unwrap_or(path).join(path.join(target))),
        Some(dot_git),
        Some(path.to_owned()),
    ];
    candidates
        .into_iter()
        .flatten()
        .find(|candidate| is_git_dir(candidate))
        .ok_or_else(no_repository)
}

/// What git asks of a git folder: a `HEAD` (possibly a dangling link) and shared objects and refs.
fn is_git_dir(path: &Path) -> bool {
    let shared = match read_line(&path.join("commondir")) {
        Some(relative) => path.join(relative),
        None => path.to_owned(),
    };
    path.join("HEAD").symlink_metadata().is_ok()
        && shared.join("objects").is_dir()
        && shared.join("refs").exists()
}

/// The first line of a small file; `None` where there is no such file.
fn read_line(path: &Path) -> Option<std::ffi::OsString> {
    let metadata = fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > 64 * 1024 {
        return None;
    }
    let bytes = fs::read(path).ok()?;
    let line = bytes.lines().next().unwrap_or_default();
    line.to_os_str().ok().map(OsStr::to_owned)
}

fn read_if_there(path: &Path) -> io::Result<Vec<u8>> {
    match fs::read(path) {
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

/// Which repository a clone is a clone of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// One spelling for all clones of it: host and path, lower case, without credentials. For a
    /// repository that was cloned from nowhere, the absolute path of its folder.
    pub place: String,
    /// Host and owner on its platform, where that has owners.
    pub organisation: Option<String>,
}

/// Which repository the local one at `path` is a clone of, by the URL of its remote `origin`.
///
/// # Errors
/// When there is no repository that can be read.
pub fn origin(path: &Path) -> Result<Origin, ReadError> {
    let repository = Repository::open(path)?;
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

/// The last value of a key in one section of a configuration file; includes are not followed, as git
/// itself does not follow them when it reads a repository's format.
fn value(config: &[u8], section: &[u8], wanted: &str) -> Option<String> {
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
        assert_eq!(extension(config, "partialclone"), None);
        assert_eq!(extension(b"", "objectformat"), None);
        assert_eq!(
            value(config, br#"remote "origin""#, "url").unwrap(),
            "git@code.example:Acme/widget.git"
        );
    }
}
