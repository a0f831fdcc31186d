//! `countersign indicators`: lists of addresses, accounts, keys and wallets that people are compared with.

mod import;
mod listing;
mod place;

use crate::exit::{Exit, Failure};
use crate::output::Console;
pub(crate) use place::{DataArgs, KeyArgs, PlaceArgs, local};

/// Import lists of indicators, and let them expire.
///
/// A list names mailboxes, GitHub accounts, signing keys or wallets. Scans and reviews compare people with
/// every list that has not expired; a finding names the list, its grade and its day. Countersign brings no
/// list. What is on one is kept as hashes under a key that lies beside the database in a file of its own,
/// so that the database alone tells nobody what was imported.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Import(Box<import::Args>),
    List(listing::ListArgs),
    Expire(listing::ExpireArgs),
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    match &args.action {
        Action::Import(args) => import::run(args, console),
        Action::List(args) => listing::list(args),
        Action::Expire(args) => listing::expire(args, console),
    }
}
