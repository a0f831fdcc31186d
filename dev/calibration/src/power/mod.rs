//! `calibrate power`: how often invented personas are detected, by pattern, number of commits and care.

mod counts;
mod live;
mod page;
mod panels;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use counts::Counts;

/// Generate invented careers, examine them, and write docs/power.md with its plots and counts.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Seed of the generator. The same seed gives the same counts. Tests and trials use other seeds than the default.
    #[arg(long, default_value_t = 12, value_name = "NUMBER")]
    seed: u64,
    /// Personas of each kind, for each degree of care and number of commits.
    #[arg(long, default_value_t = 40, value_name = "NUMBER")]
    households: usize,
    /// Measure nothing; write the page and the plots from the stored counts.
    #[arg(long)]
    page_only: bool,
    /// Folder of the documentation.
    #[arg(long, default_value = "docs", value_name = "DIR")]
    docs: PathBuf,
}

/// Below the documentation's folder.
const COUNTS: &str = "power/counts.json";

/// Measures and writes as the arguments ask.
///
/// # Errors
/// When git, the temporary folder or the documentation's folder cannot be used.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    if !args.page_only {
        let counts = live::measure(args.seed, args.households)?;
        write(&args.docs.join(COUNTS), &counts.to_json()?)?;
    }
    let counts = Counts::read(&args.docs.join(COUNTS))?;
    for (path, text) in documents(&counts)? {
        write(&args.docs.join(path), &text)?;
    }
    Ok(())
}

/// The page and its plots, by path below the documentation's folder.
fn documents(counts: &Counts) -> anyhow::Result<Vec<(String, String)>> {
    let mut documents = vec![("power.md".to_owned(), page::markdown(counts))];
    for measure in &panels::MEASURES {
        let drawn = panels::draw(counts, measure).context("failed to draw a plot")?;
        documents.push((format!("power/{}.svg", measure.id), drawn));
    }
    Ok(documents)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .with_context(|| format!("failed to write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign_careers::PERSONAS;

    fn docs() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
    }

    #[test]
    fn the_page_and_its_plots_are_what_the_counts_say() {
        let counts = Counts::read(&docs().join(COUNTS)).expect("the counts are there");
        let update = std::env::var_os("COUNTERSIGN_UPDATE_DOCS").is_some();
        for (path, text) in documents(&counts).expect("drawn") {
            if update {
                write(&docs().join(&path), &text).expect("written");
            }
            let there = fs::read_to_string(docs().join(&path)).unwrap_or_default();
            assert!(there == text, "{path}: run `calibrate power --page-only`");
        }
    }

    #[test]
    fn every_persona_matches_its_own_pattern_more_often_than_any_other() {
        let counts = Counts::read(&docs().join(COUNTS)).expect("the counts are there");
        for persona in &PERSONAS {
            let own = counts.matched(persona.id, persona.pattern);
            for pattern in countersign_heuristics::patterns::patterns() {
                let other = counts.matched(persona.id, &pattern.id);
                assert!(
                    pattern.id == persona.pattern || own > other || other == 0,
                    "{}: {own} x {}, {other} x {}",
                    persona.id,
                    persona.pattern,
                    pattern.id
                );
            }
        }
    }

    #[test]
    fn a_seed_gives_the_same_counts() {
        let once = live::cell_counts(5, 2).expect("git runs");
        assert_eq!(once, live::cell_counts(5, 2).expect("git runs"));
        assert!(once.personas[0].households == 2 && !once.honest.is_empty());
    }
}
