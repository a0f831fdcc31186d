//! `countersign completions`: scripts that complete the command's arguments.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::exit::{Exit, Failure};
use crate::output;

/// Print a completion script for a shell.
///
/// For example: countersign completions bash > ~/.local/share/bash-completion/completions/countersign
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell.
    shell: Shell,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "countersign", &mut script);
    output::print(&script)?;
    Ok(Exit::Done)
}
