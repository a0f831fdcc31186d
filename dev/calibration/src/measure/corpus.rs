//! The repositories that are measured.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::thread;

use anyhow::Context as _;
use countersign_facts::History;
use countersign_history::{Job, Selection, tip};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::data::Repository;
use crate::figures::grouped;

/// Reads a repository with all its refs.
pub(super) fn read(path: &Path, history: &mut History) -> anyhow::Result<Repository> {
    let name = name(path);
    let job = Job {
        threads: threads(),
        cancelled: &AtomicBool::new(false),
        progress: &(),
    };
    let reading = countersign_history::read(path, &name, &Selection::default(), &job, history)
        .with_context(|| format!("failed to read {}", path.display()))?;
    let head = tip(path, "HEAD").with_context(|| format!("failed to read {}", path.display()))?;
    let head = head.map(|head| head.to_string()).unwrap_or_default();
    Ok(Repository {
        name,
        head: head.chars().take(12).collect(),
        commits: reading.commits,
        ..Repository::default()
    })
}

/// How many threads read.
pub(super) fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// The last two parts of the path: `OWNER/NAME`.
fn name(path: &Path) -> String {
    let parts: PathBuf = path.components().rev().take(2).collect();
    let parts: PathBuf = parts.components().rev().collect();
    let name = parts.to_string_lossy();
    name.strip_suffix(".git").unwrap_or(&name).to_owned()
}

/// `29 public repositories, 1,595,037 commits, November 2026 (docs/calibration.md)`.
pub(super) fn sentence(repositories: &[Repository]) -> String {
    let commits: u64 = repositories.iter().map(|one| one.commits).sum();
    let today = Timestamp::now().to_zoned(TimeZone::UTC);
    format!(
        "{} public repositories, {} commits, {} (docs/calibration.md)",
        repositories.len(),
        grouped(commits),
        today.strftime("%B %Y"),
    )
}

/// `14 public repositories (a/b, ...), 196,301 changes, November 2026`: few enough to be named.
pub(super) fn changes(names: &[String], changes: u64) -> String {
    let today = Timestamp::now().to_zoned(TimeZone::UTC);
    format!(
        "{} public repositories ({}), {} changes, {}",
        names.len(),
        names.join(", "),
        grouped(changes),
        today.strftime("%B %Y"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_named_by_the_end_of_its_path() {
        assert_eq!(name(Path::new("/srv/corpus/owner/name.git")), "owner/name");
        assert_eq!(name(Path::new("owner/name/")), "owner/name");
    }
}
