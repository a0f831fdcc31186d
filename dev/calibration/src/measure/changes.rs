//! `calibrate changes`: the heuristics that look at what commits change.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use anyhow::Context as _;
use countersign_facts::content::Contents;
use countersign_facts::{History, RepositoryIndex};
use countersign_heuristics::catalogue;
use countersign_history::{Job, look};
use countersign_people::Population;

use super::{corpus, record, write};
use crate::counts::Counts;
use crate::strata::Scan;
use crate::{kinds, page, terminal};

/// Look at what every commit of these repositories changes, and count what heuristics find that need it.
///
/// This takes longer than measuring and needs clones with all their files, so it is done over fewer
/// repositories. Wallets are looked for on no list. With --write the counts become the records of those
/// heuristics; levels and corpus stay as they are.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Local repositories, at a path that ends in OWNER/NAME.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write the records and the page into the source tree.
    #[arg(long)]
    write: bool,
}

/// Counts as the arguments ask.
///
/// # Errors
/// When a repository cannot be read, or a record cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let (mut plain, mut looked) = (Counts::default(), Counts::default());
    let (mut names, mut commits) = (Vec::new(), 0);
    for path in &args.paths {
        let mut history = History::default();
        let repository = corpus::read(path, &mut history)?;
        history.seal();
        let job = Job {
            threads: corpus::threads(),
            cancelled: &AtomicBool::new(false),
            progress: &(),
        };
        let mut contents = Contents::default();
        let place = (RepositoryIndex(0), &history);
        let seen = look(path, &repository.name, place, None, &job, &mut contents)
            .with_context(|| format!("failed to look at {}", path.display()))?;
        terminal::line(&format!("{}: {} changes", repository.name, seen.commits));
        commits += seen.commits;
        names.push(repository.name);
        let population = Population::new(history);
        let scan = Scan {
            kind: Some(kinds::of(names.last().map_or("", String::as_str))),
            ..Scan::default()
        };
        plain.add(&population, catalogue(), scan);
        looked.add(&population.with_contents(contents), catalogue(), scan);
    }
    let corpus = corpus::changes(&names, commits);
    let mut records = BTreeMap::new();
    for (number, heuristic) in catalogue().iter().enumerate() {
        let tally = &looked.heuristics[number];
        if plain.heuristics[number].testable == 0 && tally.testable > 0 {
            records.insert(heuristic.id, record(heuristic, tally, corpus.clone())?);
        }
    }
    for (id, one) in &records {
        terminal::line(&format!("{id}: {} testable, {:?}", one.testable, one.fired));
    }
    if args.write {
        write::records(&records)?;
        page::write()?;
    }
    Ok(())
}
