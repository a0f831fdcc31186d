//! The command `countersign`.

mod app;
mod cli;
mod completions;
mod config;
mod database;
mod demo;
mod doctor;
mod exit;
mod explain;
mod export;
mod forget;
mod github;
mod import;
mod indicators;
mod interrupt;
mod jobs;
mod man;
mod migrate;
mod named;
mod output;
mod people;
mod person;
mod platforms;
mod policy;
mod pr;
mod progress;
mod prove;
mod pull_reference;
mod runtime;
mod scan;
mod scan_ids;
mod schema;
mod secret;
mod serve;
mod setup;
mod verify;
mod when;
mod work;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use cli::Cli;

fn main() -> ExitCode {
    let run = || {
        let matches = config::matches(Cli::command())?;
        let cli = Cli::from_arg_matches(&matches);
        let cli = cli.unwrap_or_else(|error| error.format(&mut Cli::command()).exit());
        interrupt::install()?;
        cli.run()
    };
    match run() {
        Ok(exit) => exit.into(),
        Err(failure) => {
            output::print_failure(&failure);
            failure.exit.into()
        }
    }
}
