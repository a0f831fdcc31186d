//! Reading all repositories of a scan into one history.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use countersign_facts::content::{self, Contents, Wanted};
use countersign_facts::{History, Indicators, RepositoryIndex};
use countersign_history::{
    Job, Location, Looked, Progress, ReadError, Reading, Stage, Tip, look, read,
};
use countersign_report::{Gaps, Repository, Skipped};

use super::options::Plan;
use crate::exit::{Exit, Failure};
use crate::output::{Console, counted};
use crate::progress::Bar;

/// What was read from all repositories.
pub(super) struct Readings {
    pub(super) history: History,
    /// What commits change, if the user asked for that.
    pub(super) contents: Contents,
    /// In the order of the history, with those that could not be read.
    pub(super) repositories: Vec<Repository>,
    /// Where each of them is and where its reading began; `None` if it could not be read.
    pub(super) folders: Vec<Option<Folder>>,
    /// How many could not be read.
    pub(super) unread: usize,
}

/// A repository on this machine that was read, and what is needed to read the same commits again.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    /// Whether nothing in it was missing or broken.
    pub(super) whole: bool,
    pub(super) organisation: Option<String>,
    pub(super) tips: Vec<Tip>,
}

/// Reads every repository; one that cannot be read does not stop the others.
pub(super) fn all(
    plan: &Plan,
    indicators: &Indicators,
    console: Console,
    cancelled: &AtomicBool,
) -> Result<Readings, Failure> {
    let watch = Watch::new(console);
    let job = Job {
        threads: plan.jobs,
        cancelled,
        progress: &watch,
    };
    let mut readings = Readings {
        history: History::default(),
        contents: Contents::default(),
        repositories: Vec::new(),
        folders: Vec::new(),
        unread: 0,
    };
    let mut failures = Vec::new();
    let fetched = plan.fetching.all(&plan.repositories, &job, console);
    for (location, fetched) in plan.repositories.iter().zip(fetched) {
        let (name, source) = (name_of(location), source_of(location));
        let start = Instant::now();
        let known = readings.history.repositories().len();
        let result = fetched.and_then(|path| {
            let looked = one(plan, (&path, &name), indicators, &job, &mut readings);
            looked.map(|(reading, looked)| (path, reading, looked))
        });
        if cancelled.load(Ordering::Relaxed) {
            return Err(Failure::interrupted());
        }
        let mut folder = None;
        let repository = match result {
            Ok((path, mut reading, looked)) => {
                let text = || details(&name, &reading, start);
                watch.bar.suspend(|| console.detail(&text()));
                let notes = looked.as_ref().map(unseen).unwrap_or_default();
                folder = Some(Folder {
                    path,
                    whole: !reading.shallow && reading.skipped.is_empty(),
                    organisation: reading.organisation.take(),
                    tips: std::mem::take(&mut reading.tips),
                });
                Repository {
                    notes,
                    ..repository(name, source, reading)
                }
            }
            Err(failure) => {
                // The position of a repository in the report is its position in the history.
                if readings.history.repositories().len() == known {
                    readings.history.add_repository(&name);
                }
                readings.unread += 1;
                let note = format!("could not be read: {:#}", failure.error);
                failures.push(failure);
                Repository {
                    name,
                    source,
                    notes: vec![note],
                    unread: true,
                    ..Repository::default()
                }
            }
        };
        readings.repositories.push(repository);
        readings.folders.push(folder);
    }
    drop(watch);
    settle(failures, plan.repositories.len(), console)?;
    readings.history.seal();
    Ok(readings)
}

/// Reads a repository that is on this machine.
fn one(
    plan: &Plan,
    (path, name): (&Path, &str),
    indicators: &Indicators,
    job: &Job<'_>,
    readings: &mut Readings,
) -> Result<(Reading, Option<Looked>), Failure> {
    let history = &mut readings.history;
    let position = RepositoryIndex(announced(history));
    let reading = read(path, name, &plan.selection, job, history).map_err(not_read)?;
    if reading.found_nothing_readable() {
        return Err(nothing_readable(path, &reading));
    }
    let contents = plan.fetching.wants.files.then_some(&mut readings.contents);
    let looked = contents
        .map(|contents| changes((path, name), (position, history), indicators, job, contents))
        .transpose()?;
    Ok((reading, looked))
}

/// Number of repositories in the history.
pub(crate) fn announced(history: &History) -> u16 {
    u16::try_from(history.repositories().len()).unwrap_or(u16::MAX)
}

