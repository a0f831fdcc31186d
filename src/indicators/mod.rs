//! `countersign indicators`: lists of addresses, accounts, keys and wallets, with which people are compared.

mod import;
mod listing;
mod lists;

use crate::exit::{Exit, Failure};
use crate::output::Console;
pub(crate) use lists::{current, local};

/// Import, list and expire indicator lists, with which people are compared
///
/// A list names e-mail addresses, GitHub accounts, signing keys or wallets. Scans and reviews compare people
/// with every list that has not expired; a finding names the list, its grade and its date. Countersign comes
/// without lists. Entries are stored as hashes under a key in a file of its own, so that the database alone
/// does not show what was imported.
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
