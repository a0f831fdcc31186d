//! `countersign forget`: deletes a person from the memory.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};

use countersign_memory::{Erasure, Extent, erasure, forget, label, remaining};
use countersign_store::Viewer;
use indicatif::HumanCount;

use crate::database::{Memory, StorageArgs, find_person};
use crate::exit::{self, Exit, Failure};
use crate::output::{self, Console};
use crate::runtime::block_on;
use crate::scan_ids;
use crate::when::now_ms;

const EXAMPLES: &str = "\
Examples:
  countersign forget ada@studio.example --dry-run     show what would be deleted
  countersign forget ada@studio.example               ask, then delete the whole person
  countersign forget m-0123456789ab --only --yes      delete one identifier without asking
  countersign forget 7001 --database postgres://...   delete from the App's database";

const KEPT: &str = "\
Not deleted, because it is elsewhere or belongs to others:
  the repositories themselves, with everything that anyone can read in them
  reports, comments, check runs and notices that already exist
  deliveries to the App, until they expire
  decisions that the account made as a maintainer
  addresses and accounts that were never linked with this person: forget each of them separately
";

fn after_help() -> String {
    let codes = exit::codes(&[
        (
            Exit::Usage,
            "wrong arguments, nobody has this identifier, or the answer was not yes",
        ),
        (Exit::Storage, "the database could not be read or written"),
    ]);
    format!("{EXAMPLES}\n\n{codes}")
}

/// Delete a person from the memory and never store them again
///
/// Everything linked with the person is deleted: names, logins, clocks, keys, links and findings; what the
/// platform showed of their accounts; the deploy keys that they added, and their name in events about rights.
/// A hash of every identifier is kept, so that reading the repositories again does not bring it back.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// E-mail address, @login, account number, signing key, name or id (m-..., p-...)
    ///
    /// An id that a scan printed (p-...) is looked up in the repository around this folder.
    #[arg(value_name = "IDENTIFIER")]
    who: String,

    /// Delete only this identifier, not the identifiers linked with it
    #[arg(long)]
    only: bool,
    /// Show what would be deleted, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Delete without asking
    #[arg(long, short, conflicts_with = "dry_run")]
    yes: bool,
    #[command(flatten, next_help_heading = "Memory")]
    storage: StorageArgs,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let extent = if args.only {
        Extent::Only
    } else {
        Extent::Person
    };
    let who = scan_ids::for_memory(&args.who, console)?;
    block_on(async {
        let memory = Memory::open(&args.storage).await?;
        let named = find_person(&memory, &who, Viewer::Operator).await?;
        let planned = erasure(&memory.store, &named, extent).await;
        let planned = planned.map_err(Failure::storage)?;
        if args.dry_run {
            let text = format!("{}\n{KEPT}", planned_text("Would forget", &planned));
            output::print(text.as_bytes())?;
            return Ok(Exit::Done);
        }
        if !args.yes {
            output::print(planned_text("About to forget", &planned).as_bytes())?;
            if !is_confirmed()? {
                return Err(
                    Failure::usage("nothing was forgotten: the answer was not yes")
                        .hint("look first at what would be deleted: add --dry-run"),
                );
            }
        }
        let gone = forget(&memory.store, planned, now_ms()).await;
        let gone = gone.map_err(Failure::storage)?;
        let left = remaining(&memory.store, &gone).await;
        let left = left.map_err(Failure::storage)?;
        if left > 0 {
            let records = output::counted(left, "record", "records");
            let message = format!("the database still holds {records} of this person");
            return Err(Failure::storage(anyhow::Error::msg(message)).hint(
                "run the same command again: another process may have stored them just now",
            ));
        }
        let text = format!("{}\n{KEPT}", planned_text("Forgot", &gone));
        output::print(text.as_bytes())?;
        Ok(Exit::Done)
    })
}

/// Asks the user. Without a terminal nobody can answer, so that `--yes` is needed.
fn is_confirmed() -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        return Err(
            Failure::usage("nothing was forgotten: without a terminal nobody can confirm").hint(
                "add --yes to delete without asking, or --dry-run to see what would be deleted",
            ),
        );
    }
    output::print(b"Delete this and never store it again? [y/N] ")?;
    let mut answer = String::new();
    io::stdin()
        .read_line(&mut answer)
        .map_err(|error| Failure::usage(format!("cannot read the answer: {error}")))?;
    Ok(matches!(&*answer.trim().to_lowercase(), "y" | "yes"))
}

fn planned_text(doing: &str, erasure: &Erasure) -> String {
    let mut text = format!(
        "{doing} {}, never to be stored again:\n",
        output::counted(
            erasure.identifiers.len() as u64,
            "identifier",
            "identifiers"
        )
    );
    for one in &erasure.identifiers {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {}", output::printable(&label(one)));
    }
    let counts = [
        (erasure.appearances, "names on commits"),
        (erasure.joins, "links"),
        (erasure.key_uses, "uses of keys"),
        (erasure.findings, "findings"),
        (erasure.snapshots, "accounts as the platform showed them"),
        (erasure.rights, "records about rights and deploy keys"),
    ];
    text += "with\n";
    for (count, what) in counts {
        let _ = writeln!(text, "  {:>6}  {what}", HumanCount(count).to_string());
    }
    text
}
