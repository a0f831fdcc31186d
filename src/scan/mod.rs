//! `countersign scan`: reads repositories, examines their people, reports.

mod account;
mod bundle;
mod fetch;
mod options;
mod policy;
mod read;
mod remember;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use countersign_facts::{History, Indicators, Tlp};
use countersign_heuristics::{Heuristic, Level, PersonAssessment, examine};
use countersign_history::{Location, PlatformKeys};
use countersign_people::Population;
use countersign_report::{
    Baseline, Candidate, Format, Gaps, Look, PersonError, Repository, Request, Scan, find_person,
    render, render_person,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::database::StorageArgs;
use crate::exit::{Exit, Failure};
use crate::indicators;
use crate::interrupt;
use crate::named;
use crate::output::{self, Console, counted};
use options::Plan;
pub(crate) use options::{Args, ReportArgs, around_here, is_in_repository, threads};
use policy::Applied;
pub(crate) use read::{Watch, announced, changes, not_read};
pub(crate) use remember::{identified, source};

/// Scans as the arguments ask.
pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    scan(&Plan::new(args, console)?, console)
}

/// Scans one local repository; only the report can be chosen.
pub(crate) fn run_on(
    folder: &Path,
    (command, report): (Option<String>, &ReportArgs),
    platforms: PlatformKeys,
    console: Console,
) -> Result<Exit, Failure> {
    let plan = Plan {
        command,
        format: report.format,
        tlp: report.format.readers(),
        output: report.output.clone(),
        ..Plan::of_folder(folder, platforms)
    };
    scan(&plan, console)
}

/// One local repository that was read alone.
pub(crate) struct ReadAlone {
    /// The name that reports show.
    pub(crate) name: String,
    pub(crate) history: History,
    /// What could not be read. The user was warned of it.
    pub(crate) gaps: Gaps,
}

/// Reads one local repository alone.
pub(crate) fn history_of(
    folder: &Path,
    platforms: &PlatformKeys,
    console: Console,
) -> Result<ReadAlone, Failure> {
    let plan = Plan::of_folder(folder, platforms.clone());
    let readings = interrupt::guard(|cancelled| {
        read::all(&plan, &Indicators::default(), console, cancelled)
    })??;
    read::warn_of_gaps(&readings.repositories, console);
    let repository = readings.repositories.into_iter().next().unwrap_or_default();
    Ok(ReadAlone {
        gaps: Gaps::of(&repository),
        name: repository.name,
        history: readings.history,
    })
}

/// Several local repositories, read as one population.
pub(crate) struct ReadTogether {
    pub(crate) population: Population,
    /// In the order of the history, with those that could not be read.
    pub(crate) repositories: Vec<Repository>,
    /// How many could not be read.
    pub(crate) unread: usize,
}

/// Reads local repositories as one population; the one around this folder if `folders` is empty.
pub(crate) fn population_of(
    folders: &[PathBuf],
    platforms: PlatformKeys,
    console: Console,
) -> Result<ReadTogether, Failure> {
    let mut plan = Plan::of_folder(&around_here(), platforms);
    if !folders.is_empty() {
        plan.repositories = folders.iter().cloned().map(Location::Path).collect();
    }
    let readings = interrupt::guard(|cancelled| {
        read::all(&plan, &Indicators::default(), console, cancelled)
    })??;
    read::warn_of_gaps(&readings.repositories, console);
    Ok(ReadTogether {
        population: Population::new(readings.history),
        repositories: readings.repositories,
        unread: readings.unread,
    })
}

