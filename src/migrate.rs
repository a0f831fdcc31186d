//! `countersign migrate`: creates or updates the tables of the database.

use crate::database::DatabaseArgs;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::runtime::block_on;

/// Create or update the tables of the GitHub App's database
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Only list the steps, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let text = block_on(async {
        let store = args.database.connect().await?;
        let pending = store.pending().await.map_err(Failure::storage)?;
        if !args.dry_run {
            store.migrate().await.map_err(Failure::storage)?;
        }
        store.close().await;
        let lines = pending
            .iter()
            .map(|step| format!("{} {}\n", step.version, step.name));
        Ok(lines.collect::<String>())
    })?;
    output::print(text.as_bytes())?;
    Ok(Exit::Done)
}
