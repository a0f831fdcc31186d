//! `countersign doctor`: checks everything that the App needs, and says how to mend what is wrong.

mod check;
mod local;
mod registration;
mod remote;

use crate::app::{AppArgs, SecretArgs};
use crate::database::DatabaseArgs;
use crate::exit::{self, Exit, Failure};
use crate::output;
use crate::runtime::block_on;
use check::{Checks, Status};

fn after_help() -> String {
    exit::codes(&[
        (Exit::Done, "every check passed; there may be warnings"),
        (Exit::Findings, "a check failed"),
    ])
}

/// Check the GitHub App: settings, database, machine, and the App on GitHub
///
/// Takes the same options and environment variables as `countersign serve`, and checks what that command
/// would use. Every failure comes with its remedy. Nothing is changed, except that a missing cache folder is
/// created.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// Print one JSON object instead of text
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    secrets: SecretArgs,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    app: AppArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let mut checks = Checks::default();
    block_on(async {
        local::configuration(args, &mut checks);
        local::database(args, &mut checks).await;
        local::hash_key(args, &mut checks);
        local::cache(args, &mut checks);
        local::git(&mut checks);
        remote::all(args, &mut checks).await;
        Ok(())
    })?;
    let text = if args.json {
        checks.json()
    } else {
        checks.text()
    };
    output::print(text.as_bytes())?;
    Ok(match checks.worst() {
        Status::Failed => Exit::Findings,
        _ => Exit::Done,
    })
}