fn scan(plan: &Plan, console: Console) -> Result<Exit, Failure> {
    let start = Instant::now();
    let baseline = prepare(plan)?;
    let indicators = matching(plan, console)?;
    let mut readings =
        interrupt::guard(|cancelled| read::all(plan, &indicators, console, cancelled))??;
    let read_in = start.elapsed();
    let only = match &readings.folders[..] {
        [Some(folder)] => Some(&*folder.path),
        _ => None,
    };
    let mut policy = Applied::find(&plan.policy, only, console)?;
    let population = Population::new(readings.history)
        .with_indicators(indicators)
        .with_contents(readings.contents);
    let heuristics = policy.heuristics(&plan.heuristics);
    let mut assessments = examine(&population, &heuristics);
    policy.exempt(&population, &mut assessments);
    let min_level = policy.min_level();
    policy.note(&mut readings.repositories);
    let scan = Scan::new(Request {
        population: &population,
        assessments: &assessments,
        repositories: readings.repositories,
        baseline: &baseline,
        min_level,
        tlp: plan.tlp,
    });
    console.detail(&format!(
        "read {} in {read_in:.2?}, examined {} in {:.2?}",
        counted(scan.summary.commits, "commit", "commits"),
        counted(scan.summary.people, "person", "people"),
        start.elapsed() - read_in,
    ));
    let found = Found {
        population: &population,
        assessments: &assessments,
        heuristics: &heuristics,
        min_level,
        baseline: &baseline,
        folders: &readings.folders,
    };
    deliver(plan, &found, &scan, start.elapsed(), console)?;
    Ok(match plan.fail_on {
        Some(limit) if reaches(&scan, limit) => Exit::Findings,
        _ if readings.unread > 0 => Exit::SomeUnread,
        _ => Exit::Done,
    })
}

/// What a scan found.
struct Found<'a> {
    population: &'a Population,
    assessments: &'a [PersonAssessment],
    heuristics: &'a [&'static Heuristic],
    /// The lowest level that is shown.
    min_level: Level,
    baseline: &'a Baseline,
    folders: &'a [Option<read::Folder>],
}

/// Reads the baseline, and checks that every output can be written, before the long work.
fn prepare(plan: &Plan) -> Result<Baseline, Failure> {
    for path in plan.output.iter().chain(&plan.bundle) {
        output::check_writable(path)?;
    }
    if let Some((path, _)) = &plan.write_baseline {
        parse_baseline(path, &read_if_there(path)?)?;
        output::check_writable(path)?;
    }
    rayon::ThreadPoolBuilder::new()
        .num_threads(plan.jobs)
        .build_global()
        .map_err(|error| Failure::new(Exit::NoneRead, error))?;
    match &plan.baseline {
        Some(path) => parse_baseline(path, &read_text(path)?),
        None => Ok(Baseline::default()),
    }
}

/// Writes what the plan asks for.
fn deliver(
    plan: &Plan,
    found: &Found<'_>,
    scan: &Scan,
    elapsed: Duration,
    console: Console,
) -> Result<(), Failure> {
    let look = Look {
        colour: plan.output.is_none() && output::colour(),
        width: output::width(),
        elapsed: Some(elapsed),
        command: plan.command.clone(),
    };
    let (text, person) = shown(plan, found, scan, &look)?;
    match &plan.output {
        Some(path) => output::write_file(path, text.as_bytes())?,
        None => output::print(text.as_bytes())?,
    }
    if let Some(path) = &plan.bundle {
        bundle::write(path, plan, found, &scan.repositories, person, console)?;
    }
    if let Some((path, reason)) = &plan.write_baseline {
        write_baseline(path, scan, reason, console)?;
    }
    if let Some(storage) = &plan.remember {
        remember::remember((storage, &plan.selection.platforms), found, console)?;
    }
    Ok(())
}

/// The text to print, and the id of the person if it is about one.
fn shown(
    plan: &Plan,
    found: &Found<'_>,
    scan: &Scan,
    look: &Look,
) -> Result<(String, Option<String>), Failure> {
    let population = found.population;
    let Some(query) = &plan.person else {
        return Ok((rendered(plan.format, scan, population, look), None));
    };
    let unknown = |error| no_person(&error);
    let in_memory = from_memory(plan, found, query)?;
    let query = in_memory.as_ref().unwrap_or(query);
    let person = find_person(scan, query).map_err(unknown)?;
    let text = match plan.format {
        Format::Text => render_person(scan, query, look).map_err(unknown)?,
        format => rendered(format, &scan.clone().only(&person.id), population, look),
    };
    Ok((text, Some(person.id.clone())))
}

/// The id in this scan of a person whom the user calls by an id of the memory.
fn from_memory(plan: &Plan, found: &Found<'_>, query: &str) -> Result<Option<String>, Failure> {
    let storage = plan.storage.as_ref().filter(|_| named::is_memory_id(query));
    let Some(key) = storage.map(StorageArgs::find_key).transpose()?.flatten() else {
        return Ok(None);
    };
    for folder in found.folders.iter().flatten() {
        let place = source(&folder.path)?.place;
        let id = named::for_scan(query, found.population, (&place, &key));
        if id.is_some() {
            return Ok(id);
        }
    }
    Ok(None)
}

