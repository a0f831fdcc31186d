//! `leaked-home`: files that a person adds name the home folder or the machine's user of a different contributor.

#[cfg(test)]
pub(super) mod cases;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::contributors::Contributors;
use crate::days::separate_days;
use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{commits, days};
use countersign_facts::{Commit, MachineFact, Mark, ObjectId, What};
use countersign_people::{Dossier, FullName, Machine, PersonIndex, Population};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "leaked-home",
    title: "added files name the home folder or the machine's user of a different contributor",
    revision: 1,
    family: Family::Identity,
    strength: Strength::Moderate,
    innocent: "a borrowed or shared machine, two people who work together on one, or files that a colleague sent",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// At least this many commits must name the other contributor, on at least this many separate days: a borrowed
/// machine is given back.
const LEAST_COMMITS: usize = 3;
const LEAST_DAYS: usize = 2;
/// The header of a file that was made for the commit is at most this many days older or younger than the commit.
const NEAR: u64 = 3;
const DAY: i64 = 86_400;

/// The earliest commit that adds a line, by its text: when it was made, which it is, and who made it.
type Firsts<'a> = FxHashMap<&'a str, (i64, ObjectId, PersonIndex)>;

/// A line about a machine, in a commit under a full name.
struct Trace<'a> {
    commit: Commit<'a>,
    mark: &'a Mark,
    /// The contributors that it names; several if they have the same name.
    names: BTreeSet<PersonIndex>,
}

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    if population.contents().is_empty() {
        return Vec::new();
    }
    let contributors = Contributors::new(population);
    let firsts = firsts(population);
    let answer = |dossier: Dossier<'_>| {
        let outcome = person(&contributors, &firsts, &dossier);
        (dossier.index(), outcome)
    };
    population.dossiers().map(answer).collect()
}

/// Who added each line about a machine first. Everybody who copies the line later only repeats it.
fn firsts(population: &Population) -> Firsts<'_> {
    let mut firsts = Firsts::default();
    for dossier in population.dossiers() {
        for (commit, mark) in marks(&dossier) {
            let this = (commit.committed().seconds, commit.id(), dossier.index());
            let first = firsts.entry(&mark.excerpt).or_insert(this);
            *first = this.min(*first);
        }
    }
    firsts
}

/// The lines about machines that a person's commits add.
fn marks<'a>(dossier: &Dossier<'a>) -> impl Iterator<Item = (Commit<'a>, &'a Mark)> + use<'a> {
    let contents = dossier.population().contents();
    let commits = dossier.authored();
    let seen = commits.filter_map(move |commit| Some((commit, contents.of(commit.index())?)));
    let marks =
        seen.flat_map(|(commit, content)| content.marks.iter().map(move |mark| (commit, mark)));
    marks.filter(|(_, mark)| {
        matches!(
            &mark.what,
            What::States(MachineFact::Home(_) | MachineFact::User { .. })
        )
    })
}

fn person(contributors: &Contributors<'_>, firsts: &Firsts<'_>, dossier: &Dossier<'_>) -> Outcome {
    let traces = traces(contributors, firsts, dossier);
    let own: BTreeSet<_> = traces.iter().map(|trace| trace.commit.id()).collect();
    match own.len() {
        0 => return Outcome::NotApplicable,
        have if have < LEAST_COMMITS => {
            return Outcome::NotEnough {
                have,
                want: LEAST_COMMITS,
                of: "commits that add the path of a home folder or the header of a new file",
            };
        }
        _ => {}
    }
    let mut by_other: BTreeMap<PersonIndex, Vec<Trace<'_>>> = BTreeMap::new();
    for trace in traces {
        let line = trace.commit.author_index();
        let is_stranger = |other: &PersonIndex| contributors.are_strangers(dossier, line, *other);
        if trace.names.iter().all(is_stranger)
            && let Some(other) = trace.names.first()
        {
            by_other.entry(*other).or_default().push(trace);
        }
    }
    let found = by_other.into_iter();
    let found = found
        .filter_map(|(other, traces)| finding(contributors.population, other, traces))
        .collect();
    Outcome::of(found)
}

/// The lines about machines that the person was the first to add, in commits of their own machine under a full name.
fn traces<'a>(
    contributors: &Contributors<'_>,
    firsts: &Firsts<'_>,
    dossier: &Dossier<'a>,
) -> Vec<Trace<'a>> {
    let own: BTreeSet<ObjectId> = dossier.self_committed().map(|commit| commit.id()).collect();
    let is_named = |commit: &Commit<'_>| {
        let author = dossier.history().identities().get(commit.author_index());
        FullName::parse(&author.name()).is_some()
    };
    marks(dossier)
        .filter(|(commit, _)| own.contains(&commit.id()) && is_named(commit))
        .filter(|(_, mark)| {
            let first = firsts.get(&*mark.excerpt);
            first.is_some_and(|(_, _, person)| *person == dossier.index())
        })
        .filter_map(|(commit, mark)| {
            let names = named(contributors, &commit, mark)?;
            Some(Trace {
                commit,
                mark,
                names,
            })
        })
        .collect()
}

/// The contributors that a line about a machine names; `None` if it is a header of another time.
fn named(
    contributors: &Contributors<'_>,
    commit: &Commit<'_>,
    mark: &Mark,
) -> Option<BTreeSet<PersonIndex>> {
    match &mark.what {
        What::States(MachineFact::Home(login)) => {
            Some(contributors.spelled_by(&Machine::with_login(login)))
        }
        What::States(MachineFact::User { name, days }) => {
            let today = commit.authored().seconds.div_euclid(DAY);
            let mut days = days.iter().flatten();
            days.any(|day| day.abs_diff(today) <= NEAR).then_some(())?;
            let name = FullName::parse(name);
            Some(name.map_or_else(BTreeSet::new, |name| contributors.called(&name)))
        }
        _ => None,
    }
}

fn finding(
    population: &Population,
    other: PersonIndex,
    mut traces: Vec<Trace<'_>>,
) -> Option<Finding> {
    let seconds = |trace: &Trace<'_>| trace.commit.committed().seconds;
    traces.sort_by_key(|trace| (seconds(trace), trace.commit.id(), trace.mark.line));
    traces.dedup_by_key(|trace| trace.commit.id());
    let on_days = separate_days(traces.iter().map(seconds));
    if traces.len() < LEAST_COMMITS || on_days < LEAST_DAYS {
        return None;
    }
    let summary = format!(
        "{} on {} add files that name the home folder or the machine's user of a contributor who is unrelated to \
         the name in the commit",
        commits(traces.len()),
        days(on_days),
    );
    let evidence = traces.iter().map(|trace| {
        let path = String::from_utf8_lossy(&trace.mark.path);
        let line = format!("{path}:{}: {}", trace.mark.line, trace.mark.excerpt);
        Evidence::of(
            &trace.commit,
            Fact::text(trace.commit.id(), Field::AddedLine, line),
            Some(Fact::author(&trace.commit)),
        )
    });
    let other = &population.people().all()[other.0 as usize].id;
    Some(Finding::new(Strength::Moderate, summary, evidence.collect()).about(other.clone()))
}
