//! `countersign people`: lists the people of repositories with all their identities.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use countersign_facts::{History, Mailmap};
use countersign_history::{MailmapReading, PlatformKeys, mailmap};
use countersign_people::linkage::{Alias, Linkage, Options, Project, Tier, aliases};
use countersign_report::people::{
    LinkedProject, MailmapUse, PeopleList, WhyError, csv, json, meant, text, why_text,
};
use countersign_report::people_graphml;
use countersign_report::{Gaps, Look};

use crate::exit::{self, Exit, Failure};
use crate::named::in_history;
use crate::output::{self, Console};
use crate::platforms::PlatformArgs;
use crate::scan::{self, ReadAlone};

const EXAMPLES: &str = "\
Examples:
  countersign people                                        list people with several identities
  countersign people --why ada@studio.example 'Ada E.'      explain why the two are one person or not
  countersign people --apart ada@studio.example 'Ada E.'    separate the two
  countersign people ../one ../other                        list people across two organisations";

fn after_help() -> String {
    let codes = exit::codes(&[
        (
            Exit::Usage,
            "wrong arguments, or --why and --apart name somebody who is not there",
        ),
        (Exit::NoneRead, "a repository could not be read"),
        (Exit::Storage, "the output could not be written"),
    ]);
    format!("{EXAMPLES}\n\n{codes}")
}

/// List people with all their identities, and why these are linked
///
/// Addresses, names and handles are weighed together; every link comes with its evidence in bits. A .mailmap
/// counts as true. `countersign scan` uses less: it links by personal address, account number and signing
/// key only.
///
/// Several repositories count as repositories of different organisations. Between them, only a personal
/// address, an account number, a signing key or a very rare name links two identities, after the commits
/// that both repositories have were set aside.
///
/// The list may link people who do not want to be linked. It stays on this machine unless you pass it on.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// Folders (worktree or bare) [default: the repository around this folder]
    #[arg(value_name = "PATH")]
    repositories: Vec<PathBuf>,

    /// How much evidence a link needs
    #[arg(long, value_name = "TIER", default_value = "evidence")]
    tier: TierName,
    /// Ignore the .mailmap
    #[arg(long)]
    no_mailmap: bool,
    /// Separate two people, whatever links them; repeatable
    ///
    /// Takes e-mail addresses, names and person ids.
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    apart: Vec<String>,
    /// Explain why two identities are one person or not
    ///
    /// Takes e-mail addresses, names and person ids.
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with_all = ["format", "all"])]
    why: Vec<String>,
    /// Also list people with only one identity
    ///
    /// For the text format; the other formats always list everyone.
    #[arg(long)]
    all: bool,
    /// Output format
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write to this file instead of stdout
    ///
    /// The file is written as a whole or not at all.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    platforms: PlatformArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TierName {
    /// .mailmap, personal address, account number or signing key
    Anchors,
    /// Evidence that is hardly ever wrong
    Evidence,
    /// Evidence that is worth a look
    Hint,
}

