//! Secrets that the user gives: in a file, in an environment variable, or in an option.

use std::convert::Infallible;
use std::path::Path;
use std::{env, fs};

use anyhow::Context as _;
use secrecy::SecretString;

use crate::exit::Failure;

/// A secret from a file, or else from an environment variable. An empty variable counts as unset.
pub(crate) fn from_file_or_variable(
    variable: &str,
    file: Option<&Path>,
    what: &str,
) -> Result<Option<SecretString>, Failure> {
    if let Some(path) = file {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read {what} from {}", path.display()))
            .map_err(Failure::storage)?;
        return Ok(Some(text.trim().into()));
    }
    let value = env::var(variable).ok();
    Ok(value
        .filter(|value| !value.is_empty())
        .map(SecretString::from))
}

/// Takes the value of an option that must not be shown.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the argument parser asks for a result"
)]
pub(crate) fn from_option(text: &str) -> Result<SecretString, Infallible> {
    Ok(text.into())
}
