//! `countersign schema`: the JSON Schema of a scan's JSON.

use crate::exit::{Exit, Failure};
use crate::output;

/// Print the JSON Schema of `scan --format json`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args) -> Result<Exit, Failure> {
    output::print(text().as_bytes())?;
    Ok(Exit::Done)
}

/// The schema, pretty-printed.
pub(crate) fn text() -> String {
    format!("{:#}\n", countersign_report::schema())
}
