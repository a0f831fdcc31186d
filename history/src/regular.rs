//! Reading files that a repository brings: only regular ones, and only up to a limit. In their place, a
//! stranger's repository may have a pipe, a device or an endless file, which would stop the reading or fill the memory.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

/// Largest file that says something about one ref or one folder.
pub(crate) const SMALL: u64 = 64 * 1024;
/// Largest list or configuration.
pub(crate) const LARGE: u64 = 64 * 1024 * 1024;

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("it is not a regular file")]
    Kind,
    #[error("it is larger than {0} bytes")]
    Size(u64),
}

/// The content of a regular file, or of the regular file that a link leads to.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    read_known(path, &fs::metadata(path)?, limit)
}

/// The content of a regular file; `None` for anything else, such as a link.
pub(crate) fn read_unlinked(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_file() {
        return Ok(None);
    }
    read_known(path, &metadata, limit).map(Some)
}

/// Opens a regular file, or the regular file that a link leads to, without a limit.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    check(&fs::metadata(path)?, u64::MAX)?;
    File::open(path)
}

fn read_known(path: &Path, metadata: &Metadata, limit: u64) -> io::Result<Vec<u8>> {
    check(metadata, limit)?;
    let mut content = Vec::new();
    // It may have grown since.
    File::open(path)?.take(limit).read_to_end(&mut content)?;
    Ok(content)
}

fn check(metadata: &Metadata, limit: u64) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    if !metadata.is_file() {
        return Err(io::Error::other(Refused::Kind));
    }
    if metadata.len() > limit {
        return Err(io::Error::other(Refused::Size(limit)));
    }
    Ok(())
}
