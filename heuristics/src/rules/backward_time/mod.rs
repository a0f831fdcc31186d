//! `backward-time`: commits are dated earlier than the commits they build on, both on one person's clock.

#[cfg(test)]
pub(super) mod cases;

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{share, span};
use countersign_facts::{Clock, Commit, Traces};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "backward-time",
    title: "commits carry earlier dates than the person's own commits that they build on",
    revision: 2,
    family: Family::Clock,
    strength: Strength::Moderate,
    innocent: "two machines, one of them with a wrong clock, or commits reordered by a rebase that keeps \
               committer dates",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// A commit goes backward if it is dated more than this before its parent, in seconds. Ordinary clocks drift
/// less.
const BACKWARD: i64 = 3_600;
/// At least this many steps go backward, from as many different parents ...
const LEAST_STEPS: usize = 3;
/// ... and at least one in this many links. The share is close to that of all people together: a long history
/// contains a few steps backward without anything unusual.
const LEAST_SHARE: usize = 500;
/// Fewer commits on top of the person's own commits than this are too few for an answer.
const LEAST_LINKS: usize = 10;

/// A commit that is dated before its parent, both on the person's own clock.
struct Step<'a> {
    child: Commit<'a>,
    parent: Commit<'a>,
    seconds: i64,
}

fn check(dossier: &Dossier<'_>) -> Outcome {
    let mut links = 0;
    let mut steps = Vec::new();
    let committed = dossier.self_committed().chain(dossier.applied());
    for child in committed.filter(|commit| is_on_own_clock(dossier, commit)) {
        // A commit is made after all its parents, so it can contradict the latest one. Parents by other people
        // were dated by other clocks.
        let parents = child
            .parents()
            .filter(|parent| is_on_own_clock(dossier, parent));
        // A client that moves stacks of commits keeps the dates of those that it moves.
        let key = child.signature().and_then(|signature| signature.key);
        let rewrites = |key| dossier.population().people().rewrites(key);
        if child.traces().contains(Traces::STACK_CLIENT) || key.is_some_and(rewrites) {
            continue;
        }
        let Some(parent) = parents.max_by_key(|parent| (parent.committed().seconds, parent.id()))
        else {
            continue;
        };
        links += 1;
        let (before, after) = (parent.committed().seconds, child.committed().seconds);
        let seconds = before.saturating_sub(after);
        if seconds > BACKWARD {
            steps.push(Step {
                child,
                parent,
                seconds,
            });
        }
    }
    if links < LEAST_LINKS {
        return Outcome::NotEnough {
            have: links,
            want: LEAST_LINKS,
            of: "commits that build on another commit of the same person",
        };
    }
    // One commit dated in the future, with many branches on top, is a single accident.
    let parents: FxHashSet<_> = steps.iter().map(|step| step.parent.index()).collect();
    if parents.len() < LEAST_STEPS || steps.len() * LEAST_SHARE < links {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(links, steps)])
}

/// Whether the person's own machine dated the commit.
fn is_on_own_clock(dossier: &Dossier<'_>, commit: &Commit<'_>) -> bool {
    let population = dossier.population();
    commit.clock_source().committer_clock() == Clock::Own
        && commit.has_readable_times()
        && population.people().of(commit.maker_index()) == Some(dossier.index())
        && population.has_committer_date(commit)
        && !population.is_dated_by_server(commit)
}

fn finding(links: usize, mut steps: Vec<Step<'_>>) -> Finding {
    steps.sort_by_key(|step| {
        (
            Reverse(step.seconds),
            step.child.committed().seconds,
            step.child.id(),
        )
    });
    let summary = format!(
        "{} carry an earlier date than the commit they build on (by up to {}); both are by the same person",
        share(steps.len(), links, "commits"),
        span(steps[0].seconds.unsigned_abs() / 60),
    );
    let evidence = steps
        .iter()
        .map(|step| {
            let parent = Fact::committer_date(&step.parent);
            Evidence::of(&step.child, Fact::committer_date(&step.child), Some(parent))
        })
        .collect();
    Finding::new(Strength::Moderate, summary, evidence)
}
