//! The arguments of `scan`, and the plan that follows from them.

use bytesize::ByteSize;
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::{env, iter, thread};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use countersign_facts::Tlp;
use countersign_heuristics::{Heuristic, Level, catalogue};
use countersign_history::{Location, PlatformKeys, Selection, Wants};
use countersign_report::Format;
use etcetera::BaseStrategy as _;
use jiff::Timestamp;

use super::account::AccountArgs;
use super::fetch::Fetching;
use super::policy::{Source, Wanted};
use crate::database::{DataArgs, StorageArgs};
use crate::exit::{self, Exit, Failure};
use crate::github::GithubArgs;
use crate::output::Console;
use crate::platforms::PlatformArgs;
use crate::when::{self, When};

const EXAMPLES: &str = "\
Examples:
  countersign scan                                    scan the repository around this folder
  countersign scan owner/name                         fetch the commits from GitHub, then scan them
  countersign scan https://code.example/owner/name    the same from any server
  countersign scan --org acme                         scan an organisation as one population
  countersign scan a b --format json --output s.json  scan two repositories as one population
  countersign scan --format html --output r.html      write a page with pictures, for a browser
  countersign scan --person ada@studio.example        show one person in full
  countersign scan --bundle why.json                  also write the evidence, for others to verify
  countersign scan --remember ../one ../other         also store the people: see countersign person
  countersign scan --fail-on review                   for automation: see the exit codes";

/// Heading of options about the indicator lists and the memory.
const STORAGE: &str = "Lists and memory";

fn after_help() -> String {
    let codes = exit::codes(&[
        (Exit::Done, "no findings at or above --fail-on"),
        (Exit::Findings, "findings at or above --fail-on"),
        (
            Exit::SomeUnread,
            "some repositories could not be read; the report covers the others",
        ),
        (Exit::NoneRead, "no repository could be read"),
        (
            Exit::Storage,
            "the output, baseline, bundle, database or cache could not be read or written",
        ),
    ]);
    format!("{EXAMPLES}\n\n{codes}")
}

