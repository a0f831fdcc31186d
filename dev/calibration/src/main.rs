//! `calibrate`: measures the heuristics over public histories and writes the page about it.

mod budget;
mod counts;
mod data;
mod digest;
mod figures;
mod kinds;
mod measure;
mod page;
mod plot;
mod power;
mod strata;
mod terminal;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Measures the heuristics over public histories, and writes their records and the pages about them.
#[derive(Debug, Parser)]
#[command(name = "calibrate", max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// One module a subcommand.
#[derive(Debug, Subcommand)]
enum Command {
    Changes(measure::changes::Args),
    Measure(measure::Args),
    Page(page::Args),
    Power(power::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Changes(args) => measure::changes::run(&args),
        Command::Measure(args) => measure::run(&args),
        Command::Page(args) => page::run(&args),
        Command::Power(args) => power::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::line(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
