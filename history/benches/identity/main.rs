//! Measures how well identities are joined, on clones that have a `.mailmap`:
//! `cargo bench -p countersign-history --bench identity -- [--python PYTHON] [--longest N] [--counts FILE] CLONE...`
//!
//! What maintainers state is the truth: two identities that their list gives one address are one
//! person's, two to whom it gives different addresses and names are two people's. Identities that no
//! list has, and pairs to whom it gives one name and two addresses, are not used. Every list is judged
//! with weights counted on the other lists.
//!
//! `--python` names an interpreter with the packages of requirements.txt: other tools then join the same
//! identities in the same run; one that compares everybody with everybody is given lists of at most
//! `--longest` identities (400), and a table of these lists comes first. `--counts` writes what was counted over all lists, for weights.toml.
//! All clones, listed or not, are then pooled to measure time and memory. Nothing that is printed or
//! written names anybody.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark's output is what it prints"
)]

mod lists;
mod others;
mod pooled;
mod tally;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use std::{env, fs};

use countersign_people::linkage::{Counts, Linkage, Options, Tier, Weights};

use crate::lists::List;
use crate::tally::Tally;

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Lists with more identities are too long for tools that compare everybody with everybody.
const LONGEST: usize = 400;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let done = if arguments
        .first()
        .is_some_and(|first| first == pooled::CHILD)
    {
        pooled::child()
    } else {
        Request::of(&arguments).and_then(|request| run(&request))
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Default)]
struct Request {
    python: Option<PathBuf>,
    counts: Option<PathBuf>,
    longest: Option<usize>,
    clones: Vec<PathBuf>,
}

impl Request {
    fn of(arguments: &[String]) -> Fallible<Self> {
        let mut request = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().map(PathBuf::from).ok_or("a value is missing");
            match argument.as_str() {
                "--python" => request.python = Some(value()?),
                "--longest" => request.longest = Some(value()?.display().to_string().parse()?),
                "--counts" => request.counts = Some(value()?),
                clone => request.clones.push(clone.into()),
            }
        }
        Ok(request)
    }
}

fn run(request: &Request) -> Fallible<()> {
    let (lists, everybody) = lists::load(&request.clones)?;
    if !lists.is_empty() {
        let mut all = Counts::default();
        lists.iter().for_each(|list| all.merge(&list.counts));
        if let Some(path) = &request.counts {
            fs::write(path, lists::weights_file(&lists, &all))?;
        }
        let longest = request.longest.unwrap_or(LONGEST);
        let others = match &request.python {
            Some(python) => others::join(python, &lists, longest)?,
            None => Vec::new(),
        };
        let short = |list: &List| list.aliases.len() <= longest;
        println!("lists of at most {longest} identities:");
        table(&lists, &others, short);
        println!("\nall lists:");
        table(&lists, &others, |_| true);
    }
    pooled::measure(&everybody)
}

/// One line for every way of joining that joined all lists that are wanted.
fn table(lists: &[List], others: &[others::Way], is_wanted: impl Fn(&List) -> bool) {
    let wanted = || lists.iter().filter(|list| is_wanted(list));
    let sum = |add: &dyn Fn(&List) -> usize| wanted().map(add).sum::<usize>();
    println!(
        "{} lists, {} identities, {} people, {} pairs of one person",
        wanted().count(),
        sum(&|list| list.aliases.len()),
        sum(&List::people),
        sum(&List::pairs),
    );
    println!("{}", Tally::HEADER);
    for way in [Way::Mailbox, Way::MailboxOrName] {
        let mut tally = Tally::default();
        wanted().for_each(|list| tally.add(list, &way.clusters(list), Duration::ZERO));
        println!("{}", tally.line(way.as_str()));
    }
    for other in others {
        let mut tally = Tally::default();
        let complete = wanted().all(|list| match other.clusters.get(&list.name) {
            Some((clusters, time)) => {
                tally.add(list, clusters, *time);
                true
            }
            None => false,
        });
        if complete {
            println!("{}", tally.line(&other.name));
        }
    }
    for tier in Tier::ALL {
        let mut tally = Tally::default();
        for list in wanted() {
            let weights = weights_without(lists, list);
            let (clusters, time) = linked(list.aliases.clone(), tier, weights);
            tally.add(list, &clusters, time);
        }
        println!("{}", tally.line(&format!("countersign, {}", tier.as_str())));
    }
    for tier in [Tier::Evidence, Tier::Hint] {
        let mut tally = Tally::default();
        for list in wanted() {
            let (clusters, time) = linked(list.project.clone(), tier, weights_without(lists, list));
            let listed: Vec<u32> = list.listed.iter().map(|place| clusters[*place]).collect();
            tally.add(list, &listed, time);
        }
        println!(
            "{}",
            tally.line(&format!("  {}, whole project", tier.as_str()))
        );
    }
}

fn weights_without(lists: &[List], left_out: &List) -> Weights {
    let mut counts = Counts::default();
    let others = lists.iter().filter(|list| list.name != left_out.name);
    others.for_each(|list| counts.merge(&list.counts));
    Weights::of(&counts)
}

fn linked(
    aliases: Vec<countersign_people::linkage::Alias>,
    tier: Tier,
    weights: Weights,
) -> (Vec<u32>, Duration) {
    let options = Options {
        tier,
        weights,
        ..Options::default()
    };
    let start = std::time::Instant::now();
    let linkage = Linkage::among(aliases, options);
    let time = start.elapsed();
    (linkage.person_of().to_vec(), time)
}

/// Rules anybody can write down, to compare with.
#[derive(Clone, Copy)]
enum Way {
    Mailbox,
    MailboxOrName,
}

impl Way {
    fn as_str(self) -> &'static str {
        match self {
            Self::Mailbox => "exact address",
            Self::MailboxOrName => "exact address or name",
        }
    }

    fn clusters(self, list: &List) -> Vec<u32> {
        let mut clusters = tally::Union::new(list.aliases.len());
        for by_name in [false, true] {
            if by_name && matches!(self, Self::Mailbox) {
                break;
            }
            let mut known = std::collections::HashMap::new();
            for (place, alias) in (0u32..).zip(&list.aliases) {
                let text = if by_name { &alias.name } else { &alias.email };
                clusters.join(*known.entry(text.to_lowercase()).or_insert(place), place);
            }
        }
        clusters.roots()
    }
}
