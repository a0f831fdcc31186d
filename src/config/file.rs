//! The settings in a file: which are known, and which apply to the command that runs.

use std::collections::BTreeMap;
use std::env;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::tree;
use crate::exit::Failure;

/// Options that name the same thing and do not say so to the parser, by their keys.
const RIVALS: [(&str, &str); 1] = [("data", "database")];

/// A file with settings.
pub(super) struct Settings<'a> {
    path: &'a Path,
    text: &'a str,
    table: DeTable<'a>,
}

/// Values of the options of one command, by key.
type Chosen = BTreeMap<String, Vec<String>>;

impl<'a> Settings<'a> {
    /// Reads a file. Every key must be one of `command` or of a command below it.
    pub(super) fn parse(path: &'a Path, text: &'a str, command: &Command) -> Result<Self, Failure> {
        let table = DeTable::parse(text.strip_prefix('\u{feff}').unwrap_or(text));
        let table = table.map_err(|error| {
            let line = error.span().map_or(1, |span| line_at(text, span.start));
            let message = error.message().lines().next().unwrap_or_default();
            Failure::usage(format!("{}, line {line}: {message}", path.display())).hint(
                "write the file as TOML: KEY = VALUE, and [COMMAND] above the keys of a command",
            )
        })?;
        let settings = Self {
            path,
            text,
            table: table.into_inner(),
        };
        settings.check(&settings.table, command, true)?;
        Ok(settings)
    }

    /// Fails at the first key that means nothing, or whose value has the wrong type.
    fn check(&self, table: &DeTable<'_>, command: &Command, top: bool) -> Result<(), Failure> {
        for (key, value) in table {
            if let DeValue::Table(inner) = value.get_ref() {
                let name = key.get_ref().replace('_', "-");
                match command.find_subcommand(&name) {
                    Some(sub) => self.check(inner, sub, false)?,
                    None => return Err(self.unknown(key, command, top)),
                }
                continue;
            }
            let mut options = Vec::new();
            // A key at the top may belong to any command, and one of a group to any command of the group.
            collect(command, &mut options);
            let meant: Vec<_> = options
                .into_iter()
                .filter(|arg| tree::key(arg).as_deref() == Some(key.get_ref()))
                .collect();
            if meant.is_empty() {
                return Err(self.unknown(key, command, top));
            }
            if let Err(wanted) = values(meant[0], value.get_ref()) {
                let (at, key) = (self.at(key), key.get_ref());
                return Err(
                    Failure::usage(format!("{at}: the value of `{key}` is not {wanted}"))
                        .hint(format!("see the meaning of `{key}`: countersign settings")),
                );
            }
        }
        Ok(())
    }

    fn unknown(&self, key: &Spanned<DeString<'_>>, command: &Command, top: bool) -> Failure {
        let (at, word) = (self.at(key), key.get_ref());
        let place = match top {
            true => "countersign".to_owned(),
            false => format!("`{}`", command.get_name()),
        };
        let mut options = Vec::new();
        collect(command, &mut options);
        let keys = options.into_iter().filter_map(tree::key);
        let names = command
            .get_subcommands()
            .map(|sub| sub.get_name().replace('-', "_"));
        let distance = |other: &String| strsim::damerau_levenshtein(word, other);
        let nearest = keys.chain(names).min_by_key(distance);
        let is_near = |other: &String| distance(other) <= (word.len() / 3).max(2);
        let failure = Failure::usage(format!("{at}: `{word}` is not a setting of {place}"));
        match nearest.filter(is_near) {
            Some(other) => failure.hint(format!("write `{other}`, if you mean that")),
            None => failure.hint("list all settings: countersign settings"),
        }
    }

    /// The file and the line of a key, for messages.
    fn at<T>(&self, key: &Spanned<T>) -> String {
        let line = line_at(self.text, key.span().start);
        format!("{}, line {line}", self.path.display())
    }

