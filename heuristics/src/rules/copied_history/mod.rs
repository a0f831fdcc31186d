//! `copied-history`: a run of commits contains the same files as other people's commits, under one new author.

#[cfg(test)]
pub(super) mod cases;
mod runs;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use countersign_facts::{ClockSource, Commit, CommitIndex, History};
use countersign_people::{Dossier, Holder, PersonIndex, Population};
use runs::{Twins, before};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "copied-history",
    title: "a run of commits contains the same files as other people's commits, under one new author",
    revision: 1,
    family: Family::History,
    strength: Strength::Strong,
    innocent: "someone rewrote a history by mistake and put their own name on every commit, or imported it \
               from a system that recorded no authors",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// At least this many commits have another author.
const LEAST_STEPS: usize = 20;
/// If one author made more than this share of the original commits, in percent, nothing is reported: two
/// histories with one author each do not show which came first.
const MOST_OF_ONE_PERCENT: usize = 90;

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    let mut findings: BTreeMap<PersonIndex, Vec<Finding>> = BTreeMap::new();
    let mut strangers = Strangers::new(population);
    for run in runs::runs(population.history()) {
        for (copier, steps) in replaced(&mut strangers, &run) {
            if let Some(finding) = finding(population, steps) {
                findings.entry(copier).or_default().push(finding);
            }
        }
    }
    let answer = |dossier: Dossier<'_>| {
        let outcome = match findings.remove(&dossier.index()) {
            Some(findings) => Outcome::Fired(findings),
            None => enough(&dossier),
        };
        (dossier.index(), outcome)
    };
    population.dossiers().map(answer).collect()
}

/// The answer for a person without a finding. Every commit of their own that changes files could be a step of a
/// copy.
fn enough(dossier: &Dossier<'_>) -> Outcome {
    let steps = dossier
        .self_committed()
        .filter(|commit| !commit.is_merge() && before(dossier.history(), commit).is_some());
    match steps.take(LEAST_STEPS).count() {
        0 => Outcome::NotApplicable,
        LEAST_STEPS => Outcome::Quiet,
        have => Outcome::NotEnough {
            have,
            want: LEAST_STEPS,
            of: "commits made on their own machine that change files",
        },
    }
}

/// A commit, and a commit of an unrelated author with the same files before and after.
#[derive(Clone, Copy)]
struct Step {
    copy: CommitIndex,
    original: CommitIndex,
    author: PersonIndex,
}

/// The people who made steps of the run that unrelated people made as well, with these steps.
fn replaced(strangers: &mut Strangers<'_>, run: &[Twins]) -> BTreeMap<PersonIndex, Vec<Step>> {
    let mut replaced: BTreeMap<PersonIndex, Vec<Step>> = BTreeMap::new();
    for [a, b] in run {
        let Some([one, other]) = strangers.authors([*a, *b]) else {
            continue;
        };
        if !strangers.are_strangers(one, other) {
            continue;
        }
        for (copier, copy, author, original) in [(one, *a, other, *b), (other, *b, one, *a)] {
            if is_own_work(strangers.history(), copy) {
                replaced.entry(copier).or_default().push(Step {
                    copy,
                    original,
                    author,
                });
            }
        }
    }
    replaced
}

/// Whether the commit is self-committed and not a merge. An import names the person who made it as committer only.
/// A merge contains the files of the branch it merged, as in a fork that follows another history.
fn is_own_work(history: &History, commit: CommitIndex) -> bool {
    let made = |commit: Commit<'_>| {
        commit.clock_source() == ClockSource::SelfCommitted && !commit.is_merge()
    };
    history.get(commit).is_some_and(made)
}

fn finding(population: &Population, steps: Vec<Step>) -> Option<Finding> {
    let total = distinct(population, &steps);
    let mut by_author: BTreeMap<PersonIndex, Vec<Step>> = BTreeMap::new();
    for step in &steps {
        by_author.entry(step.author).or_default().push(*step);
    }
    let most = by_author
        .values()
        .map(|theirs| distinct(population, theirs));
    if total < LEAST_STEPS || most.max()? * 100 > total * MOST_OF_ONE_PERCENT {
        return None;
    }
    let history = population.history();
    let mut twins: Vec<_> = steps
        .iter()
        .filter_map(|step| Some((history.get(step.copy)?, history.get(step.original)?)))
        .collect();
    twins.sort_by_key(|(copy, original)| (original.committed().seconds, original.id(), copy.id()));
    let first = twins.first()?.1.id().to_string();
    let summary = format!(
        "{total} commits in a row contain the same files as commits of {} unrelated people, under one author instead \
         of theirs",
        by_author.len()
    );
    let evidence = twins
        .iter()
        .map(|(copy, original)| {
            Evidence::of(copy, Fact::author(copy), Some(Fact::author(original)))
        })
        .collect();
    Some(Finding::new(Strength::Strong, summary, evidence).about(first))
}

/// How many different trees the copies have.
fn distinct(population: &Population, steps: &[Step]) -> usize {
    let history = population.history();
    let mut trees: Vec<_> = steps
        .iter()
        .filter_map(|step| history.get(step.copy)?.tree())
        .collect();
    trees.sort_unstable();
    trees.dedup();
    trees.len()
}

/// Whether two people are known to be different people, remembered for each pair.
struct Strangers<'a> {
    population: &'a Population,
    known: FxHashMap<[PersonIndex; 2], bool>,
}

impl<'a> Strangers<'a> {
    fn new(population: &'a Population) -> Self {
        Self {
            population,
            known: FxHashMap::default(),
        }
    }

    fn history(&self) -> &'a History {
        self.population.history()
    }

    /// The authors of the two commits, if they are two people.
    fn authors(&self, commits: Twins) -> Option<[PersonIndex; 2]> {
        let people = self.population.people();
        let author = |commit| {
            let commit = self.history().get(commit)?;
            let person = people.of(commit.author_index())?;
            (!people.all()[person.0 as usize].automation).then_some(person)
        };
        let [a, b] = commits.map(author);
        Some([a?, b?]).filter(|[a, b]| a != b)
    }

    /// Whether nothing links the two people, and full names or accounts show that they are different people.
    fn are_strangers(&mut self, a: PersonIndex, b: PersonIndex) -> bool {
        let pair = [a.min(b), a.max(b)];
        let population = self.population;
        *self.known.entry(pair).or_insert_with(|| {
            let [a, b] = pair.map(|person| {
                let identities = &population.people().all()[person.0 as usize].identities;
                let all = population.history().identities();
                identities.iter().map(|index| all.get(*index))
            });
            Holder::new(a).is_stranger_to(b)
        })
    }
}
