//! `countersign man`: prints manual pages.

use std::path::PathBuf;

use clap::Command;
use clap_mangen::Man;

use crate::exit::{Exit, Failure};
use crate::output;

/// Print the manual page, or write the pages of all subcommands
///
/// To read it: countersign man | man -l -
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write the page of the command and of each subcommand to this folder
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// `command` is the whole command line.
pub(crate) fn run(args: &Args, command: Command) -> Result<Exit, Failure> {
    let command = command.disable_help_subcommand(true);
    match &args.dir {
        None => {
            let mut roff = Vec::new();
            Man::new(command)
                .render(&mut roff)
                .map_err(Failure::storage)?;
            output::print(&roff)?;
        }
        Some(folder) => {
            output::create_folder(folder)?;
            clap_mangen::generate_to(command, folder).map_err(|error| {
                let context = format!("cannot write to {}", folder.display());
                Failure::storage(anyhow::Error::new(error).context(context))
            })?;
        }
    }
    Ok(Exit::Done)
}
