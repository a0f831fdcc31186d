//! `countersign person`: everything that is remembered about somebody.

mod apart;
mod meant;
mod touched;

use std::path::PathBuf;

use clap::ValueEnum;
use countersign_memory::recall;
use countersign_report::Look;
use countersign_report::dossier::{Dossier, csv, json, text};
use countersign_report::touched::{csv as radius_csv, json as radius_json, text as radius_text};
use countersign_store::Viewer;

use crate::app;
use crate::exit::{self, Exit, Failure};
use crate::indicators::PlaceArgs;
use crate::output::{self, Console};
pub(crate) use meant::{Memory, known};

const EXAMPLES: &str = "\
Examples:
  countersign person ada@studio.example                       by e-mail address
  countersign person @ada-studio --format json                by login
  countersign person 7001                                     by the account's number
  countersign person A0A0B1B1C2C2D3D3                         by signing key
  countersign person 'Ada Quillfeather' --as-installation 42  what one installation may see
  countersign person 7001 --blast-radius ../one ../other      what they touched in two clones
  countersign person m-0123456789ab --apart m-ba9876543210 --reason 'father and son'
                                                              two of these are two people";

/// Show everything that is remembered about one person, with the reason for every join.
///
/// What is remembered comes from `scan --remember` and from the GitHub App: names, accounts, logins, clock
/// offsets, keys, findings, and why all that is taken for one person. Names that changed are one person's and
/// no contradiction. History that repositories of several holders share (forks, ports) counts for none
/// of them.
///
/// It is meant for whoever looks into an incident, and for the person concerned, who can dispute a join
/// (--apart) and be forgotten (`countersign forget`).
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", exit::table()))]
pub(crate) struct Args {
    /// E-mail address, @login, account number, signing key, name, or an id as shown (m-0123456789ab).
    #[arg(value_name = "IDENTIFIER")]
    who: String,

    /// Show what this installation of the GitHub App may see: public repositories and its own.
    #[arg(long, value_name = "ID")]
    as_installation: Option<i64>,
    /// Show what the person touched in these clones instead, in the order in which it is worth looking at
    /// again. Needs no memory: without one the person is looked for in the clones themselves.
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with_all = ["apart", "undo_apart"])]
    blast_radius: Vec<PathBuf>,
    /// Say that OTHER is somebody else: on each way from one to the other the weakest join is cut. A cut
    /// holds when repositories are read again.
    #[arg(long, value_name = "OTHER", requires = "reason")]
    apart: Option<String>,
    /// Why they are two.
    #[arg(long, value_name = "TEXT", requires = "apart", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    reason: Option<String>,
    /// Take back that OTHER is somebody else.
    #[arg(long, value_name = "OTHER", conflicts_with = "apart")]
    undo_apart: Option<String>,

    /// Output format; `countersign schema person` and `schema blast-radius` document the JSON.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write to this file, as a whole or not at all, instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten, next_help_heading = "Memory")]
    place: PlaceArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    if let Some(path) = &args.output {
        output::check_writable(path)?;
    }
    let viewer = args
        .as_installation
        .map_or(Viewer::Operator, Viewer::Installation);
    let shown = match &args.blast_radius[..] {
        [] => asked(args, viewer)?,
        folders => {
            let radius = touched::touched(&args.who, folders, &args.place, viewer, console)?;
            match args.format {
                Format::Text => radius_text(&radius, &look(args.output.is_none())),
                Format::Json => radius_json(&radius),
                Format::Csv => radius_csv(&radius),
            }
        }
    };
    match &args.output {
        Some(path) => output::write_file(path, shown.as_bytes())?,
        None => output::print(shown.as_bytes())?,
    }
    Ok(Exit::Done)
}

/// What is asked of the memory.
fn asked(args: &Args, viewer: Viewer) -> Result<String, Failure> {
    app::block_on(async {
        let memory = Memory::open(&args.place).await?;
        if let (Some(other), Some(reason)) = (&args.apart, &args.reason) {
            return apart::part(&memory, [&args.who, other], viewer, reason).await;
        }
        if let Some(other) = &args.undo_apart {
            return apart::unpart(&memory, [&args.who, other], viewer).await;
        }
        dossier(args, &memory, viewer).await
    })
}

async fn dossier(args: &Args, memory: &Memory, viewer: Viewer) -> Result<String, Failure> {
    let named = known(memory, &args.who, viewer).await?;
    let remembered = recall(&memory.store, &named, viewer).await;
    let dossier = Dossier::new(&remembered.map_err(Failure::storage)?);
    Ok(match args.format {
        Format::Text => text(&dossier, &look(args.output.is_none())),
        Format::Json => json(&dossier),
        Format::Csv => csv(&dossier),
    })
}

/// What stdout can show; a file gets no colours.
fn look(to_stdout: bool) -> Look {
    Look {
        colour: to_stdout && output::colour(),
        width: output::width(),
        ..Look::default()
    }
}
