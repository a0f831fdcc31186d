//! `countersign verify`: checks an evidence bundle, and looks for its findings again.

mod clones;

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueEnum;
use countersign_history::{ObjectKind, RawObject, facts_of, object_id};
use countersign_report::Look;
use countersign_report::bundle::{
    self, DecodedObjects, Object, Opened, Verification, check, compare,
};

use crate::exit::{self, Exit, Failure};
use crate::indicators::DataArgs;
use crate::output::{self, Console};

const EXAMPLES: &str = "\
Examples:
  countersign scan --bundle why.json                    make a bundle
  countersign verify why.json                           does it agree with itself?
  countersign verify why.json ../clone                  are its findings found again in my clone?
  countersign verify why.json one two --format json     two repositories, for a program

A clone that lacks refs/pull: git fetch origin 'refs/pull/*/head:refs/pull/*/head'";

/// Check an evidence bundle, and look for its findings again in clones of your own.
///
/// Without a clone: whether the bundle was changed after it was written, whether the commits and tags in it
/// are what their ids stand for, whether they say what the evidence says, and whether weights and levels
/// follow. With clones, in any order: reads the same refs again, examines everybody as the bundle's scan did,
/// and compares finding by finding.
///
/// Ends with 1 when something does not hold or a finding is not found again with the same evidence, and
/// otherwise with 3 when a clone lacks something that the bundle was made from.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", exit::table()))]
pub(crate) struct Args {
    /// The bundle that `scan --bundle` wrote.
    bundle: PathBuf,
    /// Clones of its repositories (worktree or bare).
    #[arg(value_name = "PATH")]
    clones: Vec<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
    /// Output format; `countersign schema verification` documents the JSON.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write to this file, as a whole or not at all, instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    if let Some(path) = &args.output {
        output::check_writable(path)?;
    }
    let context = || format!("failed to read the bundle {}", args.bundle.display());
    let text = fs::read_to_string(&args.bundle).with_context(context);
    let opened = Opened::parse(&text.map_err(Failure::storage)?).with_context(context);
    let opened = opened.map_err(Failure::storage)?;
    let mut verification = checked(&opened);
    if !args.clones.is_empty() {
        let found = clones::examine(&opened.bundle, &args.clones, &args.data, console)?;
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

/// What needs no clone.
fn checked(opened: &Opened) -> Verification {
    let objects: Vec<_> = opened.bundle.objects.iter().map(raw).collect();
    let is_sound = |object: &Option<_>| object.is_some();
    let sound: Vec<_> = objects.iter().map(is_sound).collect();
    let known = objects.iter().flatten();
    let history = facts_of(known.map(|(id, object)| (*id, object)));
    let decoded = DecodedObjects {
        sound: &sound,
        history: &history,
    };
    check(opened, &decoded)
}

/// The object under its id; `None` where its bytes are not what the id stands for.
fn raw(object: &Object) -> Option<(countersign_facts::ObjectId, RawObject)> {
    let mut kinds = ObjectKind::ALL.into_iter();
    let raw = RawObject {
        kind: kinds.find(|kind| kind.as_str() == object.kind)?,
        content: object.bytes()?,
    };
    let id = object_id(&object.id)?;
    raw.has_id(&id).then_some((id, raw))
}
