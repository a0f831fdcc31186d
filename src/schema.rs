//! `countersign schema`: prints the JSON Schemas of the output formats.

use clap::ValueEnum;
use countersign_report::{bundle, dossier, people, prove, review, touched};

use crate::exit::{Exit, Failure};
use crate::output;

/// Print the JSON Schema of an output format
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Output to describe
    #[arg(value_name = "WHAT", default_value = "scan")]
    what: What,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// `countersign scan --format json`
    Scan,
    /// `countersign people --format json`
    People,
    /// `countersign person --format json`
    Person,
    /// `countersign person --blast-radius PATH --format json`
    BlastRadius,
    /// `countersign prove --format json`
    Proof,
    /// `countersign pr --format json`
    Review,
    /// `countersign scan --bundle`
    Bundle,
    /// `countersign verify --format json`
    Verification,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let schema = match args.what {
        What::Scan => countersign_report::schema(),
        What::People => people::schema(),
        What::Person => dossier::schema(),
        What::BlastRadius => touched::schema(),
        What::Proof => prove::schema(),
        What::Review => review::schema(),
        What::Bundle => bundle::schema(),
        What::Verification => bundle::verification_schema(),
    };
    output::print(format!("{schema:#}\n").as_bytes())?;
    Ok(Exit::Done)
}