/// Read repositories and show the people whose records contradict each other
///
/// Several repositories are one population: a person is recognised in all of them. Nothing is sent
/// anywhere. A URL is fetched, without file contents, into a cache that later scans only update.
///
/// A finding is a reason to look and ask, not a verdict. It comes with its innocent explanations and with
/// the share of ordinary contributors who show the same.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// Folders, URLs or OWNER/NAME on GitHub [default: the repository around here]
    ///
    /// URLs can start with https, http, ssh, git or file. OWNER/NAME is a folder if there is one.
    #[arg(value_name = "PATH|URL|OWNER/NAME")]
    repositories: Vec<OsString>,

    /// Also fetch the commits of pull requests (refs/pull/*/head)
    ///
    /// For URLs only: in a folder all refs are read anyway.
    #[arg(long, help_heading = "Reading")]
    pull_requests: bool,
    /// Also examine what each commit changes
    ///
    /// Finds code that runs automatically or is hidden, changes of guarded files, and wallets on indicator
    /// lists. Takes longer, and fetches all files of a URL.
    #[arg(long, help_heading = "Reading")]
    content: bool,
    /// Read only this branch, tag or ref; repeatable
    #[arg(long = "ref", value_name = "REF", help_heading = "Reading")]
    refs: Vec<String>,
    /// Read only commits from this committer date on
    ///
    /// A day (2024-01-31, in UTC), an instant (2024-01-31T10:00:00+02:00), or a span before now (2w,
    /// "3 months ago").
    #[arg(long, value_name = "TIME", value_parser = when::parse, allow_hyphen_values = true, help_heading = "Reading")]
    since: Option<When>,
    /// Read only commits up to this committer date; a day is included to its end
    ///
    /// Takes the same times as --since.
    #[arg(long, value_name = "TIME", value_parser = when::parse, allow_hyphen_values = true, help_heading = "Reading")]
    until: Option<When>,
    /// Folder for fetched repositories
    ///
    /// Default: countersign in the user's cache folder.
    #[arg(long, value_name = "DIR", help_heading = "Reading")]
    cache: Option<PathBuf>,
    /// Fetch nothing: read URLs from the cache
    #[arg(long, help_heading = "Reading")]
    offline: bool,
    /// Number of repositories to fetch at the same time
    #[arg(long, value_name = "N", default_value = "4", help_heading = "Reading")]
    fetches: NonZeroUsize,
    /// Fetch no more once the fetched repositories take up this much disk, such as 20G
    ///
    /// The report names the repositories that were left out. Repositories that earlier scans fetched count
    /// too.
    #[arg(long, value_name = "SIZE", value_parser = disk_size, help_heading = "Reading")]
    disk_budget: Option<ByteSize>,
    /// Number of threads [default: one for each processor]
    ///
    /// More than four for each processor, or sixteen, are not used.
    #[arg(long, short, value_name = "N", help_heading = "Reading")]
    jobs: Option<NonZeroUsize>,

    /// Store the people of these repositories in the memory, for `countersign person`
    ///
    /// E-mail addresses are stored as keyed hashes. `countersign forget` deletes a person again. Without
    /// this option a scan stores nothing and opens no --database: it takes indicator lists from --data only.
    #[arg(long, conflicts_with_all = ["refs", "since", "until"], help_heading = STORAGE)]
    remember: bool,
    #[command(flatten, next_help_heading = STORAGE)]
    storage: StorageArgs,
    #[command(flatten)]
    platforms: PlatformArgs,
    #[command(flatten, next_help_heading = "GitHub")]
    account: AccountArgs,
    #[command(flatten)]
    github: GithubArgs,

    /// Show people at this level or above [default: the policy's, or note]
    #[arg(long, value_name = "LEVEL", value_parser = levels(&Level::ALL), help_heading = "Showing")]
    min_level: Option<Level>,
    /// Show everyone, like --min-level quiet
    #[arg(long, conflicts_with = "min_level", help_heading = "Showing")]
    all: bool,
    /// Show one person in full: id (p-... or m-...), e-mail address, login, key or name
    ///
    /// With --format, the report lists only this person.
    #[arg(long, value_name = "WHO", conflicts_with_all = ["min_level", "all", "fail_on", "write_baseline"], help_heading = "Showing")]
    person: Option<String>,
    /// Apply only this heuristic; `countersign explain` lists them; repeatable
    #[arg(long, value_name = "ID", value_parser = crate::explain::heuristics(), hide_possible_values = true, help_heading = "Showing")]
    heuristic: Vec<&'static Heuristic>,
    /// Apply this policy file instead of the repository's own
    ///
    /// A scan of a single repository applies what .github/countersign.toml on its default branch says about
    /// off, exempt and min_level, and the report says so. A repository that was fetched without files shows no
    /// policy.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "no_policy",
        help_heading = "Showing"
    )]
    policy: Option<PathBuf>,
    /// Apply no policy file
    #[arg(long, help_heading = "Showing")]
    no_policy: bool,
    /// TLP level of the report; indicator lists with a stricter marking are ignored
    ///
    /// TLP is the Traffic Light Protocol. Default: red, which is only you; amber for the formats stix, misp,
    /// sarif and graphml.
    #[arg(long, value_name = "TLP", value_parser = markings(), help_heading = "Showing")]
    tlp: Option<Tlp>,
    #[command(flatten, next_help_heading = "Showing")]
    report: ReportArgs,
    /// Also write an evidence bundle, which anyone can check with `countersign verify`
    ///
    /// It holds the findings of the people shown, with the commits that these quote.
    #[arg(long, value_name = "FILE", help_heading = "Showing")]
    bundle: Option<PathBuf>,

    /// Exit with code 1 if anyone is at this level or above
    #[arg(long, value_name = "LEVEL", value_parser = levels(&Level::ALL[1..]), help_heading = "Automation")]
    fail_on: Option<Level>,
    /// File of accepted findings, which are not reported again
    #[arg(long, value_name = "FILE", help_heading = "Automation")]
    baseline: Option<PathBuf>,
    /// Accept every finding that this scan shows: add them to this baseline file
    #[arg(
        long,
        value_name = "FILE",
        requires = "reason",
        conflicts_with = "fail_on",
        help_heading = "Automation"
    )]
    write_baseline: Option<PathBuf>,
    /// Why the findings are accepted, for --write-baseline
    #[arg(long, value_name = "TEXT", requires = "write_baseline", value_parser = clap::builder::NonEmptyStringValueParser::new(), help_heading = "Automation")]
    reason: Option<String>,
}

/// In which format a report is written, and where.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ReportArgs {
    /// Output format; `countersign schema` prints the schema of the JSON
    #[arg(long, short, value_name = "FORMAT", value_parser = formats(), default_value = "text")]
    pub(super) format: Format,
    /// Write the report to this file instead of stdout
    ///
    /// The file is written as a whole or not at all.
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

