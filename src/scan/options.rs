//! The arguments of `scan`, as typed and as meant.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::{env, iter, thread};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use countersign_facts::Tlp;
use countersign_heuristics::{Heuristic, Level, catalogue};
use countersign_history::{Location, Selection, Wants};
use countersign_report::Format;
use etcetera::BaseStrategy as _;
use jiff::Timestamp;

use crate::exit::{self, Exit, Failure};
use crate::indicators::{DataArgs, PlaceArgs};
use crate::when::{self, When};

const EXAMPLES: &str = "\
Examples:
  countersign scan                                    the repository in this folder
  countersign scan https://github.com/owner/name      fetch the commits, then scan them
  countersign scan a b --format json --output s.json  two repositories as one population
  countersign scan --person ada@studio.example        one person in full
  countersign scan --bundle why.json                  and a file that shows why, to check
  countersign scan --remember ../one ../other         remember their people: see person
  countersign scan --fail-on review                   for automation: see the exit codes";

/// Heading of options about what is kept on this machine.
const KEEPING: &str = "Lists and memory";

/// Read the whole history of repositories and show the people whose records contradict each other.
///
/// Several repositories are one population: a person is recognised in all of them. Nothing is sent
/// anywhere; a URL is fetched, without file contents, into a cache that later scans only update.
///
/// A finding is a reason to look and ask, not a verdict: every one comes with its innocent
/// explanations and with the share of ordinary contributors who show it.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", exit::table()))]
pub(crate) struct Args {
    /// Folders (worktree or bare) or URLs (https, ssh, git, file) [default: the repository around
    /// this folder].
    #[arg(value_name = "PATH|URL")]
    repositories: Vec<OsString>,

    /// Fetch the heads of pull requests too (refs/pull/*/head). Of a folder all refs are read anyway.
    #[arg(long, help_heading = "Reading")]
    pull_requests: bool,
    /// Look at what each commit changes too: code that runs by itself or hides, guarded files, wallets on
    /// imported lists. Takes longer, and of a URL fetches all files.
    #[arg(long, help_heading = "Reading")]
    content: bool,
    /// Start from this branch, tag or ref only. May be given several times.
    #[arg(long = "ref", value_name = "REF", help_heading = "Reading")]
    refs: Vec<String>,
    /// Only commits committed at this time or later.
    ///
    /// A day (2024-01-31, in UTC), an instant (2024-01-31T10:00:00+02:00), or a span before now (2w,
    /// "3 months ago").
    #[arg(long, value_name = "TIME", value_parser = when::parse, allow_hyphen_values = true, help_heading = "Reading")]
    since: Option<When>,
    /// Only commits committed at this time or earlier; a day counts to its end.
    #[arg(long, value_name = "TIME", value_parser = when::parse, allow_hyphen_values = true, help_heading = "Reading")]
    until: Option<When>,
    /// Where fetched repositories are kept [default: countersign in the user's cache folder].
    #[arg(long, value_name = "DIR", help_heading = "Reading")]
    cache: Option<PathBuf>,
    /// Do not fetch: read URLs from the cache as they are.
    #[arg(long, help_heading = "Reading")]
    offline: bool,
    /// Threads to work with [default: one for each processor].
    #[arg(long, short, value_name = "N", help_heading = "Reading")]
    jobs: Option<NonZeroUsize>,

    /// Remember who appears in these repositories, for `countersign person`. Mailboxes are kept as hashes;
    /// `countersign forget` erases people again. Without this, a scan keeps nothing and opens no
    /// --database: imported lists are always those of --data.
    #[arg(long, conflicts_with_all = ["refs", "since", "until"], help_heading = KEEPING)]
    remember: bool,
    #[command(flatten, next_help_heading = KEEPING)]
    place: PlaceArgs,

