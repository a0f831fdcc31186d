//! `countersign demo`: scans a small invented repository.

mod clock;
mod people;
mod repository;
mod signature;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::Context as _;
use countersign_history::PlatformKeys;
use indicatif::HumanCount;

use crate::exit::{self, Exit, Failure};
use crate::output::{self, Console};
use crate::scan::{self, ReportArgs};
use people::Event;
use repository::NewRepository;

/// Build a small invented repository, scan it, and show what findings look like
///
/// Thirteen honest people from all over the world have the oddities that honest people have. Two personas
/// show patterns that public advisories describe. The repository is deleted at the end, unless you keep it
/// with --keep.
#[derive(Debug, clap::Args)]
#[command(after_help = codes())]
pub(crate) struct Args {
    /// Keep the repository in this folder, which must be empty or new
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    #[command(flatten)]
    report: ReportArgs,
}

/// The address with which GitHub commits.
const GITHUB: &str = "noreply@github.com";
/// The file in the repository that holds the key with which GitHub signs in it.
const KEY_FILE: &str = "github.pub";

/// The folder that hints name, where the demo deletes its repository.
const KEPT: &str = "demo_repo";

fn codes() -> String {
    exit::codes(&[(
        Exit::Storage,
        "the folder is not empty, or git could not write the repository",
    )])
}

const README: &str = "Everybody in this history is invented. `countersign demo` wrote it.\n";

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let temporary = match args.keep {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(Failure::storage)?),
    };
    let folder = match (&args.keep, &temporary) {
        (Some(folder), _) => folder,
        (None, Some(temporary)) => &temporary.path().join("demo"),
        (None, None) => unreachable!("there is a temporary folder where none is kept"),
    };
    make_empty(folder).map_err(|error| {
        let context = format!("cannot use the folder {}", folder.display());
        Failure::storage(anyhow::Error::new(error).context(context))
            .hint("name a folder that is new or empty: countersign demo --keep DIR")
    })?;
    let commits = build(folder).map_err(|error| {
        Failure::storage(error)
            .hint("install git 2.45 or newer, and check that the disk is not full")
    })?;
    let commits = HumanCount(commits as u64);
    let kept = match &args.keep {
        Some(folder) => format!(
            "It stays in {}.",
            output::printable(&folder.display().to_string())
        ),
        None => format!(
            "It is deleted at the end. To try the commands below, first run: countersign demo --keep {KEPT}"
        ),
    };
    let introduction = format!(
        "Built a repository with {commits} commits of thirteen honest people and two personas, all \
         invented.\n{kept}\n\n"
    );
    if args.report.is_text_on_stdout() {
        output::print(introduction.as_bytes())?;
    }
    let kept = match &args.keep {
        Some(folder) => output::printable(&folder.display().to_string()),
        None => KEPT.to_owned(),
    };
    let command = format!("countersign scan {kept} --platform-key {GITHUB}={kept}/{KEY_FILE}");
    let mut platforms = PlatformKeys::default();
    let key = signature::public_key(people::GITHUB_KEY);
    platforms
        .add(GITHUB, key.as_bytes())
        .map_err(Failure::storage)?;
    scan::run_on(folder, (Some(command), &args.report), platforms, console)
}

/// Creates the folder; fails if it holds anything.
fn make_empty(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    match fs::read_dir(folder)?.next() {
        None => Ok(()),
        Some(Ok(_)) => Err(io::Error::from(io::ErrorKind::DirectoryNotEmpty)),
        Some(Err(error)) => Err(error),
    }
}

/// Writes the people's history into a new bare repository; answers how many commits it has.
fn build(folder: &Path) -> anyhow::Result<usize> {
    let mut repository = NewRepository::create(folder, README)?;
    let mut main: Vec<String> = Vec::new();
    let mut topics = VecDeque::new();
    let mut commits = 0;
    for event in people::events() {
        commits += 1;
        match event {
            Event::Commit(commit) => main = vec![repository.commit(&commit, &main)?],
            Event::Topic(commit) => topics.push_back(repository.commit(&commit, &main)?),
            Event::Merge(mut commit) => {
                let Some(topic) = topics.pop_front() else {
                    commits -= 1;
                    continue;
                };
                commit.message =
                    format!("Merge pull request #{commits} from forks/topic-{commits}");
                main.push(topic);
                main = vec![repository.commit(&commit, &main)?];
            }
        }
    }
    let tip = main.pop().context("the demo has no commits")?;
    let open = (1..).zip(topics);
    let mut branches = vec![("main".to_owned(), tip)];
    branches.extend(open.map(|(number, topic)| (format!("open-topic-{number}"), topic)));
    repository.finish(&branches)?;
    fs::write(
        folder.join(KEY_FILE),
        signature::public_key(people::GITHUB_KEY),
    )
    .context("cannot write a key")?;
    Ok(commits)
}
