//! `countersign schema`: the JSON Schema of what the command writes as JSON.

use clap::ValueEnum;

use crate::exit::{Exit, Failure};
use crate::output;

/// Print the JSON Schema of a command's `--format json`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Of which command.
    #[arg(value_name = "COMMAND", default_value = "scan")]
    of: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Command {
    Scan,
    People,
    Pr,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let schema = match args.of {
        Command::Scan => countersign_report::schema(),
        Command::People => countersign_report::people::schema(),
        Command::Pr => countersign_report::review::schema(),
    };
    output::print(format!("{schema:#}\n").as_bytes())?;
    Ok(Exit::Done)
}