    /// Runs the parser again, with what the file says in the place of defaults. `given` is the result without the file.
    pub(super) fn apply(
        &self,
        command: Command,
        given: &ArgMatches,
    ) -> Result<ArgMatches, Failure> {
        let levels = levels(&command, given);
        let mut chosen = self.chosen(&levels)?;
        chosen.retain(|key, _| !outweighed(key, &levels));
        self.check_conflicts(&chosen, &levels)?;
        let path: Vec<_> = levels[1..]
            .iter()
            .map(|level| level.command.get_name().to_owned())
            .collect();
        let command = with_defaults(command, &path, &chosen);
        command.try_get_matches().map_err(|error| {
            let text = error.render().to_string();
            let text = text.strip_prefix("error: ").unwrap_or(&text);
            let first = text.split("\n\n").next().unwrap_or_default();
            let words: Vec<_> = first.split_whitespace().collect();
            let (file, text) = (self.path.display(), words.join(" "));
            Failure::usage(format!("cannot use the settings in {file}: {text}"))
                .hint("correct the file, or leave it out with --no-config")
        })
    }

    /// What the file says about the options of the command that runs. A table further down outweighs one further up.
    fn chosen(&self, levels: &[Level<'_>]) -> Result<Chosen, Failure> {
        let mut chosen = Chosen::new();
        let mut table = Some(&self.table);
        let mut steps = levels.iter().skip(1);
        while let Some(settings) = table {
            for (_, arg) in options(levels) {
                let Some(key) = tree::key(arg) else { continue };
                let Some((name, value)) = entry(settings, &key) else {
                    continue;
                };
                let values = values(arg, value.get_ref()).map_err(|wanted| {
                    let at = self.at(name);
                    Failure::usage(format!("{at}: the value of `{key}` is not {wanted}"))
                })?;
                chosen.insert(key, values);
            }
            table = steps.next().and_then(|level| {
                let step = level.command.get_name().replace('-', "_");
                entry(settings, &step).and_then(|(_, value)| value.get_ref().as_table())
            });
        }
        Ok(chosen)
    }

    /// Two settings of the file that exclude each other are an error.
    fn check_conflicts(&self, chosen: &Chosen, levels: &[Level<'_>]) -> Result<(), Failure> {
        for key in chosen.keys() {
            let rivals = rivals(key, levels);
            if let Some(rival) = rivals.into_iter().find(|rival| chosen.contains_key(rival)) {
                let file = self.path.display();
                let message = format!("{file}: `{key}` and `{rival}` exclude each other");
                return Err(Failure::usage(message).hint("remove one of them"));
            }
        }
        Ok(())
    }
}

/// The program or one of the subcommands that lead to the one that runs, and what was given to it.
struct Level<'a> {
    command: &'a Command,
    matches: &'a ArgMatches,
}

/// The program, and the subcommands down to the one that runs.
fn levels<'a>(command: &'a Command, matches: &'a ArgMatches) -> Vec<Level<'a>> {
    let mut levels = vec![Level { command, matches }];
    let (mut command, mut matches) = (command, matches);
    while let Some((name, inner)) = matches.subcommand()
        && let Some(sub) = command.find_subcommand(name)
    {
        (command, matches) = (sub, inner);
        levels.push(Level { command, matches });
    }
    levels
}

/// The options that the user can give, with the command they belong to.
fn options<'a>(levels: &'a [Level<'a>]) -> impl Iterator<Item = (&'a Level<'a>, &'a Arg)> {
    let all = |level: &'a Level<'a>| level.command.get_arguments().map(move |arg| (level, arg));
    levels.iter().flat_map(all)
}

/// A key of a table with its value.
fn entry<'a, 'b>(
    table: &'a DeTable<'b>,
    key: &str,
) -> Option<(&'a Spanned<DeString<'b>>, &'a Spanned<DeValue<'b>>)> {
    table.iter().find(|(name, _)| *name.get_ref() == key)
}

/// Options of a command and of all commands below it.
fn collect<'a>(command: &'a Command, options: &mut Vec<&'a Arg>) {
    options.extend(command.get_arguments());
    for sub in command.get_subcommands() {
        collect(sub, options);
    }
}

