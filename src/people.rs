//! `countersign people`: who is who, and why.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use countersign_facts::{History, Mailmap};
use countersign_history::{MailmapReading, mailmap};
use countersign_people::linkage::{Alias, Linkage, Options, Project, Tier, aliases};
use countersign_report::Look;
use countersign_report::people::{
    LinkedProject, MailmapUse, PeopleList, WhyError, csv, graphml, json, meant, text, why_text,
};

use crate::exit::{self, Exit, Failure};
use crate::output::{self, Console};
use crate::scan;

const EXAMPLES: &str = "\
Examples:
  countersign people                                        who has several identities here
  countersign people --why ada@studio.example 'Ada E.'      why the two are one person, or not
  countersign people --apart ada@studio.example 'Ada E.'    undo that: they are two
  countersign people ../one ../other                        people of two organisations";

/// List the people of a repository with all their identities, and why each was joined.
///
/// Addresses, names and handles are weighed together, and every join has its evidence in bits. A
/// `.mailmap` is taken for the truth. The heuristics of `scan` use none of this: they join by mailbox,
/// account id and signing key only.
///
/// Several repositories are taken for different organisations': between them only a mailbox, an account
/// id, a signing key or a very rare name joins, after the commits that both hold were set aside.
///
/// The list names people who may not want to be linked. It stays on this machine unless you pass it on.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", exit::table()))]
pub(crate) struct Args {
    /// Folders (worktree or bare) [default: the repository around this folder].
    #[arg(value_name = "PATH")]
    repositories: Vec<PathBuf>,

    /// How sure a join must be.
    #[arg(long, value_name = "TIER", default_value = "evidence")]
    tier: TierName,
    /// Do not use the .mailmap.
    #[arg(long)]
    no_mailmap: bool,
    /// Take two for different people, whatever joins them: e-mail address, name or person id. May be
    /// given several times.
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    apart: Vec<String>,
    /// Explain why two are one person, or are not: e-mail address, name or person id.
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with_all = ["format", "all"])]
    why: Vec<String>,
    /// In text, list people with one identity too. The other formats always have everybody.
    #[arg(long)]
    all: bool,
    /// Output format.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write to this file, as a whole or not at all, instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TierName {
    /// `.mailmap`, mailbox, account id and signing key.
    Anchors,
    /// Evidence that is hardly ever wrong.
    Evidence,
    /// Evidence worth a look.
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
    /// For a terminal.
    Text,
    /// One JSON object; `countersign schema people` documents it.
    Json,
    /// One row an identity.
    Csv,
    /// A graph of people, identities and accounts, the evidence of every join on its edge.
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
    let linkage = link(aliases, args)?;
    let look = Look {
        colour: args.output.is_none() && output::colour(),
        width: output::width(),
        ..Look::default()
    };
    let shown = match &args.why[..] {
        [a, b] => why_text(&linkage, a, b, &look).map_err(unknown)?,
        _ => {
            let list = PeopleList::new(&linkage, listed, args.tier.into());
            match args.format {
                Format::Text => text(&list, args.all, &look),
                Format::Json => json(&list),
                Format::Csv => csv(&list),
                Format::Graphml => graphml(&list),
            }
        }
    };
    match &args.output {
        Some(path) => output::write_file(path, shown.as_bytes())?,
        None => output::print(shown.as_bytes())?,
    }
    Ok(Exit::Done)
}

/// Links as the arguments ask. Whom `--apart` means is looked up among people as they are without it.
fn link(aliases: Vec<Alias>, args: &Args) -> Result<Linkage, Failure> {
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
        let one = meant(&linkage, &pair[0]).map_err(unknown)?;
        let other = meant(&linkage, &pair[1]).map_err(unknown)?;
        for a in &one {
            apart.extend(other.iter().filter(|b| *b != a).map(|b| (*a, *b)));
        }
    }
    let aliases = linkage.aliases().to_vec();
    Ok(Linkage::among(aliases, Options { apart, ..options }))
}

fn unknown(error: WhyError) -> Failure {
    Failure::new(Exit::Usage, error).hint("--all lists everybody")
}

/// One repository as it was read.
struct Read {
    name: String,
    history: History,
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
        }
    }
}

fn read(args: &Args, console: Console) -> Result<Vec<Read>, Failure> {
    let around = [scan::around_here()];
    let folders = match &args.repositories[..] {
        [] => &around[..],
        folders => folders,
    };
    folders
        .iter()
        .map(|folder| one(folder, args.no_mailmap, console))
        .collect()
}

fn one(folder: &Path, no_mailmap: bool, console: Console) -> Result<Read, Failure> {
    let (name, history) = scan::history_of(folder, console)?;
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
        mailmap,
        used,
    })
}
