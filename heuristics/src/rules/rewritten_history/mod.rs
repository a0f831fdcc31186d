//! `rewritten-history`: a person's commits hold what only makes sense in somebody else's repository.

#[cfg(test)]
pub(super) mod cases;
mod kinds;

use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::counted;
use countersign_facts::RepositoryIndex;
use countersign_people::{Dossier, PersonIndex, Population};
use kinds::{Kinds, Originals};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "rewritten-history",
    title: "commits hold merges, sign-offs or times that only make sense in somebody else's repository",
    revision: 1,
    family: Family::History,
    strength: Strength::Strong,
    innocent: "a maintainer ported or imported other people's work under their own name, or merged pull requests \
               with a local tool",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// Fewer commits on one's own machine than this are too few for an answer.
const LEAST_COMMITS: usize = 20;
/// One person committed everything in a repository with at least this many commits if they committed at least this
/// share of them, in percent. The rest may be later work on the platform.
const LEAST_IN_REPOSITORY: usize = 30;
const EVERYTHING_PERCENT: usize = 95;

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    let committers = committers(population);
    let originals = Originals::of(population);
    let answer = |dossier: Dossier<'_>| {
        let outcome = examine(&dossier, &originals, &committers);
        (dossier.index(), outcome)
    };
    population.dossiers().map(answer).collect()
}

fn examine(
    dossier: &Dossier<'_>,
    originals: &Originals<'_>,
    committers: &[Option<PersonIndex>],
) -> Outcome {
    let have = dossier.self_committed().take(LEAST_COMMITS).count();
    match have {
        0 => return Outcome::NotApplicable,
        LEAST_COMMITS => {}
        _ => {
            return Outcome::NotEnough {
                have,
                want: LEAST_COMMITS,
                of: "commits made on their own machine",
            };
        }
    }
    let kinds = Kinds::of(dossier, originals);
    let committed_everything = |repository: RepositoryIndex| {
        committers[usize::from(repository.0)] == Some(dossier.index())
    };
    let Some(strength) = strength(&kinds, committed_everything) else {
        return Outcome::Quiet;
    };
    Outcome::Fired(vec![finding(&kinds, strength)])
}

/// How much the kinds say together; `None` if they say nothing.
fn strength(
    kinds: &Kinds<'_>,
    committed_everything: impl Fn(RepositoryIndex) -> bool,
) -> Option<Strength> {
    let is_everything = |repositories: &mut dyn Iterator<Item = RepositoryIndex>| {
        let mut repositories = repositories.peekable();
        repositories.peek().is_some() && repositories.all(&committed_everything)
    };
    if kinds.count() >= 2 {
        Some(Strength::Strong)
    } else if is_everything(
        &mut kinds
            .signed_off
            .iter()
            .map(|(commit, _)| commit.repository()),
    ) {
        Some(Strength::Moderate)
    } else if is_everything(&mut kinds.merges.iter().map(|commit| commit.repository())) {
        // Someone who hides an address in the whole history of a project of their own causes this too.
        Some(Strength::Context)
    } else {
        None
    }
}

/// For each repository, the person who committed everything in it, if there is one.
fn committers(population: &Population) -> Vec<Option<PersonIndex>> {
    let history = population.history();
    let people = population.people();
    let mut counts =
        vec![rustc_hash::FxHashMap::<_, usize>::default(); history.repositories().len()];
    for commit in history.commits() {
        let committer = people.of(commit.maker_index());
        *counts[usize::from(commit.repository().0)]
            .entry(committer)
            .or_default() += 1;
    }
    let everything = |counts: rustc_hash::FxHashMap<Option<PersonIndex>, usize>| {
        let all: usize = counts.values().sum();
        let (person, most) = counts
            .into_iter()
            .max_by_key(|(person, count)| (*count, *person))?;
        (all >= LEAST_IN_REPOSITORY && most * 100 >= all * EVERYTHING_PERCENT)
            .then_some(person)
            .flatten()
    };
    counts.into_iter().map(everything).collect()
}

fn finding(kinds: &Kinds<'_>, strength: Strength) -> Finding {
    let mut parts = Vec::new();
    let mut evidence = Vec::new();
    if !kinds.merges.is_empty() {
        let number = counted(kinds.merges.len(), "merge", "merges");
        parts.push(format!(
            "{number} of pull requests were not made by the platform"
        ));
        evidence.extend(
            kinds
                .merges
                .iter()
                .map(|commit| Evidence::of(commit, Fact::committer(commit), None)),
        );
    }
    if !kinds.signed_off.is_empty() {
        let number = counted(kinds.signed_off.len(), "commit is", "commits are");
        parts.push(format!("{number} signed off only by others"));
        evidence.extend(kinds.signed_off.iter().map(|(commit, who)| {
            let line = format!("Signed-off-by: {}", who.text());
            let line = Fact::text(commit.id(), Field::AddedLine, line);
            Evidence::of(commit, Fact::author(commit), Some(line))
        }));
    }
    if !kinds.copies.is_empty() {
        let number = counted(kinds.copies.len(), "unsigned commit", "unsigned commits");
        parts.push(format!(
            "{number} of the platform exist with its signature under another author"
        ));
        evidence.extend(kinds.copies.iter().map(|(copy, original)| {
            Evidence::of(copy, Fact::author(copy), Some(Fact::author(original)))
        }));
    }
    Finding::new(strength, parts.join("; "), evidence)
}