/// Looks at what the commits of one repository change.
pub(crate) fn changes(
    (path, name): (&Path, &str),
    (index, history): (RepositoryIndex, &History),
    indicators: &Indicators,
    job: &Job<'_>,
    contents: &mut Contents,
) -> Result<Looked, Failure> {
    let listed = content::listed(indicators);
    let wanted = listed.as_ref().map(|listed| listed as Wanted<'_>);
    look(path, name, (index, history), wanted, job, contents).map_err(not_read)
}

/// What was skipped, and why.
fn unseen(looked: &Looked) -> Vec<String> {
    let notes = [
        (
            looked.missing,
            ("commit", "commits"),
            "whose files are not here (a partial or shallow clone)",
        ),
        (
            looked.imports,
            ("commit", "commits"),
            "with too many files to be one person's work",
        ),
        (
            looked.unreadable,
            ("commit", "commits"),
            "whose files cannot be compared",
        ),
        (
            looked.unseen_files,
            ("changed file", "changed files"),
            "too large or missing here",
        ),
    ];
    let notes = notes.into_iter().filter(|(count, ..)| *count > 0);
    notes
        .map(|(count, (one, many), why)| format!("skipped {}: {why}", counted(count, one, many)))
        .collect()
}

/// The failure for a repository that has records but no commit that can be read: it is not an empty one.
fn nothing_readable(path: &Path, reading: &Reading) -> Failure {
    let path = path.display();
    let counts = skipped(&reading.skipped).counts().unwrap_or_default();
    let mut message = format!("cannot read a single commit of {path}: skipped {counts}");
    if let Some((what, reason)) = reading.skipped.examples.first() {
        message += &format!(" ({what}: {reason})");
    }
    Failure::new(Exit::NoneRead, anyhow::Error::msg(message)).hint(format!(
        "see what is missing: git -C {path} fsck; a clone that borrows objects needs the repository that lends them"
    ))
}

pub(crate) fn not_read(error: ReadError) -> Failure {
    let url = match &error {
        ReadError::Missing { path } => on_github(path),
        _ => None,
    };
    let hint = match url {
        Some(url) => Some(format!(
            "scan the repository on GitHub: countersign scan {url}"
        )),
        None => error.hint().map(str::to_owned),
    };
    Failure {
        hint,
        ..Failure::new(Exit::NoneRead, error)
    }
}

/// The URL that the user may mean by `owner/name`.
fn on_github(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    let (owner, name) = text.split_once('/')?;
    let is_word = |text: &str| {
        let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        text.bytes().all(is_fit) && !text.is_empty() && !text.starts_with('.')
    };
    let fits = is_word(owner) && is_word(name);
    fits.then(|| format!("https://github.com/{owner}/{name}"))
}

/// The path as typed, or the URL without its secrets.
fn source_of(location: &Location) -> String {
    match location {
        Location::Path(path) => path.display().to_string(),
        Location::Url(url) => url.to_string(),
    }
}

/// The name a report shows: what the user typed, and for `.` and the like the folder's own name.
fn name_of(location: &Location) -> String {
    let Location::Path(path) = location else {
        return source_of(location);
    };
    let folder = match path.file_name() {
        Some(_) => None,
        None => path.canonicalize().ok(),
    };
    let name = folder.as_deref().and_then(Path::file_name);
    name.map_or_else(
        || source_of(location),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Prints the failures; fails if every repository failed.
fn settle(
    mut failures: Vec<Failure>,
    repositories: usize,
    console: Console,
) -> Result<(), Failure> {
    if failures.len() == repositories && failures.len() == 1 {
        return failures.pop().map_or(Ok(()), Err);
    }
    let storage = failures.iter().any(|failure| failure.exit == Exit::Storage);
    for failure in &failures {
        console.warn(&format!("{:#}", failure.error));
        if let Some(hint) = &failure.hint {
            console.hint(hint);
        }
    }
    if failures.len() < repositories {
        return Ok(());
    }
    let exit = if storage {
        Exit::Storage
    } else {
        Exit::NoneRead
    };
    Err(Failure::new(
        exit,
        anyhow::Error::msg("cannot read any of the repositories"),
    ))
}

/// Warns of what is missing from repositories, for commands whose text does not show it.
pub(super) fn warn_of_gaps(repositories: &[Repository], console: Console) {
    for one in repositories {
        for phrase in Gaps::of(one).phrases() {
            console.warn(&format!("{}: {phrase}", one.name));
        }
    }
}

/// What was skipped, as reports show it.
fn skipped(skipped: &countersign_history::Skipped) -> Skipped {
    Skipped {
        unreadable: skipped.unreadable,
        malformed: skipped.malformed,
        missing_parents: skipped.missing_parents,
        hash_mismatch: skipped.hash_mismatch,
        unreadable_refs: skipped.unreadable_refs,
        unreadable_packs: skipped.unreadable_packs,
    }
}

/// What was read, as reports show it.
fn repository(name: String, source: String, reading: Reading) -> Repository {
    Repository {
        name,
        source,
        object_format: reading.object_format.to_string(),
        commits: reading.commits,
        refs: reading.refs,
        tags: reading.tags,
        shallow: reading.shallow,
        replaced: reading.replaced,
        skipped: skipped(&reading.skipped),
        unread: false,
        notes: Vec::new(),
    }
}

fn details(name: &str, reading: &Reading, start: Instant) -> String {
    let mut text = format!(
        "{name}: {}, {}, {}, {} in {:.2?}",
        counted(reading.commits, "commit", "commits"),
        counted(reading.refs, "ref", "refs"),
        counted(reading.tags, "annotated tag", "annotated tags"),
        reading.object_format,
        start.elapsed(),
    );
    for (what, reason) in &reading.skipped.examples {
        text += &format!("; skipped {what}: {reason}");
    }
    text
}

/// Shows the progress of reading in the progress bar.
pub(crate) struct Watch {
    bar: Bar,
}

impl Watch {
    pub(crate) fn new(console: Console) -> Self {
        Self {
            bar: Bar::new(console.quiet),
        }
    }
}

impl Progress for Watch {
    fn stage(&self, repository: &str, stage: Stage) {
        let doing = match stage {
            Stage::Waiting => "waiting for another scan of",
            Stage::Fetching => "fetching",
            Stage::Refs => "listing the branches and tags of",
            Stage::Commits => "reading",
            Stage::Content => "examining the changes in",
        };
        self.bar.show(&format!("{doing} {repository}"));
    }

    fn commits(&self, read: u64) {
        let commits = counted(read, "commit", "commits");
        self.bar.show(&format!("read {commits}"));
    }

    fn git_line(&self, line: &str) {
        self.bar.show(&format!("fetching: {line}"));
    }
}
