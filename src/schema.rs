//! `countersign schema`: the JSON Schemas of what the command writes.

use clap::ValueEnum;
use countersign_report::{bundle, dossier, people, review, touched};

use crate::exit::{Exit, Failure};
use crate::output;

/// Print the JSON Schema of something that the command writes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to describe.
    #[arg(value_name = "WHAT", default_value = "scan")]
    what: What,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// `scan --format json`.
    Scan,
    /// `people --format json`.
    People,
    /// `person --format json`.
    Person,
    /// `person --blast-radius PATH --format json`.
    BlastRadius,
    /// `pr --format json`.
    Review,
    /// `scan --bundle`.
    Bundle,
    /// `verify --format json`.
    Verification,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let schema = match args.what {
        What::Scan => countersign_report::schema(),
        What::People => people::schema(),
        What::Person => dossier::schema(),
        What::BlastRadius => touched::schema(),
        What::Review => review::schema(),
        What::Bundle => bundle::schema(),
        What::Verification => bundle::verification_schema(),
    };
    output::print(format!("{schema:#}\n").as_bytes())?;
    Ok(Exit::Done)
}
