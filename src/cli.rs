//! The command line as typed.

use clap::{Parser, Subcommand, ValueEnum};

use crate::exit::{self, Exit, Failure};
use crate::output::Console;
use crate::{
    completions, demo, explain, export, forget, import, indicators, jobs, man, migrate, people,
    person, policy, pr, scan, schema, serve, verify, work,
};

/// Heading of the options that every subcommand has.
const GENERAL: &str = "General";

/// Contribution forensics for git: finds commit clocks, shared identities and signing keys that
/// contradict each other.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = exit::table())]
pub(crate) struct Cli {
    /// No progress bar, no hints.
    #[arg(long, short, global = true, help_heading = GENERAL)]
    quiet: bool,
    /// Say on stderr what was read and how long it took.
    #[arg(long, short, global = true, conflicts_with = "quiet", help_heading = GENERAL)]
    verbose: bool,
    /// When to use colours. NO_COLOR and CLICOLOR are honoured.
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", help_heading = GENERAL)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Scan(Box<scan::Args>),
    Verify(verify::Args),
    Explain(explain::Args),
    People(people::Args),
    Person(Box<person::Args>),
    Forget(forget::Args),
    Export(export::Args),
    Import(import::Args),
    Demo(demo::Args),
    Pr(pr::Args),
    Indicators(indicators::Args),
    Serve(Box<serve::Args>),
    Work(Box<work::Args>),
    Jobs(jobs::Args),
    Migrate(migrate::Args),
    Policy(policy::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Cli {
    /// Does what was asked.
    pub(crate) fn run(self) -> Result<Exit, Failure> {
        let choice = match self.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        let console = Console {
            quiet: self.quiet,
            verbose: self.verbose,
        };
        match self.command {
            Command::Scan(args) => scan::run(&args, console),
            Command::Verify(args) => verify::run(&args, console),
            Command::Explain(args) => explain::run(&args),
            Command::People(args) => people::run(&args, console),
            Command::Person(args) => person::run(&args, console),
            Command::Export(args) => export::run(&args, console),
            Command::Import(args) => import::run(&args, console),
            Command::Forget(args) => forget::run(&args, console),
            Command::Demo(args) => demo::run(&args, console),
            Command::Pr(args) => pr::run(&args, console),
            Command::Indicators(args) => indicators::run(&args, console),
            Command::Serve(args) => serve::run(&args),
            Command::Work(args) => work::run(&args),
            Command::Jobs(args) => jobs::run(&args),
            Command::Migrate(args) => migrate::run(&args),
            Command::Policy(args) => policy::run(&args),
            Command::Schema(args) => schema::run(&args),
            Command::Completions(args) => completions::run(&args),
            Command::Man(args) => man::run(&args),
        }
    }
}
