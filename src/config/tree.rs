//! The options of all commands: their variables and their keys.

use std::env;

use clap::builder::{BoolishValueParser, Resettable};
use clap::{Arg, ArgAction, Command};

/// What an option is called in a file: `min_level` for `--min-level`. `None` for what a file cannot set.
pub(super) fn key(arg: &Arg) -> Option<String> {
    let names_the_file = ["config", "no_config"].contains(&arg.get_id().as_str());
    let is_setting = arg.get_action().takes_values() || is_flag(arg);
    let long = arg.get_long().filter(|_| is_setting && !names_the_file)?;
    Some(long.replace('-', "_"))
}

/// Whether an option takes no value.
pub(super) fn is_flag(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::SetTrue)
}

/// Whether an option can be given several times, or takes several values at once.
pub(super) fn is_list(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Append)
}

/// The variable of an option: its own, or one made from the names of command and option.
pub(super) fn variable(arg: &Arg, path: &[&str]) -> Option<String> {
    if let Some(own) = arg.get_env() {
        return own.to_str().map(str::to_owned);
    }
    let key = key(arg)?;
    let name = [&["countersign"][..], path, &[&*key]].concat().join("_");
    let name = name.replace('-', "_");
    Some(name.to_uppercase())
}

/// The command with a variable for every option. An empty variable counts as unset.
pub(super) fn with_variables(command: Command) -> Command {
    below(command, &[])
}

fn below(command: Command, path: &[&str]) -> Command {
    let names: Vec<_> = command.get_subcommands().map(name).collect();
    let mut command = command.mut_args(|arg| with_variable(arg, path));
    for name in &names {
        let path = [path, &[name]].concat();
        command = command.mut_subcommand(name, |sub| below(sub, &path));
    }
    command
}

fn name(command: &Command) -> String {
    command.get_name().to_owned()
}

fn with_variable(arg: Arg, path: &[&str]) -> Arg {
    let is_hidden = arg.get_env().is_none();
    let Some(variable) = variable(&arg, path) else {
        return arg;
    };
    let arg = match is_flag(&arg) {
        true => arg.value_parser(BoolishValueParser::new()),
        false => arg,
    };
    let value = env::var_os(&variable);
    match value.map(|value| value.is_empty()) {
        Some(true) => arg.env(Resettable::Reset),
        Some(false) if is_hidden => arg.env(variable).hide_env(true),
        _ => arg,
    }
}
