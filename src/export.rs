//! `countersign export`: the memory of people, and the commits of clones, as Parquet tables.

use std::path::{Path, PathBuf};

use countersign_facts::{HashKey, Key};
use countersign_history::PlatformKeys;
use countersign_memory::tables::{ClonedRepository, Export, Manifest, TablesError};
use countersign_memory::{Identified, of_key};
use countersign_store::Viewer;
use indicatif::HumanCount;

use crate::database::{Memory, StorageArgs};
use crate::exit::{self, Exit, Failure};
use crate::interrupt;
use crate::output::{self, Console};
use crate::platforms::PlatformArgs;
use crate::runtime::block_on;
use crate::scan;
use crate::when::now_ms;

const EXAMPLES: &str = "\
Examples:
  countersign export people                          write the whole memory to the folder people
  countersign export people --replace                replace the older export in that folder
  countersign export people ../one ../other          add the commits of two clones
  countersign export theirs --as-installation 42     write what one installation may see
  duckdb -c \"SELECT kind, count(*) FROM 'people/people/*/*.parquet' GROUP BY kind\"";

fn after_help() -> String {
    let codes = exit::codes(&[
        (
            Exit::Usage,
            "wrong arguments, a missing memory, or a folder that is in use",
        ),
        (Exit::NoneRead, "a clone could not be read"),
        (
            Exit::Storage,
            "the folder or the database could not be read or written",
        ),
    ]);
    format!("{EXAMPLES}\n\n{codes}")
}

/// Write the memory of people as Parquet tables, for DuckDB, Spark and others
///
/// People are keyed hashes, as in the memory; the tables do not contain the key. Names and logins are as the
/// commits spell them, but no e-mail address is in the tables. Anyone who has the folder can read everything that
/// the memory shows to the operator, so protect it like the database. `countersign import` reads it into
/// another database.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// Folder to create
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Clones (worktree or bare) whose commits are also written, one row per commit
    #[arg(value_name = "PATH")]
    clones: Vec<PathBuf>,

    /// Replace the older export that the folder holds
    #[arg(long)]
    replace: bool,
    /// Write what this installation of the App may see: public repositories and its own
    #[arg(long, value_name = "ID", conflicts_with = "clones")]
    as_installation: Option<i64>,
    #[command(flatten, next_help_heading = "Memory")]
    storage: StorageArgs,
    #[command(flatten)]
    platforms: PlatformArgs,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let memory = block_on(Memory::open(&args.storage))?;
    let begun = Export::begin(&args.folder, args.replace, &memory.key.id());
    let mut export = begun.map_err(failed)?;
    interrupt::guard(|cancelled| {
        block_on(async {
            let viewer = args
                .as_installation
                .map_or(Viewer::Operator, Viewer::Installation);
            let people = memory.store.export_people(viewer).await;
            let mut people = people.map_err(Failure::storage)?;
            export.people(&mut people, cancelled).await.map_err(failed)
        })
    })??;
    let platforms = args.platforms.read()?;
    for clone in &args.clones {
        commits(&mut export, (clone, &platforms), &memory.key, console)?;
    }
    let now = now_ms();
    let manifest = export.finish(args.as_installation, now).map_err(failed)?;
    output::print(row_counts(&manifest).as_bytes())?;
    Ok(Exit::Done)
}

fn commits(
    export: &mut Export,
    (folder, platforms): (&Path, &PlatformKeys),
    key: &HashKey,
    console: Console,
) -> Result<(), Failure> {
    let history = scan::history_of(folder, platforms, console)?.history;
    let source = scan::source(folder)?;
    let identified = scan::identified(folder, &history, &source.place, key)?;
    let clone = ClonedRepository {
        history: &history,
        place: &source.place,
        organisation: &source.organisation,
        repository: &source.name,
        identity: &|identity| {
            let identifier = Identified::identifier(&identified, identity);
            identifier.map(|identifier| identifier.hash)
        },
        key: &|signing: &Key| of_key(key, &signing.id).hash,
    };
    export.commits(clone).map_err(failed)
}

/// A failure of an export or import, with a hint.
pub(crate) fn failed(error: TablesError) -> Failure {
    let hint = match &error {
        TablesError::Exists(_) => Some("replace it with --replace, or name another folder"),
        TablesError::OtherKey { .. } => {
            Some("name the file of that key with --hash-key-file, or copy it next to the database")
        }
        _ => None,
    };
    let failure = match error {
        TablesError::Interrupted => Failure::interrupted(),
        TablesError::Exists(_) | TablesError::Occupied(_) | TablesError::OtherKey { .. } => {
            Failure::new(Exit::Usage, error)
        }
        error => Failure::storage(error),
    };
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// The tables with their numbers of rows, one a line.
pub(crate) fn row_counts(manifest: &Manifest) -> String {
    let lines = manifest.tables.iter().map(|table| {
        let rows = HumanCount(table.rows).to_string();
        format!("{rows:>12}  {}\n", table.name)
    });
    lines.collect()
}