    /// Show people at this level or above.
    #[arg(long, value_name = "LEVEL", value_parser = levels(&Level::ALL), default_value = "note", help_heading = "Showing")]
    min_level: Level,
    /// Show everybody, quiet people too: --min-level quiet.
    #[arg(long, conflicts_with = "min_level", help_heading = "Showing")]
    all: bool,
    /// Show one person in full: person id, e-mail address, login, signing key or name.
    #[arg(long, value_name = "WHO", conflicts_with_all = ["format", "min_level", "all", "fail_on", "write_baseline"], help_heading = "Showing")]
    person: Option<String>,
    /// Apply this heuristic only; `countersign explain` lists them. May be given several times.
    #[arg(long, value_name = "ID", value_parser = crate::explain::heuristics(), hide_possible_values = true, help_heading = "Showing")]
    heuristic: Vec<&'static Heuristic>,
    /// Output format; `countersign schema` documents the JSON.
    #[arg(long, short, value_name = "FORMAT", value_parser = formats(), default_value = "text", help_heading = "Showing")]
    format: Format,
    /// Who will read it, by the Traffic Light Protocol: imported lists for fewer eyes match nothing
    /// [default: red, nobody but you; amber for stix, misp, sarif and graphml].
    #[arg(long, value_name = "TLP", value_parser = markings(), help_heading = "Showing")]
    tlp: Option<Tlp>,
    /// Write the report to this file, as a whole or not at all, instead of stdout.
    #[arg(long, short, value_name = "FILE", help_heading = "Showing")]
    output: Option<PathBuf>,
    /// Write the findings of the people shown to this file too, with the commits they quote, so that anybody
    /// can check and repeat them: see `countersign verify`.
    #[arg(long, value_name = "FILE", help_heading = "Showing")]
    bundle: Option<PathBuf>,

    /// End with exit code 1 when somebody is at this level or above.
    #[arg(long, value_name = "LEVEL", value_parser = levels(&Level::ALL[1..]), help_heading = "Automation")]
    fail_on: Option<Level>,
    /// Findings that were looked at and accepted: they count no more.
    #[arg(long, value_name = "FILE", help_heading = "Automation")]
    baseline: Option<PathBuf>,
    /// Accept every finding that this scan shows: add them to this baseline file.
    #[arg(
        long,
        value_name = "FILE",
        requires = "reason",
        conflicts_with = "fail_on",
        help_heading = "Automation"
    )]
    write_baseline: Option<PathBuf>,
    /// Why they are accepted.
    #[arg(long, value_name = "TEXT", requires = "write_baseline", value_parser = clap::builder::NonEmptyStringValueParser::new(), help_heading = "Automation")]
    reason: Option<String>,
}

fn levels(levels: &'static [Level]) -> impl TypedValueParser<Value = Level> {
    let names = levels.iter().map(|level| level.as_str());
    // The parser lets nothing but these names through.
    PossibleValuesParser::new(names).map(|name| {
        let named = Level::ALL.into_iter().find(|level| level.as_str() == name);
        named.unwrap_or_default()
    })
}

fn markings() -> impl TypedValueParser<Value = Tlp> {
    PossibleValuesParser::new(Tlp::ALL.map(Tlp::as_str))
        .map(|name| Tlp::parse(&name).unwrap_or_default())
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::as_str)).map(|name| {
        let named = Format::ALL
            .into_iter()
            .find(|format| format.as_str() == name);
        named.unwrap_or(Format::Text)
    })
}

/// What a scan is to do.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) repositories: Vec<Location>,
    pub(super) selection: Selection,
    pub(super) wants: Wants,
    /// `None` where there is no place for one; only fetching needs it.
    pub(super) cache: Option<PathBuf>,
    pub(super) offline: bool,
    pub(super) jobs: usize,
    /// Where imported lists are; `None` compares with none.
    pub(super) data: Option<DataArgs>,
    /// Where people are to be remembered.
    pub(super) remember: Option<PlaceArgs>,
    pub(super) heuristics: Vec<&'static Heuristic>,
    pub(super) min_level: Level,
    pub(super) person: Option<String>,
    pub(super) format: Format,
    /// For whom the report is.
    pub(super) tlp: Tlp,
    /// The command that scans the same again, for hints; `None` puts one together from the repositories.
    pub(super) command: Option<String>,
    pub(super) output: Option<PathBuf>,
    pub(super) bundle: Option<PathBuf>,
    pub(super) fail_on: Option<Level>,
    pub(super) baseline: Option<PathBuf>,
    /// The file, and the reason.
    pub(super) write_baseline: Option<(PathBuf, String)>,
}