/// The values as the parser reads them, or what they should be.
fn values(arg: &Arg, value: &DeValue<'_>) -> Result<Vec<String>, &'static str> {
    if tree::is_flag(arg) {
        let value = value.as_bool().ok_or("true or false")?;
        return Ok(vec![value.to_string()]);
    }
    match value {
        DeValue::Array(array) if tree::is_list(arg) => {
            let all = array.iter().map(|value| one(value.get_ref()));
            all.collect::<Option<_>>().ok_or("a list of texts")
        }
        value => Ok(vec![one(value).ok_or("a text or a number")?]),
    }
}

fn one(value: &DeValue<'_>) -> Option<String> {
    Some(match value {
        DeValue::String(text) => text.clone().into_owned(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Datetime(time) => time.to_string(),
        _ => return None,
    })
}

/// Whether an option or a variable decides what this key is about.
fn outweighed(key: &str, levels: &[Level<'_>]) -> bool {
    let rivals = rivals(key, levels);
    let mut decisive = options(levels).filter(|(_, arg)| {
        let name = name(arg);
        name == key || rivals.contains(&name)
    });
    let is_given = |(level, arg): (&Level<'_>, &Arg)| {
        let source = level.matches.value_source(arg.get_id().as_str());
        matches!(
            source,
            Some(ValueSource::CommandLine | ValueSource::EnvVariable)
        )
    };
    let holds_value =
        options(levels).any(|(_, arg)| name(arg) == key && is_secret_in_variable(arg));
    decisive.any(is_given) || holds_value
}

/// Whether the option names a file with a secret, and a variable holds the secret itself: `..._FILE` without its end.
fn is_secret_in_variable(arg: &Arg) -> bool {
    let variable = arg.get_env().and_then(|name| name.to_str());
    let value = variable.and_then(|name| env::var_os(name.strip_suffix("_FILE")?));
    value.is_some_and(|value| !value.is_empty())
}

/// The key of an option, or the name of an argument that has none.
fn name(arg: &Arg) -> String {
    tree::key(arg).unwrap_or_else(|| arg.get_id().to_string())
}

/// The options and arguments that exclude this one.
fn rivals(key: &str, levels: &[Level<'_>]) -> Vec<String> {
    let mut rivals: Vec<String> = Vec::new();
    for (level, arg) in options(levels).filter(|(_, arg)| !arg.is_global_set()) {
        let excluded = level.command.get_arg_conflicts_with(arg).into_iter();
        let excluded: Vec<_> = excluded.map(name).collect();
        let own = name(arg);
        if own == key {
            rivals.extend(excluded);
        } else if excluded.iter().any(|other| other == key) {
            rivals.push(own);
        }
    }
    for (one, other) in RIVALS {
        if one == key {
            rivals.push(other.to_owned());
        } else if other == key {
            rivals.push(one.to_owned());
        }
    }
    rivals
}

/// The command with values in the place of defaults, down to the subcommand at the end of the path.
fn with_defaults(command: Command, path: &[String], chosen: &Chosen) -> Command {
    let command = command.mut_args(|arg| {
        let values = tree::key(&arg).and_then(|key| chosen.get(&key));
        match values {
            Some(values) => arg.default_values(values.clone()),
            None => arg,
        }
    });
    match path.split_first() {
        Some((name, rest)) => command.mut_subcommand(name, |sub| with_defaults(sub, rest, chosen)),
        None => command,
    }
}

/// The line, from 1, of a byte.
fn line_at(text: &str, byte: usize) -> usize {
    let before = text.as_bytes().get(..byte).unwrap_or_default();
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}
