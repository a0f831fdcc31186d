//! Secrets that the user gives: in a file, in an environment variable, or in an option.

use std::convert::Infallible;
use std::path::Path;
use std::{env, fs};

use anyhow::Context as _;
use secrecy::SecretString;

use crate::exit::Failure;

/// A secret from a file, or else from an environment variable. An empty variable counts as unset. If the file is named
/// by a variable too, the two contradict each other.
pub(crate) fn from_file_or_variable(
    variable: &str,
    file: Option<&Path>,
    what: &str,
) -> Result<Option<SecretString>, Failure> {
    let value = env::var(variable).ok().filter(|value| !value.is_empty());
    if let Some(path) = file {
        let of_file = format!("{variable}_FILE");
        if value.is_some() && env::var_os(&of_file).as_deref() == Some(path.as_os_str()) {
            let message = format!("the variables {variable} and {of_file} both give {what}");
            return Err(Failure::usage(message).hint("unset one of them"));
        }
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read {what} from {}", path.display()))
            .map_err(Failure::storage)?;
        let text = text.trim();
        if text.is_empty() {
            // An empty secret would let anyone in.
            return Err(
                Failure::usage(format!("{what} in {} is empty", path.display()))
                    .hint("write the secret to the file, or name another file"),
            );
        }
        return Ok(Some(text.into()));
    }
    let value = value.map(|value| value.trim().to_owned());
    Ok(value
        .filter(|value| !value.is_empty())
        .map(SecretString::from))
}

/// The same, where it is needed. `option` names the file.
pub(crate) fn needed_from_file_or_variable(
    variable: &str,
    (option, file): (&str, Option<&Path>),
    what: &str,
) -> Result<SecretString, Failure> {
    let secret = from_file_or_variable(variable, file, what)?;
    secret.ok_or_else(|| {
        Failure::usage(format!("{what} is missing"))
            .hint(format!("name its file with {option}, or set {variable}"))
    })
}

/// Takes the value of an option that must not be shown.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the argument parser asks for a result"
)]
pub(crate) fn from_option(text: &str) -> Result<SecretString, Infallible> {
    Ok(text.into())
}
