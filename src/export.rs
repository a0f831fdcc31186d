//! `countersign export`: the memory of people, and the commits of clones, as Parquet tables.

use std::path::{Path, PathBuf};

use countersign_facts::{HashKey, Key};
use countersign_memory::tables::{ClonedRepository, Export, Manifest, TablesError};
use countersign_memory::{Identified, of_key};
use countersign_store::Viewer;
use indicatif::HumanCount;

use crate::app;
use crate::exit::{self, Exit, Failure};
use crate::indicators::PlaceArgs;
use crate::interrupt;
use crate::output::{self, Console};
use crate::person::Memory;
use crate::scan;
use crate::when::now_ms;

const EXAMPLES: &str = "\
Examples:
  countersign export people                          everything that is remembered, into the folder people
  countersign export people --replace                the same again, in place of the older export
  countersign export people ../one ../other          with the commits of two clones
  countersign export theirs --as-installation 42     what one installation may see
  duckdb -c \"SELECT kind, count(*) FROM 'people/people/*/*.parquet' GROUP BY kind\"";

/// Write everything that is remembered of people as Parquet tables, for DuckDB, Spark and their like.
///
/// People are keyed hashes, as they are remembered; the key is not in the tables. Names and logins are, as
/// commits show them, but no e-mail address. Whoever has the folder has all that the memory tells the
/// operator: keep it as you keep the database. `import` reads it into another database.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", exit::table()))]
pub(crate) struct Args {
    /// Folder to make.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Clones (worktree or bare) whose commits are written too, one row a commit.
    #[arg(value_name = "PATH")]
    clones: Vec<PathBuf>,

    /// Put it in the place of the older export that the folder holds.
    #[arg(long)]
    replace: bool,
    /// Write what this installation of the GitHub App may see: public repositories and its own.
    #[arg(long, value_name = "ID", conflicts_with = "clones")]
    as_installation: Option<i64>,
    #[command(flatten, next_help_heading = "Memory")]
    place: PlaceArgs,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let memory = app::block_on(Memory::open(&args.place))?;
    let begun = Export::begin(&args.folder, args.replace, &memory.key.id());
    let mut export = begun.map_err(failed)?;
    interrupt::guard(|cancelled| {
        app::block_on(async {
            let viewer = args
                .as_installation
                .map_or(Viewer::Operator, Viewer::Installation);
            let people = memory.store.export_people(viewer).await;
            let mut people = people.map_err(Failure::storage)?;
            export.people(&mut people, cancelled).await.map_err(failed)
        })
    })??;
    for clone in &args.clones {
        commits(&mut export, clone, &memory.key, console)?;
    }
    let now = now_ms();
    let manifest = export.finish(args.as_installation, now).map_err(failed)?;
    output::print(told(&manifest).as_bytes())?;
    Ok(Exit::Done)
}

fn commits(
    export: &mut Export,
    folder: &Path,
    key: &HashKey,
    console: Console,
) -> Result<(), Failure> {
    let (_, history) = scan::history_of(folder, console)?;
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

/// A failure of tables, with what can be done about it.
pub(crate) fn failed(error: TablesError) -> Failure {
    let hint = match &error {
        TablesError::Exists(_) => Some("--replace puts the new one in its place"),
        TablesError::OtherKey { .. } => {
            Some("name the key's file with --hash-key-file, or copy it beside the database")
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

/// The tables with their rows.
pub(crate) fn told(manifest: &Manifest) -> String {
    let lines = manifest.tables.iter().map(|table| {
        let rows = HumanCount(table.rows).to_string();
        format!("{rows:>12}  {}\n", table.name)
    });
    lines.collect()
}
