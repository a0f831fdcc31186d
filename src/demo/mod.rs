//! `countersign demo`: a small invented repository, and what a scan says about it.

mod calendar;
mod people;
mod repository;
mod signature;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::Context as _;
use indicatif::HumanCount;

use crate::exit::{Exit, Failure};
use crate::output::{self, Console};
use crate::scan;
use people::Event;
use repository::Pack;

/// Build a small invented repository, scan it, and show what findings look like.
///
/// Thirteen honest people from all over the world have the oddities that honest people have; two
/// personas show patterns that public advisories describe.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Keep the repository in this folder, which must be empty or new.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// The folder that hints name, where the demo deletes its repository.
const KEPT: &str = "demo_repo";

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
        let context = format!("failed to use the folder {}", folder.display());
        Failure::storage(anyhow::Error::new(error).context(context))
    })?;
    let commits = build(folder).map_err(|error| {
        Failure::storage(error)
            .hint("the demo needs git: install it, and check that there is room for a few files")
    })?;
    let commits = HumanCount(commits as u64);
    let kept = match &args.keep {
        Some(folder) => format!(
            "and kept in {}.",
            output::printable(&folder.display().to_string())
        ),
        None => format!(
            "deleted when this ends. To try the commands below, first run: countersign demo --keep {KEPT}"
        ),
    };
    let introduction = format!(
        "Built {commits} commits of thirteen honest people and two personas, all invented,\n{kept}\n\n"
    );
    output::print(introduction.as_bytes())?;
    let command = temporary
        .is_some()
        .then(|| format!("countersign scan {KEPT}"));
    scan::run_on(folder, command, console)
}

/// Fails for a folder that holds anything.
fn make_empty(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    match fs::read_dir(folder)?.next() {
        None => Ok(()),
        Some(Ok(_)) => Err(io::Error::other("it is not empty")),
        Some(Err(error)) => Err(error),
    }
}

/// Writes the cast's history into a new bare repository; answers how many commits it has.
fn build(folder: &Path) -> anyhow::Result<usize> {
    let mut pack = Pack::new(README)?;
    let mut main: Vec<String> = Vec::new();
    let mut topics = VecDeque::new();
    let mut commits = 0;
    for event in people::events() {
        commits += 1;
        match event {
            Event::Commit(commit) => main = vec![pack.commit(&commit, &main)?],
            Event::Topic(commit) => topics.push_back(pack.commit(&commit, &main)?),
            Event::Merge(mut commit) => {
                let Some(topic) = topics.pop_front() else {
                    commits -= 1;
                    continue;
                };
                commit.message =
                    format!("Merge pull request #{commits} from forks/topic-{commits}");
                main.push(topic);
                main = vec![pack.commit(&commit, &main)?];
            }
        }
    }
    let tip = main.pop().context("the demo has no commits")?;
    let open = (1..).zip(topics);
    let mut branches = vec![("main".to_owned(), tip)];
    branches.extend(open.map(|(number, topic)| (format!("open-topic-{number}"), topic)));
    pack.store(folder, &branches)?;
    Ok(commits)
}
