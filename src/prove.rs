//! `countersign prove`: what somebody can prove about the age of their own history.

use std::path::PathBuf;

use clap::ValueEnum;
use countersign_facts::Tlp;
use countersign_heuristics::{Level, examine};
use countersign_report::prove::{Provenance, json, text};
use countersign_report::{Baseline, Look, Request, Scan, find_person};

use crate::exit::{self, Exit, Failure};
use crate::output::{self, Console};
use crate::platforms::PlatformArgs;
use crate::scan;

const EXAMPLES: &str = "\
Examples:
  countersign prove ada@studio.example                     in the repository around this folder
  countersign prove @ada-studio ../one ../other            by login, in two repositories
  countersign prove 'Ada Quillfeather' --format json       for a program";

fn after_help() -> String {
    let codes = exit::codes(&[
        (Exit::Usage, "wrong arguments, or nobody has the identifier"),
        (
            Exit::SomeUnread,
            "some repositories could not be read; the proofs are from the others",
        ),
        (Exit::NoneRead, "no repository could be read"),
        (Exit::Storage, "the output could not be written"),
    ]);
    format!("{EXAMPLES}\n\n{codes}")
}

/// Prove how old somebody's commits are, by signatures that GitHub made
///
/// GitHub signs the merges and edits that it makes, by its own clock. Whatever such a commit builds on
/// existed at that time. This prints how many of one person's commits are proven, since when, and the
/// commands with which anyone can check it. A commit without proof is not suspicious.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// Person id, e-mail address, login, signing key or name
    #[arg(value_name = "WHO")]
    who: String,
    /// Folders (worktree or bare) [default: the repository around this folder]
    #[arg(value_name = "PATH")]
    repositories: Vec<PathBuf>,
    #[command(flatten)]
    platforms: PlatformArgs,

    /// Output format
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write to this file instead of stdout
    ///
    /// The file is written as a whole or not at all.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// One JSON object; `countersign schema proof` prints its schema
    Json,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    if let Some(path) = &args.output {
        output::check_writable(path)?;
    }
    let read = scan::population_of(&args.repositories, args.platforms.read()?, console)?;
    let population = &read.population;
    let listed = Scan::new(Request {
        population,
        assessments: &examine(population, &[]),
        repositories: read.repositories,
        baseline: &Baseline::default(),
        min_level: Level::Quiet,
        tlp: Tlp::Red,
    });
    let person = find_person(&listed, &args.who).map_err(|error| scan::no_person(&error))?;
    let dossier = population
        .dossiers()
        .find(|dossier| dossier.person().id == person.id)
        .ok_or_else(|| Failure::usage(format!("{:?} did not author a commit", args.who)))?;
    let provenance = Provenance::new(&dossier, person, &listed.repositories);
    let shown = match args.format {
        Format::Text => {
            let look = Look {
                colour: args.output.is_none() && output::colour(),
                width: output::width(),
                ..Look::default()
            };
            text(&provenance, &look)
        }
        Format::Json => json(&provenance),
    };
    match &args.output {
        Some(path) => output::write_file(path, shown.as_bytes())?,
        None => output::print(shown.as_bytes())?,
    }
    Ok(match read.unread {
        0 => Exit::Done,
        _ => Exit::SomeUnread,
    })
}
