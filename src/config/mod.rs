//! Settings from options, the environment and `countersign.toml`: the first of the three that has a value wins.

mod file;
mod page;
mod place;
mod tree;

use clap::{ArgMatches, Command};

use crate::exit::Failure;
use crate::output::Console;
use file::Settings;

pub(crate) use page::{Args, run};

/// Which file holds the settings.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ConfigArgs {
    /// File with settings; `countersign settings` lists its keys and usual places
    #[arg(
        long,
        value_name = "FILE",
        env = place::VARIABLE,
        global = true,
        help_heading = "General"
    )]
    config: Option<std::path::PathBuf>,
    /// Read no file with settings
    #[arg(long, global = true, help_heading = "General")]
    no_config: bool,
}

/// What the arguments, the environment and the file say. Wrong arguments and `--help` end the program.
pub(crate) fn matches(command: Command) -> Result<ArgMatches, Failure> {
    let command = tree::with_variables(command);
    let given = command.clone().get_matches();
    let console = Console {
        quiet: given.get_flag("quiet"),
        verbose: given.get_flag("verbose"),
    };
    let Some((path, text)) = place::find(&given, console)? else {
        return Ok(given);
    };
    console.detail(&format!("settings from {}", path.display()));
    Settings::parse(&path, &text, &command)?.apply(command, &given)
}
