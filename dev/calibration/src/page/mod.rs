//! `calibrate page`: the page about the last measurement, with its plots.

mod corpus;
mod heuristics;
mod levels;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::data::{Corpus, Levels};
use crate::figures::grouped;
use crate::{data, terminal};

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
        terminal::line(&format!("wrote docs/{name}"));
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
         This page says how often ordinary contributors show a finding or reach a level. It was counted in {} public \
         repositories, with {} commits by {} people. {} of these people have ten commits or more; the budgets below \
         apply to them.\n\n\
         Nobody knows which of these people, if any, worked under a false identity or forged a date. Every rate is \
         therefore an upper bound for honest people. The opposite rate, how many people under a false identity show \
         a finding, is unknown: there are too few documented cases to count. Intervals are Wilson's, at 95 %.\n\n\
         People are counted in one repository at a time, as `countersign scan` reads one repository; someone who \
         works on three of them counts three times. \"All together\" is one scan of all repositories, which counts \
         that person once. Heuristics that compare organisations are measured in that scan.\n",
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
