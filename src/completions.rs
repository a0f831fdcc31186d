//! `countersign completions`: prints scripts with which a shell completes arguments.

use clap::Command;
use clap_complete::Shell;

use crate::exit::{Exit, Failure};
use crate::output;

/// Print a completion script for a shell
///
/// For example: countersign completions bash > ~/.local/share/bash-completion/completions/countersign
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Shell for which to print the script
    shell: Shell,
}

/// `command` is the whole command line.
pub(crate) fn run(args: &Args, mut command: Command) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "countersign", &mut script);
    output::print(&script)?;
    Ok(Exit::Done)
}
