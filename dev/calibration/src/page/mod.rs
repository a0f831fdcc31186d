//! `calibrate page`: the page about the last measurement, with its plots.

mod corpus;
mod heuristics;
mod levels;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::data::{Corpus, Levels};
use crate::figures::grouped;
use crate::{data, say};

/// Write docs/calibration.md and its plots from what the last measurement wrote.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Writes the page.
///
/// # Errors
/// When the measurement cannot be read or the page cannot be written.
pub(crate) fn run(_: &Args) -> anyhow::Result<()> {
    write()
}

/// Writes the page and its plots.
///
/// # Errors
/// When the measurement cannot be read or the page cannot be written.
pub(crate) fn write() -> anyhow::Result<()> {
    for (name, text) in files()? {
        let path = docs().join(name);
        let folder = path.parent().unwrap_or(&path);
        fs::create_dir_all(folder)
            .with_context(|| format!("failed to make {}", folder.display()))?;
        data::write(&path, &text)?;
        say::line(&format!("wrote docs/{name}"));
    }
    Ok(())
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

/// The page and its plots, by path below `docs/`.
fn files() -> anyhow::Result<Vec<(&'static str, String)>> {
    let (measured, corpus) = (Levels::load()?, Corpus::load()?);
    let records = data::records()?;
    let page = [
        introduction(&measured, &corpus),
        levels::text(&measured),
        heuristics::text(&records),
        corpus::text(&measured, &corpus),
    ];
    Ok(vec![
        ("calibration.md", page.join("\n")),
        ("calibration/base-rates.svg", heuristics::plot(&records)?),
        ("calibration/bands.svg", levels::plot_of_bands(&measured)?),
        ("calibration/sizes.svg", levels::plot_of_sizes(&measured)?),
    ])
}

fn introduction(measured: &Levels, corpus: &Corpus) -> String {
    let people: u64 = corpus.repository.iter().map(|one| one.people).sum();
    format!(
        "# Calibration\n\n\
         <!-- Generated: cargo run -p countersign-calibration -- page -->\n\n\
         How often heuristics fire and levels are reached where nobody is suspected of anything, counted over {} \
         public repositories with {} commits by {} people. {} of them have ten commits or more; budgets are \
         for those.\n\n\
         Nobody labelled these people. Some of them may have worn a false name or forged a date, so \
         every rate is an upper bound of what happens to honest people. How many of those who do work under \
         a false identity show a sign is not known: there are too few documented cases to count. \
         Intervals are Wilson's, at 95 %.\n\n\
         A person is counted in every repository by itself, as `countersign scan` sees one repository; \
         somebody who works on three of them counts three times. \"Together\" is one scan of all \
         repositories, in which such people are one.\n",
        grouped(corpus.repository.len() as u64),
        grouped(measured.times.commits),
        grouped(people),
        grouped(u64::from(measured.apart.all.people)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_page_is_fresh() {
        let update = std::env::var_os("COUNTERSIGN_UPDATE_DOCS").is_some();
        if update {
            write().expect("written");
        }
        for (name, fresh) in files().expect("a measurement") {
            assert!(
                fs::read_to_string(docs().join(name)).is_ok_and(|committed| committed == fresh),
                "docs/{name} is stale: run cargo run -p countersign-calibration -- page"
            );
        }
    }
}