impl From<TierName> for Tier {
    fn from(name: TierName) -> Self {
        match name {
            TierName::Anchors => Self::Anchors,
            TierName::Evidence => Self::Evidence,
            TierName::Hint => Self::Hint,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// One JSON object; `countersign schema people` prints its schema
    Json,
    /// One row per identity
    Csv,
    /// A graph of people, identities and accounts, with the evidence of every link
    Graphml,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    if let Some(path) = &args.output {
        output::check_writable(path)?;
    }
    let read = read(args, console)?;
    let projects: Vec<Project<'_>> = read.iter().map(Read::project).collect();
    let aliases = aliases(&projects);
    let listed = read
        .iter()
        .enumerate()
        .map(|(place, read)| read.listed(place, &aliases))
        .collect();
    let known = |text: &String| {
        let spelled = read.iter().find_map(|one| in_history(&one.history, text));
        spelled.unwrap_or_else(|| text.clone())
    };
    let linkage = link(aliases, args, known)?;
    let look = Look {
        colour: args.output.is_none() && output::colour(),
        width: output::width(),
        ..Look::default()
    };
    let shown = match &args.why[..] {
        [a, b] => why_text(&linkage, &known(a), &known(b), &look).map_err(unknown)?,
        _ => {
            let list = PeopleList::new(&linkage, listed, args.tier.into());
            match args.format {
                Format::Text => text(&list, args.all, &look),
                Format::Json => json(&list),
                Format::Csv => csv(&list),
                Format::Graphml => people_graphml(&list),
            }
        }
    };
    match &args.output {
        Some(path) => output::write_file(path, shown.as_bytes())?,
        None => output::print(shown.as_bytes())?,
    }
    Ok(Exit::Done)
}

/// Links identities as the arguments ask. `--apart` names people as they are without it.
fn link(
    aliases: Vec<Alias>,
    args: &Args,
    known: impl Fn(&String) -> String,
) -> Result<Linkage, Failure> {
    let options = Options {
        tier: args.tier.into(),
        ..Options::default()
    };
    let linkage = Linkage::among(aliases, options.clone());
    if args.apart.is_empty() {
        return Ok(linkage);
    }
    let mut apart = Vec::new();
    for pair in args.apart.chunks_exact(2) {
        let one = meant(&linkage, &known(&pair[0])).map_err(unknown)?;
        let other = meant(&linkage, &known(&pair[1])).map_err(unknown)?;
        for a in &one {
            apart.extend(other.iter().filter(|b| *b != a).map(|b| (*a, *b)));
        }
    }
    let aliases = linkage.aliases().to_vec();
    Ok(Linkage::among(aliases, Options { apart, ..options }))
}

fn unknown(error: WhyError) -> Failure {
    Failure::new(Exit::Usage, error).hint("list everyone: countersign people --all")
}

/// A repository that was read.
struct Read {
    name: String,
    history: History,
    gaps: Gaps,
    mailmap: Option<Mailmap>,
    used: MailmapUse,
}

impl Read {
    fn project(&self) -> Project<'_> {
        Project {
            history: &self.history,
            mailmap: self.mailmap.as_ref(),
        }
    }

    fn listed(&self, place: usize, aliases: &[Alias]) -> LinkedProject {
        let own = aliases
            .iter()
            .filter(|alias| usize::from(alias.project) == place);
        let is_listed = |alias: &&Alias| {
            let mailmap = self.mailmap.as_ref();
            mailmap.is_some_and(|mailmap| mailmap.of(alias.identity).is_some())
        };
        LinkedProject {
            name: self.name.clone(),
            mailmap: self.used,
            listed: own.clone().filter(is_listed).count() as u64,
            identities: own.count() as u64,
            gaps: self.gaps.clone(),
        }
    }
}

fn read(args: &Args, console: Console) -> Result<Vec<Read>, Failure> {
    let around = [scan::around_here()];
    let folders = match &args.repositories[..] {
        [] => &around[..],
        folders => folders,
    };
    let platforms = args.platforms.read()?;
    folders
        .iter()
        .map(|folder| one(folder, args.no_mailmap, &platforms, console))
        .collect()
}

fn one(
    folder: &Path,
    no_mailmap: bool,
    platforms: &PlatformKeys,
    console: Console,
) -> Result<Read, Failure> {
    let ReadAlone {
        name,
        history,
        gaps,
    } = scan::history_of(folder, platforms, console)?;
    let reading = match no_mailmap {
        true => None,
        false => {
            let reading = mailmap(folder, &history);
            Some(reading.map_err(|error| Failure::new(Exit::NoneRead, error))?)
        }
    };
    let (mailmap, used) = match reading {
        None => (None, MailmapUse::Ignored),
        Some(MailmapReading::Found(mailmap)) => (Some(mailmap), MailmapUse::Honoured),
        Some(MailmapReading::Absent) => (None, MailmapUse::Absent),
        Some(MailmapReading::NotFetched) => (None, MailmapUse::NotFetched),
    };
    Ok(Read {
        name,
        history,
        gaps,
        mailmap,
        used,
    })
}
