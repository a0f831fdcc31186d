//! `countersign settings`: every option with its variable and its key, as a page.

use std::fmt::Write as _;

use clap::{Arg, Command};

use super::tree;
use crate::exit::{Exit, Failure};
use crate::output;

const INTRODUCTION: &str = "\
# Settings

Every option can also be set by an environment variable and by a key of `countersign.toml`. An option outweighs the variable, and the
variable outweighs the file. An empty variable counts as unset. `countersign settings` prints this page; a test keeps it fresh.

## The file

```toml
# For every command that has the option:
api_url = \"https://github.corp.example/api/v3\"
data = \"/srv/countersign\"

# For one command; outweighs the keys above:
[scan]
min_level = \"review\"
ref = [\"main\", \"release\"]

[indicators.import]
source = \"our own list\"
```

The file is the first of these:

1. the file that `--config FILE` or the variable `COUNTERSIGN_CONFIG` names
2. `countersign.toml` in the current folder, unless the folder belongs to a git repository: anyone who can push to a repository could
   otherwise choose where reports and tokens go
3. `countersign/countersign.toml` in your configuration folder: `$XDG_CONFIG_HOME`, or `~/.config`

`--no-config` reads no file. A key that is not a setting, a value of the wrong type, and two keys that exclude each other are errors,
and the message names the line. If an option or a variable excludes a key of the file, the key has no effect; an option and a variable
that exclude each other are an error.

Secrets belong in files of their own or in variables: `COUNTERSIGN_PRIVATE_KEY`, `COUNTERSIGN_WEBHOOK_SECRET`,
`COUNTERSIGN_WEBHOOK_SECRET_FORMER` and `COUNTERSIGN_HASH_KEY` hold the value itself, and the options that end in `-file` name a file.
The token for GitHub is in `GITHUB_TOKEN`, or in the variable that `--token-env` names.
`RUST_LOG` sets what a service logs, `NO_COLOR` and `CLICOLOR` whether text has colours, and `COLUMNS` its width.

A repeatable option takes a list in the file and one value in a variable; `COUNTERSIGN_PLATFORM_KEYS` separates several by commas. A flag
takes `true` or `false`.
";

/// Print every option with its environment variable and its key in countersign.toml
///
/// The page is Markdown, and also part of the documentation: docs/settings.md.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// `command` is the whole command line.
pub(crate) fn run(_: &Args, command: &Command) -> Result<Exit, Failure> {
    output::print(page(command).as_bytes())?;
    Ok(Exit::Done)
}

fn page(command: &Command) -> String {
    let mut page = INTRODUCTION.to_owned();
    add(command, &[], &mut page);
    page
}

/// One table for each command that has options.
fn add(command: &Command, path: &[&str], page: &mut String) {
    let rows: Vec<_> = command
        .get_arguments()
        .filter_map(|arg| row(arg, path))
        .collect();
    if !rows.is_empty() {
        let title = match path {
            [] => "All commands".to_owned(),
            _ => format!("countersign {}", path.join(" ")),
        };
        let table = match path {
            [] => "the top of the file".to_owned(),
            _ => format!("`[{}]`", path.join(".").replace('-', "_")),
        };
        // Writing to a string cannot fail.
        let _ = write!(
            page,
            "\n## {title}\n\nKeys: {table}.\n\n| option | variable | key | meaning |\n|---|---|---|---|\n{}",
            rows.concat()
        );
    }
    for sub in command.get_subcommands() {
        add(sub, &[path, &[sub.get_name()]].concat(), page);
    }
}

fn row(arg: &Arg, path: &[&str]) -> Option<String> {
    let key = tree::key(arg)?;
    let long = arg.get_long()?;
    let variable = tree::variable(arg, path)?;
    let values = match tree::is_flag(arg) {
        true => String::new(),
        false => {
            let names = arg.get_value_names().unwrap_or_default();
            names.iter().map(|name| format!(" {name}")).collect()
        }
    };
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let mut meaning = help.replace('|', "\\|");
    let defaults: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy())
        .collect();
    if !defaults.is_empty() && !tree::is_flag(arg) {
        meaning += &format!(" [default: {}]", defaults.join(", "));
    }
    let values = values.replace('|', "\\|");
    Some(format!(
        "| `--{long}{values}` | `{variable}` | `{key}` | {meaning} |\n"
    ))
}
