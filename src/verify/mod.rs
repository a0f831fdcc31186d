//! `countersign verify`: checks an evidence bundle, alone and against clones.

mod clones;

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;
use countersign_history::{ObjectKind, PlatformKeys, RawObject, facts_of, object_id};
use countersign_report::Look;
use countersign_report::bundle::{
    self, DecodedObjects, Object, Opened, Verification, check, compare,
};

use crate::database::DataArgs;
use crate::exit::{self, Exit, Failure};
use crate::output::{self, Console};
use crate::platforms::PlatformArgs;

const EXAMPLES: &str = "\
Examples:
  countersign scan --bundle why.json                    write a bundle
  countersign verify why.json                           check that it is consistent
  countersign verify why.json ../clone                  look for its findings in your clone
  countersign verify why.json one two --format json     two repositories, for a program

If a clone lacks refs/pull: git fetch origin 'refs/pull/*/head:refs/pull/*/head'";

fn after_help() -> String {
    let codes = exit::codes(&[
        (Exit::Done, "the bundle passed verification"),
        (
            Exit::Findings,
            "the bundle failed verification, or a clone does not show its findings",
        ),
        (
            Exit::SomeUnread,
            "a clone lacks something that the bundle was made from",
        ),
        (Exit::NoneRead, "no clone could be read"),
        (
            Exit::Storage,
            "the bundle, output or database could not be read or written",
        ),
    ]);
    format!("{EXAMPLES}\n\n{codes}")
}

/// Check an evidence bundle, and look for its findings in your own clones
///
/// Without a clone, it checks that the bundle was not changed after it was written, that the ids of its
/// commits and tags are right, that these say what the evidence says, and that weights and levels follow from
/// the findings. With clones, in any order, it also reads the same refs again, examines everyone like the
/// scan that wrote the bundle, and compares every finding.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// Bundle that `countersign scan --bundle` wrote
    bundle: PathBuf,
    /// Clones of its repositories (worktree or bare)
    #[arg(value_name = "PATH")]
    clones: Vec<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    platforms: PlatformArgs,
    /// Output format; `countersign schema verification` prints the schema of the JSON
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write to this file instead of stdout
    ///
    /// The file is written as a whole or not at all.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// One JSON object
    Json,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    if let Some(path) = &args.output {
        output::check_writable(path)?;
    }
    let context = || format!("cannot read the bundle {}", args.bundle.display());
    let text = fs::read_to_string(&args.bundle).with_context(context);
    let opened = Opened::parse(&text.map_err(Failure::storage)?).with_context(context);
    let opened = opened.map_err(Failure::storage)?;
    let platforms = args.platforms.read()?;
    let mut verification = checked(&opened, &platforms);
    if !args.clones.is_empty() {
        let found = clones::examine(
            &opened.bundle,
            (&args.clones, &platforms),
            &args.data,
            console,
        )?;
        compare(&opened.bundle, found.read(), &mut verification);
    }
    let look = Look {
        colour: args.output.is_none() && output::colour(),
        width: output::width(),
        ..Look::default()
    };
    let shown = match args.format {
        Format::Text => bundle::text(&verification, &look),
        Format::Json => bundle::json(&verification),
    };
    match &args.output {
        Some(path) => output::write_file(path, shown.as_bytes())?,
        None => output::print(shown.as_bytes())?,
    }
    Ok(exit(&verification))
}

fn exit(verification: &Verification) -> Exit {
    if !verification.holds || verification.found_again == Some(false) {
        Exit::Findings
    } else if verification.clones.iter().all(bundle::Clone::is_whole) {
        Exit::Done
    } else {
        Exit::SomeUnread
    }
}

/// The checks that need no clone.
fn checked(opened: &Opened, platforms: &PlatformKeys) -> Verification {
    let objects: Vec<_> = opened.bundle.objects.iter().map(raw).collect();
    let is_sound = |object: &Option<_>| object.is_some();
    let sound: Vec<_> = objects.iter().map(is_sound).collect();
    let known = objects.iter().flatten();
    let history = facts_of(known.map(|(id, object)| (*id, object)), platforms);
    let decoded = DecodedObjects {
        sound: &sound,
        history: &history,
    };
    check(opened, &decoded)
}

/// The object with its id; `None` if the id is not the hash of its bytes.
fn raw(object: &Object) -> Option<(countersign_facts::ObjectId, RawObject)> {
    let mut kinds = ObjectKind::ALL.into_iter();
    let raw = RawObject {
        kind: kinds.find(|kind| kind.as_str() == object.kind)?,
        content: object.bytes()?,
    };
    let id = object_id(&object.id)?;
    raw.has_id(&id).then_some((id, raw))
}
