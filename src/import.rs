//! `countersign import`: reads an export into the memory of people.

use std::path::PathBuf;

use countersign_memory::tables::{Manifest, import};

use crate::database::{StorageArgs, claim_found};
use crate::exit::{self, Exit, Failure};
use crate::export::{failed, row_counts};
use crate::interrupt;
use crate::output::{self, Console};
use crate::runtime::block_on;

const EXAMPLES: &str = "\
Examples:
  countersign import people          read the export into the database in the user's data folder
  countersign import people --database postgres://me@db/app --hash-key-file hash.key
                                     read it into the App's database";

fn after_help() -> String {
    let codes = exit::codes(&[
        (Exit::Usage, "wrong arguments, or another key"),
        (
            Exit::Storage,
            "the export or the database could not be read or written",
        ),
    ]);
    format!("{EXAMPLES}\n\n{codes}")
}

/// Read an export into the memory of people
///
/// The memory keeps what it holds. Afterwards it is as if the repositories of both had been read here.
/// Importing twice changes nothing. The key must be the one under which the export was made. People who were
/// forgotten, here or there, stay forgotten.
///
/// An import adds everything or nothing. With SQLite, other commands cannot write meanwhile. The commits of
/// clones are not imported.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// Folder of the export
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten, next_help_heading = "Memory")]
    storage: StorageArgs,
}

pub(crate) fn run(args: &Args, _: Console) -> Result<Exit, Failure> {
    // Checked first, so that a wrong folder does not leave an empty database behind.
    let export = Manifest::read(&args.folder).map_err(failed)?;
    let key = args.storage.find_key()?.ok_or_else(|| {
        Failure::usage("cannot find the key under which the export was made").hint(
            "copy hash.key next to the database, or name the file of the key with --hash-key-file",
        )
    })?;
    let manifest = interrupt::guard(|cancelled| {
        block_on(async {
            let store = args.storage.open().await?;
            // The import itself refuses what was made under another key, and says so better.
            if export.stamp.key_id == key.id() {
                claim_found(&store, Some(&key)).await?;
            }
            let mut people = store.import_people().await.map_err(Failure::storage)?;
            let manifest = import(&args.folder, &key.id(), &mut people, cancelled).await;
            let manifest = manifest.map_err(failed)?;
            people.commit().await.map_err(Failure::storage)?;
            store.close().await;
            Ok(manifest)
        })
    })??;
    output::print(row_counts(&manifest).as_bytes())?;
    Ok(Exit::Done)
}
