//! `countersign policy`: checks policy files.

use std::path::PathBuf;

use countersign_webhooks::policy;

use crate::app::read_policy;
use crate::exit::{Exit, Failure};
use crate::output;

/// Check a policy file of the GitHub App, or print the schema of policy files
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Check a policy file: print the first error with its line, or nothing
    Check {
        /// Policy file
        #[arg(default_value = policy::PATH)]
        file: PathBuf,
    },
    /// Print the JSON Schema of policy files
    Schema,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.action {
        Action::Check { file } => {
            read_policy(file)?;
        }
        Action::Schema => output::print(format!("{:#}\n", policy::schema()).as_bytes())?,
    }
    Ok(Exit::Done)
}
