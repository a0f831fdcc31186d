//! `countersign forget`: somebody is remembered no more.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};

use countersign_memory::{Erasure, Extent, erasure, forget, label};
use countersign_store::Viewer;
use indicatif::HumanCount;

use crate::app;
use crate::exit::{self, Exit, Failure};
use crate::indicators::PlaceArgs;
use crate::output::{self, Console};
use crate::person::{Memory, known};
use crate::when::now_ms;

const EXAMPLES: &str = "\
Examples:
  countersign forget ada@studio.example --dry-run     what would go
  countersign forget ada@studio.example               ask, then forget the whole person
  countersign forget m-0123456789ab --only --yes      this one identifier, without asking
  countersign forget 7001 --database postgres://...   in the App's database";

const KEPT: &str = "\
Not removed, because it is not here or is somebody else's:
  the repositories themselves, and what anybody can read in them
  reports, comments, check runs and notices that were written already
  deliveries of the App that are kept until they expire
  decisions that the account made as a maintainer
  addresses and accounts that were never joined with this person: forget each by itself
";

/// Erase a person from the memory, for good.
///
/// Everything that is joined goes: names, logins, clocks, keys, joins and findings; what the platform
/// showed of the accounts; deploy keys they added, and their name in events about rights. Of every identifier
/// a hash is kept, so that reading the repositories again brings nothing of it back.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", exit::table()))]
pub(crate) struct Args {
    /// E-mail address, @login, account number, signing key, name, or an id that `person` shows.
    #[arg(value_name = "IDENTIFIER")]
    who: String,

    /// Forget this identifier only, not what is joined with it.
    #[arg(long)]
    only: bool,
    /// Show what would go, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Do not ask.
    #[arg(long, short, conflicts_with = "dry_run")]
    yes: bool,
    #[command(flatten, next_help_heading = "Memory")]
    place: PlaceArgs,
}

pub(crate) fn run(args: &Args, _: Console) -> Result<Exit, Failure> {
    let extent = if args.only {
        Extent::Only
    } else {
        Extent::Person
    };
    app::block_on(async {
        let memory = Memory::open(&args.place).await?;
        let named = known(&memory, &args.who, Viewer::Operator).await?;
        let planned = erasure(&memory.store, &named, extent).await;
        let planned = planned.map_err(Failure::storage)?;
        if args.dry_run {
            let text = format!("{}\n{KEPT}", told("Would forget", &planned));
            output::print(text.as_bytes())?;
            return Ok(Exit::Done);
        }
        if !args.yes {
            output::print(told("About to forget", &planned).as_bytes())?;
            if !is_confirmed()? {
                return Err(Failure::usage("nothing was forgotten"));
            }
        }
        let gone = forget(&memory.store, planned, now_ms()).await;
        let gone = gone.map_err(Failure::storage)?;
        let text = format!("{}\n{KEPT}", told("Forgot", &gone));
        output::print(text.as_bytes())?;
        Ok(Exit::Done)
    })
}

/// Asks; whoever has no terminal to answer at must say `--yes`.
fn is_confirmed() -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        return Err(
            Failure::usage("nobody is there to confirm: nothing was forgotten")
                .hint("--yes forgets without asking, --dry-run shows what would go"),
        );
    }
    output::print(b"Forget this, for good? [y/N] ")?;
    let mut answer = String::new();
    io::stdin()
        .read_line(&mut answer)
        .map_err(|error| Failure::usage(format!("failed to read the answer: {error}")))?;
    Ok(matches!(&*answer.trim().to_lowercase(), "y" | "yes"))
}

fn told(doing: &str, erasure: &Erasure) -> String {
    let mut text = format!(
        "{doing} {} identifiers, which stay forgotten:\n",
        HumanCount(erasure.identifiers.len() as u64)
    );
    for one in &erasure.identifiers {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {}", output::printable(&label(one)));
    }
    let counts = [
        (erasure.appearances, "names on commits"),
        (erasure.joins, "joins"),
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
