//! `copied-history`: commit after commit holds what other people's commits held, under one new author.

#[cfg(test)]
pub(super) mod cases;
mod runs;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::heuristic::{Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength};
use countersign_facts::{ClockSource, Commit, CommitIndex, History};
use countersign_people::{Dossier, Population};
use countersign_people::{Holder, PersonIndex};
use runs::{Twins, before};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "copied-history",
    title: "a run of commits holds what other people's commits held, under one new author",
    revision: 1,
    family: Family::Account,
    strength: Strength::Strong,
    innocent: "a history rewritten by mistake with one's own name on every commit, or imported by \
               somebody from a system that knew no authors",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Population(check),
};

/// So many commits with another author it takes.
const LEAST_STEPS: usize = 20;
/// Whoever made more of the steps than this, in percent, made nearly all: two histories of one author each
/// do not tell which was first.
const MOST_OF_ONE_PERCENT: usize = 90;

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    let mut findings: BTreeMap<PersonIndex, Vec<Finding>> = BTreeMap::new();
    let mut kin = Kin::new(population);
    for run in runs::runs(population.history()) {
        for (copier, steps) in replaced(&mut kin, &run) {
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

/// Commits of own making that change something: each could be a step of a copy.
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
            of: "self-committed commits that change files",
        },
    }
}

/// A commit, and one of an unrelated author that makes the same step.
#[derive(Clone, Copy)]
struct Step {
    copy: CommitIndex,
    original: CommitIndex,
    author: PersonIndex,
}

/// Who has made steps of the run that unrelated people made as well, with those steps.
fn replaced(kin: &mut Kin<'_>, run: &[Twins]) -> BTreeMap<PersonIndex, Vec<Step>> {
    let mut replaced: BTreeMap<PersonIndex, Vec<Step>> = BTreeMap::new();
    for [a, b] in run {
        let Some([one, other]) = kin.authors([*a, *b]) else {
            continue;
        };
        if !kin.are_strangers(one, other) {
            continue;
        }
        for (copier, copy, author, original) in [(one, *a, other, *b), (other, *b, one, *a)] {
            if is_own_work(kin.history(), copy) {
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

/// An import names its maker as committer only. A merge may hold what the branch it took in held: a fork
/// that follows another history looks like that.
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
        "{total} commits hold, one after the other, what commits of {} unrelated people held, with one author \
         instead of theirs",
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

/// Who is known to be somebody else than whom.
struct Kin<'a> {
    population: &'a Population,
    strangers: FxHashMap<[PersonIndex; 2], bool>,
}

impl<'a> Kin<'a> {
    fn new(population: &'a Population) -> Self {
        Self {
            population,
            strangers: FxHashMap::default(),
        }
    }

    fn history(&self) -> &'a History {
        self.population.history()
    }

    /// The commits' authors, where they are two people.
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

    /// Whether nothing links the two and full names or accounts keep them apart.
    fn are_strangers(&mut self, a: PersonIndex, b: PersonIndex) -> bool {
        let pair = [a.min(b), a.max(b)];
        let population = self.population;
        *self.strangers.entry(pair).or_insert_with(|| {
            let [a, b] = pair.map(|person| {
                let identities = &population.people().all()[person.0 as usize].identities;
                let all = population.history().identities();
                identities.iter().map(|index| all.get(*index))
            });
            Holder::new(a).is_stranger_to(b)
        })
    }
}
