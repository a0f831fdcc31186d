//! `countersign import`: an export comes back.

use std::path::PathBuf;

use countersign_memory::tables::{Manifest, import};

use crate::app;
use crate::exit::{self, Exit, Failure};
use crate::export::{failed, told};
use crate::indicators::PlaceArgs;
use crate::interrupt;
use crate::output::{self, Console};

const EXAMPLES: &str = "\
Examples:
  countersign import people                                    into the database in the user's data folder
  countersign import people --database postgres://me@db/app --hash-key-file hash.key
                                                               move the memory to the App's database";

/// Read the tables of an export into the memory of people.
///
/// What is there already stays, and the two are one memory afterwards: as if everything that the export
/// rests on had been read here too. Reading it twice changes nothing. The key must be the one under which
/// the export was made. Whoever was forgotten, here or there, stays forgotten.
///
/// All of it comes in, or nothing. On SQLite nobody else can write meanwhile. The commits of clones are not
/// read.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", exit::table()))]
pub(crate) struct Args {
    /// The export's folder.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten, next_help_heading = "Memory")]
    place: PlaceArgs,
}

pub(crate) fn run(args: &Args, _: Console) -> Result<Exit, Failure> {
    // What is no export makes no database.
    Manifest::read(&args.folder).map_err(failed)?;
    let key = args.place.find_key()?.ok_or_else(|| {
        Failure::usage("failed to find the key under which the export was made")
            .hint("copy hash.key beside the database, or name the key's file with --hash-key-file")
    })?;
    let manifest = interrupt::guard(|cancelled| {
        app::block_on(async {
            let store = args.place.open().await?;
            let mut people = store.import_people().await.map_err(Failure::storage)?;
            let manifest = import(&args.folder, &key.id(), &mut people, cancelled).await;
            let manifest = manifest.map_err(failed)?;
            people.commit().await.map_err(Failure::storage)?;
            store.close().await;
            Ok(manifest)
        })
    })??;
    output::print(told(&manifest).as_bytes())?;
    Ok(Exit::Done)
}