impl ReportArgs {
    /// Whether the report can stand below other text.
    pub(crate) fn is_text_on_stdout(&self) -> bool {
        self.format == Format::Text && self.output.is_none()
    }
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

/// What a scan does.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) repositories: Vec<Location>,
    pub(super) selection: Selection,
    pub(super) fetching: Fetching,
    pub(super) jobs: usize,
    /// Where the indicator lists are; `None` compares with none.
    pub(super) data: Option<DataArgs>,
    /// Where to remember people; `None` remembers nobody.
    pub(super) remember: Option<StorageArgs>,
    /// Where the key of the memory's ids is, for `--person m-...`.
    pub(super) storage: Option<StorageArgs>,
    pub(super) heuristics: Vec<&'static Heuristic>,
    pub(super) policy: Wanted,
    pub(super) person: Option<String>,
    pub(super) format: Format,
    /// Audience of the report.
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
    /// The plan that the arguments ask for on this machine, now.
    pub(super) fn new(args: &Args, console: Console) -> Result<Self, Failure> {
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
                "--since is later than --until, so no commit is in between",
            )
            .hint("swap the two, or leave one out"));
        }
        let (repositories, command) = named(args, console)?;
        Ok(Self {
            repositories,
            selection: Selection {
                refs: args.refs.clone(),
                since,
                until,
                tips: Vec::new(),
                platforms: args.platforms.read()?,
            },
            fetching: Fetching {
                wants: Wants {
                    pull_requests: args.pull_requests,
                    files: args.content,
                },
                cache: args.cache.clone().or_else(default_cache),
                offline: args.offline,
                at_once: args.fetches.get(),
                most_bytes: args.disk_budget.map(|size| size.as_u64()),
            },
            jobs: args
                .jobs
                .map_or_else(threads, |jobs| jobs.get().min(most_threads())),
            data: Some(args.storage.data().clone()),
            remember: args.remember.then(|| args.storage.clone()),
            storage: args.person.is_some().then(|| args.storage.clone()),
            heuristics: chosen(&args.heuristic),
            policy: policy(args),
            person: args.person.clone(),
            format: args.report.format,
            tlp: args.tlp.unwrap_or_else(|| args.report.format.readers()),
            command,
            output: args.report.output.clone(),
            bundle: args.bundle.clone(),
            fail_on: args.fail_on,
            baseline: args.baseline.clone(),
            write_baseline: args.write_baseline.clone().zip(args.reason.clone()),
        })
    }

    /// A scan of one local folder without options.
    pub(super) fn of_folder(folder: &Path, platforms: PlatformKeys) -> Self {
        Self {
            repositories: vec![Location::Path(folder.to_owned())],
            selection: Selection {
                platforms,
                ..Selection::default()
            },
            fetching: Fetching {
                wants: Wants::default(),
                cache: None,
                offline: true,
                at_once: 1,
                most_bytes: None,
            },
            jobs: threads(),
            data: None,
            remember: None,
            storage: None,
            heuristics: catalogue().to_vec(),
            policy: Wanted {
                source: Source::Nothing,
                level: None,
                names_heuristics: false,
            },
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

/// The policy that the arguments ask for.
fn policy(args: &Args) -> Wanted {
    let in_full = args.all || args.person.is_some();
    let source = match &args.policy {
        Some(path) => Source::File(path.clone()),
        // Nobody is hidden from a user who names a person.
        None if args.no_policy || args.person.is_some() => Source::Nothing,
        None => Source::Repository,
    };
    Wanted {
        source,
        level: in_full.then_some(Level::Quiet).or(args.min_level),
        names_heuristics: !args.heuristic.is_empty(),
    }
}

/// The repositories that the user named, and for those of an account the command that names them again.
fn named(args: &Args, console: Console) -> Result<(Vec<Location>, Option<String>), Failure> {
    if let Some(listed) = args.account.list(&args.github, console)? {
        let command = format!("countersign scan {}", listed.options);
        return Ok((listed.repositories, Some(command)));
    }
    if args.repositories.is_empty() {
        return Ok((vec![Location::Path(around_here())], None));
    }
    let named = args.repositories.iter();
    let named = named.map(|argument| args.github.location(argument));
    Ok((named.collect::<Result<_, _>>()?, None))
}

/// Reads a number of bytes.
fn disk_size(text: &str) -> Result<ByteSize, String> {
    // The crate's own message speaks of its types.
    let size = text.parse();
    size.map_err(|_| "expected a number of bytes, such as 500M or 20G".to_owned())
}

/// The heuristics to run; all of them if none is named.
fn chosen(named: &[&'static Heuristic]) -> Vec<&'static Heuristic> {
    if named.is_empty() {
        return catalogue().to_vec();
    }
    // What speaks for a person is never left out.
    let is_named = |heuristic: &&&'static Heuristic| {
        let is_it =
            |one: &&Heuristic| one.id == heuristic.id || heuristic.check.stands_beside(one.id);
        named.iter().any(is_it)
    };
    catalogue().iter().filter(is_named).copied().collect()
}

/// The nearest folder, from this one upwards, that is a repository; this one if none is.
pub(crate) fn around_here() -> PathBuf {
    match steps_up() {
        None | Some(0) => PathBuf::from("."),
        Some(steps) => iter::repeat_n("..", steps).collect(),
    }
}

/// Whether the current folder is part of a repository.
pub(crate) fn is_in_repository() -> bool {
    steps_up().is_some()
}

/// How far above the current folder a repository is.
fn steps_up() -> Option<usize> {
    let is_repository = |folder: &Path| {
        let is_bare = || folder.join("HEAD").is_file() && folder.join("objects").is_dir();
        folder.join(".git").exists() || is_bare()
    };
    let here = env::current_dir().unwrap_or_default();
    here.ancestors().position(is_repository)
}

/// One thread for each processor.
pub(crate) fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// More threads than this only wait for one another, and thousands exhaust the system.
fn most_threads() -> usize {
    (threads() * 4).max(16)
}

fn default_cache() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.cache_dir().join("countersign"))
}
