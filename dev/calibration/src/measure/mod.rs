//! `calibrate measure`: every heuristic over every repository.

pub(crate) mod changes;
mod corpus;
mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use countersign_facts::History;
use countersign_heuristics::{Heuristic, Record, catalogue};
use countersign_people::Population;

use crate::counts::{Counts, Tally};
use crate::data::{Repository, Times};
use crate::strata::{Half, Scan};
use crate::{kinds, page, terminal};

/// Run every heuristic over repositories; count how many people are testable and how many show a finding.
///
/// Each repository is examined on its own. Then all of them are examined as one population, which
/// heuristics that compare organisations need. With --write, the counts become the records of the
/// heuristics, joint.toml, corpus.toml and the page docs/calibration.md.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Local repositories, at a path that ends in OWNER/NAME; a mirror holds the pull requests too.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only these heuristics.
    #[arg(long, value_name = "HEURISTIC", conflicts_with = "write")]
    only: Vec<String>,
    /// Write the records, levels, corpus and page into the source tree.
    #[arg(long)]
    write: bool,
}

/// Everything that was counted.
struct Measurement {
    /// Each repository on its own.
    apart: Counts,
    /// All of them as one population.
    together: Counts,
    repositories: Vec<Repository>,
    times: Times,
}

/// Measures as the arguments ask.
///
/// # Errors
/// When a repository cannot be read, or a record cannot be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let heuristics: Vec<_> = catalogue()
        .iter()
        .filter(|heuristic| args.only.is_empty() || args.only.iter().any(|id| id == heuristic.id))
        .copied()
        .collect();
    let is_known = |id: &&String| catalogue().iter().any(|heuristic| heuristic.id == **id);
    if let Some(unknown) = args.only.iter().find(|id| !is_known(id)) {
        anyhow::bail!("{unknown} is not a heuristic; see docs/heuristics.md");
    }
    let mut measurement = measure(&args.paths, &heuristics)?;
    let corpus = corpus::sentence(&measurement.repositories);
    let records: BTreeMap<_, _> = heuristics
        .iter()
        .enumerate()
        .map(|(number, heuristic)| {
            let record = measurement.record(number, heuristic, &corpus)?;
            Ok((heuristic.id, record))
        })
        .collect::<anyhow::Result<_>>()?;
    let (apart, scans) = measurement.apart.joint(&records);
    let (together, _) = measurement.together.joint(&records);
    for (repository, levels) in measurement.repositories.iter_mut().zip(scans) {
        repository.note = levels.note;
        repository.review = levels.review;
        repository.urgent = levels.urgent;
    }
    terminal::out(&write::summary(
        &measurement,
        &heuristics,
        &records,
        [&apart, &together],
    ));
    if args.write {
        write::all(&records, apart, together, measurement)?;
        page::write()?;
        terminal::line(
            "done; now update the generated documentation and run the tests (see CONTRIBUTING.md)",
        );
    }
    Ok(())
}

fn measure(paths: &[PathBuf], heuristics: &[&'static Heuristic]) -> anyhow::Result<Measurement> {
    let mut measurement = Measurement {
        apart: Counts::default(),
        together: Counts::default(),
        repositories: Vec::new(),
        times: Times::default(),
    };
    let mut reading = Duration::ZERO;
    let mut resolving = Duration::ZERO;
    for path in paths {
        let start = Instant::now();
        let mut history = History::default();
        let mut repository = corpus::read(path, &mut history)?;
        history.seal();
        reading += start.elapsed();
        let start = Instant::now();
        let population = Population::new(history);
        resolving += start.elapsed();
        repository.people = population.dossiers().count() as u64;
        let scan = Scan {
            kind: Some(kinds::of(&repository.name)),
            half: Some(Half::of(&repository.name)),
        };
        repository.kind = kinds::of(&repository.name).to_owned();
        measurement.apart.add(&population, heuristics, scan);
        terminal::line(&format!(
            "{}: {} commits, {} people",
            repository.name, repository.commits, repository.people
        ));
        measurement.repositories.push(repository);
    }
    let tallies = measurement.apart.heuristics.iter();
    let took_part = heuristics.iter().zip(tallies).filter_map(|(one, tally)| {
        let took_part = !one.check.needs_pull_request();
        took_part.then_some((one.id, tally.time))
    });
    measurement.times = Times::new(
        &measurement.repositories,
        corpus::threads(),
        [reading, resolving],
        took_part,
    );
    let mut history = History::default();
    for path in paths {
        corpus::read(path, &mut history)?;
    }
    history.seal();
    measurement
        .together
        .add(&Population::new(history), heuristics, Scan::default());
    Ok(measurement)
}

impl Measurement {
    /// The record of the heuristic with this position: counted over each repository on its own or, where
    /// the heuristic tested nobody there, over all of them together.
    fn record(&self, number: usize, heuristic: &Heuristic, corpus: &str) -> anyhow::Result<Record> {
        let [apart, together] = [&self.apart, &self.together].map(|one| &one.heuristics[number]);
        let broken = apart.broken + together.broken;
        anyhow::ensure!(broken == 0, "{} broke {broken} times", heuristic.id);
        let (tally, corpus) = if apart.testable > 0 {
            (apart, corpus.to_owned())
        } else {
            (together, format!("{corpus}, together as one population"))
        };
        record(heuristic, tally, corpus)
    }
}

/// What was counted of one heuristic, as its record.
fn record(heuristic: &Heuristic, tally: &Tally, corpus: String) -> anyhow::Result<Record> {
    let Tally {
        testable,
        fired,
        bands,
        sizes,
        kinds,
        ..
    } = tally.clone();
    Ok(Record {
        revision: heuristic.revision,
        instead: heuristic.record().instead.filter(|_| testable == 0),
        code: crate::digest::of_rule(heuristic.id)?,
        corpus,
        among: heuristic.record().among,
        testable,
        fired,
        bands,
        sizes,
        kinds,
    })
}

#[cfg(test)]
mod tests;
