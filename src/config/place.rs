//! Where the file with the settings is.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ArgMatches;
use clap::parser::ValueSource;
use etcetera::BaseStrategy as _;

use crate::exit::Failure;
use crate::output::Console;
use crate::scan::is_in_repository;

/// The variable that names the file.
pub(super) const VARIABLE: &str = "COUNTERSIGN_CONFIG";
/// The file's name in the usual places.
const NAME: &str = "countersign.toml";

/// The file and its text; `None` if there is none, or the user wants none.
pub(super) fn find(
    given: &ArgMatches,
    console: Console,
) -> Result<Option<(PathBuf, String)>, Failure> {
    if given.get_flag("no_config") {
        return match given.value_source("config") {
            Some(ValueSource::CommandLine) => Err(Failure::usage(
                "--config and --no-config exclude each other",
            )
            .hint("give one of them")),
            _ => Ok(None),
        };
    }
    if let Some(path) = given.get_one::<PathBuf>("config") {
        return read(path).map(Some);
    }
    let here = Path::new(NAME);
    if here.is_file() {
        if !is_in_repository() {
            return read(here).map(Some);
        }
        // Everyone who can push to the repository could choose where reports and tokens go.
        console.hint(&format!(
            "name the file to use it: --config {NAME}; it belongs to a repository, so it was not read"
        ));
    }
    let folders = etcetera::choose_base_strategy().ok();
    let path = folders.map(|folders| folders.config_dir().join("countersign").join(NAME));
    match path.filter(|path| path.is_file()) {
        Some(path) => read(&path).map(Some),
        None => Ok(None),
    }
}

fn read(path: &Path) -> Result<(PathBuf, String), Failure> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the settings {}", path.display()))
        .map_err(Failure::storage)?;
    Ok((path.to_owned(), text))
}