/// Pictures take a second look at the commits, so only the format that shows them gets them.
fn rendered(format: Format, scan: &Scan, population: &Population, look: &Look) -> String {
    match format {
        Format::Html => render(&scan.clone().with_pictures(population), format, look),
        _ => render(scan, format, look),
    }
}

/// The lists that a scan's people are compared with. A memory that does not exist yet has none.
fn matching(plan: &Plan, console: Console) -> Result<Arc<Indicators>, Failure> {
    match &plan.remember {
        Some(storage) if storage.is_missing()? => Ok(Arc::default()),
        _ => {
            let lists = indicators::current(plan.data.as_ref(), "scanning", console)?;
            Ok(shared(lists, plan.tlp, console))
        }
    }
}

/// The lists whose matches the audience `tlp` may see. The others match nothing, so that the report shows no
/// trace of them.
fn shared(lists: Arc<Indicators>, tlp: Tlp, console: Console) -> Arc<Indicators> {
    let shared = lists.shared_with(tlp);
    let kept_out = lists.lists().len() - shared.lists().len();
    if kept_out == 0 {
        return lists;
    }
    let lists_are = match kept_out {
        1 => "1 indicator list is".to_owned(),
        _ => format!("{kept_out} indicator lists are"),
    };
    let tlp = tlp.as_str().to_uppercase();
    console.hint(&format!(
        "set --tlp to the audience of this report: {lists_are} marked stricter than TLP:{tlp} and ignored"
    ));
    Arc::new(shared)
}

/// Whether anyone is at `limit` or above, shown or not.
fn reaches(scan: &Scan, limit: Level) -> bool {
    let levels = &scan.summary.levels;
    Level::ALL
        .into_iter()
        .any(|level| level >= limit && levels.at(level) > 0)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| {
        let context = format!("cannot read the baseline {}", path.display());
        Failure::storage(anyhow::Error::new(error).context(context))
    })
}

fn read_if_there(path: &Path) -> Result<String, Failure> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        _ => read_text(path),
    }
}

fn parse_baseline(path: &Path, text: &str) -> Result<Baseline, Failure> {
    Baseline::parse(text)
        .with_context(|| format!("cannot read the baseline {}", path.display()))
        .map_err(Failure::storage)
}

/// Adds the findings that the scan shows to a baseline file; creates the file if it does not exist.
fn write_baseline(path: &Path, scan: &Scan, reason: &str, console: Console) -> Result<(), Failure> {
    let existing = read_if_there(path)?;
    let before = parse_baseline(path, &existing)?.len();
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date().to_string();
    let text = Baseline::write(&existing, scan, reason, &today)
        .with_context(|| format!("cannot extend the baseline {}", path.display()))
        .map_err(Failure::storage)?;
    output::write_file(path, text.as_bytes())?;
    let added = parse_baseline(path, &text)?.len() - before;
    let findings = counted(added as u64, "more finding", "more findings");
    let path = path.display();
    console.hint(&format!(
        "use the baseline in the next scan: --baseline {path} (it now accepts {findings})"
    ));
    Ok(())
}

/// Why `--person` and the like find nobody, or several people.
pub(crate) fn no_person(error: &PersonError) -> Failure {
    let (message, candidates) = match error {
        PersonError::Unknown { query, candidates } => (
            format!("{query:?} is not a person of this history"),
            candidates,
        ),
        PersonError::Ambiguous { query, candidates } => (
            format!("{query:?} can mean {} people", candidates.len()),
            candidates,
        ),
    };
    let listed: Vec<_> = candidates.iter().take(MOST_CANDIDATES).map(show).collect();
    let failure = Failure::usage(message);
    if listed.is_empty() {
        return failure.hint("list everyone with their ids: countersign scan --all");
    }
    failure.hint(format!("give one of these ids: {}", listed.join(", ")))
}

/// Most people that an error lists to choose from.
const MOST_CANDIDATES: usize = 5;

fn show(candidate: &Candidate) -> String {
    format!(
        "{} ({} <{}>)",
        candidate.id, candidate.name, candidate.email
    )
}
