//! `backward-time`: commits dated before the commits they stand on, by one person's clock.

#[cfg(test)]
pub(super) mod cases;

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use crate::heuristic::{
    Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength, span,
};
use countersign_facts::{Clock, Commit};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "backward-time",
    title: "commits are dated before the person's own commits that they stand on",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Moderate,
    innocent: "two machines of which one clock is wrong, or commits reordered by a rebase that keeps \
               committer dates",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Person(check),
};

/// A child this much older than its parent goes backward, in seconds: more than clocks drift apart.
const BACKWARD: i64 = 3_600;
/// So many steps backward it takes, from as many different parents ...
const LEAST_STEPS: usize = 3;
/// ... and one in so many links: over everybody's history about one in 550 steps backward, so that a
/// long history comes to a few without anything unusual.
const LEAST_SHARE: usize = 500;
/// Below so many own commits on top of own commits nothing is said.
const LEAST_LINKS: usize = 10;

/// An own commit dated before an own parent.
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
        // A commit is made after all its parents, so the latest one is what it can contradict. Other
        // people's parents were dated by other clocks.
        let parents = child
            .parents()
            .filter(|parent| is_on_own_clock(dossier, parent));
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
            of: "own commits on top of own commits",
        };
    }
    // One commit far in the future under many branches is one accident.
    let parents: FxHashSet<_> = steps.iter().map(|step| step.parent.index()).collect();
    if parents.len() < LEAST_STEPS || steps.len() * LEAST_SHARE < links {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(links, steps)])
}

/// Whether the person's own machine dated the commit.
fn is_on_own_clock(dossier: &Dossier<'_>, commit: &Commit<'_>) -> bool {
    commit.clock_source().committer_clock() == Clock::Own
        && commit.has_readable_times()
        && dossier.population().people().of(commit.committer_index()) == Some(dossier.index())
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
        "{} of {links} own commits on top of own commits are dated before their parent, up to {} before",
        steps.len(),
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
