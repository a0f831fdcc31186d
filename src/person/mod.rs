//! `countersign person`: shows everything that the memory holds about one person.

mod separate;
mod touched;

use std::path::PathBuf;

use clap::ValueEnum;
use countersign_memory::recall;
use countersign_report::Look;
use countersign_report::dossier::{Dossier, csv, json, text};
use countersign_report::touched::{csv as radius_csv, json as radius_json, text as radius_text};
use countersign_store::Viewer;

use crate::database::{Memory, StorageArgs, find_person};
use crate::exit::{self, Exit, Failure};
use crate::output::{self, Console};
use crate::platforms::PlatformArgs;
use crate::runtime::block_on;
use crate::scan_ids;

const EXAMPLES: &str = "\
Examples:
  countersign person ada@studio.example                       by e-mail address
  countersign person @ada-studio --format json                by login
  countersign person 7001                                     by the account's number
  countersign person A0A0B1B1C2C2D3D3                         by signing key
  countersign person 'Ada Quillfeather' --as-installation 42  what one installation may see
  countersign person 7001 --blast-radius ../one ../other      what the person touched in two clones
  countersign person m-0123456789ab --apart m-ba9876543210 --reason 'father and son'
                                                              separate two people";

fn after_help() -> String {
    let codes = exit::codes(&[
        (
            Exit::Usage,
            "wrong arguments, a missing memory, or an identifier that nobody has",
        ),
        (Exit::NoneRead, "a clone could not be read"),
        (
            Exit::Storage,
            "the output or the database could not be read or written",
        ),
    ]);
    format!("{EXAMPLES}\n\n{codes}")
}

/// Show everything that the memory holds about one person, and why it is linked
///
/// The memory is filled by `countersign scan --remember` and by the GitHub App: names, accounts, logins,
/// clock offsets, keys and findings. A changed name is not a contradiction. Commits that repositories of
/// several owners share (forks, ports) count for none of these owners.
///
/// It is meant for people who look into an incident, and for the person concerned, who can dispute a link
/// (--apart) and be forgotten (`countersign forget`).
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// E-mail address, @login, account number, signing key, name or id (m-..., p-...)
    ///
    /// An id that a scan printed (p-...) is looked up in the repository around this folder.
    #[arg(value_name = "IDENTIFIER")]
    who: String,

    /// Show what this installation of the App may see: public repositories and its own
    #[arg(long, value_name = "ID")]
    as_installation: Option<i64>,
    /// List what the person touched in these clones, the most sensitive files first
    ///
    /// Works without a memory too: then the person is looked up in the clones themselves.
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with_all = ["apart", "undo_apart"])]
    blast_radius: Vec<PathBuf>,
    /// State that OTHER is a different person; needs --reason
    ///
    /// The weakest link on each path between the two is cut. It stays cut when repositories are read again.
    #[arg(long, value_name = "OTHER", requires = "reason")]
    apart: Option<String>,
    /// Why the two are different people, for --apart
    #[arg(long, value_name = "TEXT", requires = "apart", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    reason: Option<String>,
    /// Withdraw an earlier --apart OTHER
    #[arg(long, value_name = "OTHER", conflicts_with = "apart")]
    undo_apart: Option<String>,

    /// Output format
    ///
    /// `countersign schema person` and `countersign schema blast-radius` print the schemas of the JSON.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write to this file instead of stdout
    ///
    /// The file is written as a whole or not at all.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten, next_help_heading = "Memory")]
    storage: StorageArgs,
    #[command(flatten)]
    platforms: PlatformArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// One JSON object
    Json,
    /// One row per fact
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
        [] => from_memory(args, viewer, console)?,
        folders => {
            let radius = touched::touched(
                &args.who,
                (folders, &args.platforms.read()?),
                &args.storage,
                viewer,
                console,
            )?;
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

/// What the memory answers.
fn from_memory(args: &Args, viewer: Viewer, console: Console) -> Result<String, Failure> {
    let known = |text: &str| scan_ids::for_memory(text, console);
    let who = &known(&args.who)?;
    let apart = args.apart.as_deref().map(known).transpose()?;
    let undo_apart = args.undo_apart.as_deref().map(known).transpose()?;
    block_on(async {
        let memory = Memory::open(&args.storage).await?;
        if let (Some(other), Some(reason)) = (&apart, &args.reason) {
            return separate::part(&memory, [who, other], viewer, reason).await;
        }
        if let Some(other) = &undo_apart {
            return separate::unpart(&memory, [who, other], viewer).await;
        }
        dossier(args, who, &memory, viewer).await
    })
}

async fn dossier(
    args: &Args,
    who: &str,
    memory: &Memory,
    viewer: Viewer,
) -> Result<String, Failure> {
    let named = find_person(memory, who, viewer).await?;
    let remembered = recall(&memory.store, &named, viewer).await;
    let dossier = Dossier::new(&remembered.map_err(Failure::storage)?);
    Ok(match args.format {
        Format::Text => text(&dossier, &look(args.output.is_none())),
        Format::Json => json(&dossier),
        Format::Csv => csv(&dossier),
    })
}

/// How to show text: a file gets no colours.
fn look(to_stdout: bool) -> Look {
    Look {
        colour: to_stdout && output::colour(),
        width: output::width(),
        ..Look::default()
    }
}
