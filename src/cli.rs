//! The command line: global options and subcommands.

use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::exit::{self, Exit, Failure};
use crate::output::Console;
use crate::{
    completions, config, demo, doctor, explain, export, forget, import, indicators, jobs, man,
    migrate, people, person, policy, pr, prove, scan, schema, serve, setup, verify, work,
};

/// Heading of the options that every subcommand takes.
const GENERAL: &str = "General";

/// Contribution forensics for git: find records that contradict each other
///
/// Compares commit clocks, identities and signing keys.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = exit::all_codes())]
pub(crate) struct Cli {
    /// Show no progress bar and no hints
    #[arg(long, short, global = true, help_heading = GENERAL)]
    quiet: bool,
    /// Print to stderr what was read and how long it took
    #[arg(long, short, global = true, conflicts_with = "quiet", help_heading = GENERAL)]
    verbose: bool,
    /// When to use colours; auto respects NO_COLOR and CLICOLOR
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", help_heading = GENERAL)]
    color: Color,
    #[command(flatten)]
    config: config::ConfigArgs,
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
    Prove(prove::Args),
    People(people::Args),
    Person(Box<person::Args>),
    Forget(forget::Args),
    Export(export::Args),
    Import(import::Args),
    Demo(demo::Args),
    Pr(pr::Args),
    Indicators(indicators::Args),
    Setup(setup::Args),
    Doctor(Box<doctor::Args>),
    Serve(Box<serve::Args>),
    Work(Box<work::Args>),
    Jobs(jobs::Args),
    Migrate(migrate::Args),
    Policy(policy::Args),
    Schema(schema::Args),
    Settings(config::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Cli {
    /// Runs the subcommand.
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
            Command::Prove(args) => prove::run(&args, console),
            Command::People(args) => people::run(&args, console),
            Command::Person(args) => person::run(&args, console),
            Command::Export(args) => export::run(&args, console),
            Command::Import(args) => import::run(&args, console),
            Command::Forget(args) => forget::run(&args, console),
            Command::Demo(args) => demo::run(&args, console),
            Command::Pr(args) => pr::run(&args, console),
            Command::Indicators(args) => indicators::run(&args, console),
            Command::Setup(args) => setup::run(&args, console),
            Command::Doctor(args) => doctor::run(&args),
            Command::Serve(args) => serve::run(&args),
            Command::Work(args) => work::run(&args),
            Command::Jobs(args) => jobs::run(&args),
            Command::Migrate(args) => migrate::run(&args),
            Command::Policy(args) => policy::run(&args),
            Command::Schema(args) => schema::run(&args),
            Command::Settings(args) => config::run(&args, &Self::command()),
            Command::Completions(args) => completions::run(&args, Self::command()),
            Command::Man(args) => man::run(&args, Self::command()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Most characters of the first line of a help text.
    const LONGEST: usize = 80;

    /// Every first line of help of a command and of everything below it, with the name of what it explains.
    fn first_lines(command: &clap::Command, lines: &mut Vec<(String, String)>) {
        let name = command.get_name();
        let about = command.get_about().unwrap_or_default();
        lines.push((name.to_owned(), about.to_string()));
        for argument in command.get_arguments() {
            let help = argument.get_help().cloned().unwrap_or_default();
            lines.push((format!("{name} {argument}"), help.to_string()));
            for value in argument.get_possible_values() {
                if let Some(help) = value.get_help() {
                    let name = format!("{name} {argument} {}", value.get_name());
                    lines.push((name, help.to_string()));
                }
            }
        }
        for subcommand in command.get_subcommands() {
            first_lines(subcommand, lines);
        }
    }

    #[test]
    fn help_says_in_one_line_what_each_option_does() {
        let mut command = Cli::command();
        command.build();
        let mut lines = Vec::new();
        first_lines(&command, &mut lines);
        for (name, line) in lines {
            assert!(!line.is_empty(), "{name}: no help");
            let length = line.chars().count();
            assert!(length <= LONGEST, "{name}: {length} characters: {line}");
            assert!(!line.ends_with('.'), "{name}: ends with a full stop");
        }
    }
}