impl Plan {
    /// What the arguments mean on this machine, now.
    pub(super) fn new(args: &Args) -> Result<Self, Failure> {
        let mut repositories = args
            .repositories
            .iter()
            .map(|argument| Location::parse(argument))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| Failure::new(Exit::Usage, error))?;
        if repositories.is_empty() {
            repositories.push(Location::Path(around_here()));
        }
        let now = Timestamp::now();
        let since = args.since.map(|when| when.first_second(now)).transpose();
        let until = args.until.map(|when| when.last_second(now)).transpose();
        let (since, until) = (
            since.map_err(Failure::usage)?,
            until.map_err(Failure::usage)?,
        );
        if let (Some(since), Some(until)) = (since, until)
            && since > until
        {
            return Err(Failure::usage(
                "--since is later than --until: no commit fits",
            ));
        }
        let heuristics = match &args.heuristic[..] {
            [] => catalogue().to_vec(),
            wanted => catalogue()
                .iter()
                .copied()
                .filter(|heuristic| wanted.iter().any(|wanted| wanted.id == heuristic.id))
                .collect(),
        };
        let in_full = args.all || args.person.is_some();
        Ok(Self {
            repositories,
            selection: Selection {
                refs: args.refs.clone(),
                since,
                until,
                tips: Vec::new(),
            },
            wants: Wants {
                pull_requests: args.pull_requests,
                files: args.content,
            },
            cache: args.cache.clone().or_else(default_cache),
            offline: args.offline,
            jobs: args.jobs.map_or_else(threads, NonZeroUsize::get),
            data: Some(args.place.data().clone()),
            remember: args.remember.then(|| args.place.clone()),
            heuristics,
            min_level: if in_full {
                Level::Quiet
            } else {
                args.min_level
            },
            person: args.person.clone(),
            format: args.format,
            tlp: args.tlp.unwrap_or_else(|| args.format.readers()),
            command: None,
            output: args.output.clone(),
            bundle: args.bundle.clone(),
            fail_on: args.fail_on,
            baseline: args.baseline.clone(),
            write_baseline: args.write_baseline.clone().zip(args.reason.clone()),
        })
    }

    /// A scan of one local folder, with no options.
    pub(super) fn of_folder(folder: &Path) -> Self {
        Self {
            repositories: vec![Location::Path(folder.to_owned())],
            selection: Selection::default(),
            wants: Wants::default(),
            cache: None,
            offline: true,
            jobs: threads(),
            data: None,
            remember: None,
            heuristics: catalogue().to_vec(),
            min_level: Level::Note,
            person: None,
            format: Format::Text,
            tlp: Format::Text.readers(),
            command: None,
            output: None,
            bundle: None,
            fail_on: None,
            baseline: None,
            write_baseline: None,
        }
    }
}

/// The nearest folder, from this one upwards, that is a repository; this one where none is.
pub(crate) fn around_here() -> PathBuf {
    let is_repository = |folder: &Path| {
        let is_bare = || folder.join("HEAD").is_file() && folder.join("objects").is_dir();
        folder.join(".git").exists() || is_bare()
    };
    let here = env::current_dir().unwrap_or_default();
    let found = here.ancestors().position(is_repository);
    match found {
        None | Some(0) => PathBuf::from("."),
        Some(steps) => iter::repeat_n("..", steps).collect(),
    }
}

/// One thread for each processor.
pub(crate) fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

fn default_cache() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.cache_dir().join("countersign"))
}
