//! `trusted-bracket`: commits are dated before what they build on, or after what builds on them, by a platform's clock.

#[cfg(test)]
pub(super) mod cases;
mod outside;

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use crate::days::separate_days;
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{share, span};
use countersign_facts::CommitIndex;
use countersign_people::{PersonIndex, Population};
use outside::{Outside, Side, Testable};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "trusted-bracket",
    title: "commits are dated before signed platform commits that they build on, or after ones that build on them",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Moderate,
    innocent: "a rebase or import that keeps old dates on a new base, or a clock that is wrong",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// Fewer commits with a bound than this are too few for an answer.
const LEAST_COMMITS: usize = 10;
/// At least this many commits lie outside their bounds, on one side ...
const LEAST_OUTSIDE: usize = 5;
/// ... and at least one in this many of those with a bound. Both from Countersign's research notes: a tenth of all is
/// beyond what single rebases leave behind.
const LEAST_SHARE: usize = 10;
/// The platform commits that they contradict are of at least this many days. One rebase or import that keeps old
/// dates, and one day with a wrong clock, contradict those of one day.
const LEAST_DAYS: usize = 3;
/// A clock may be wrong by a fixed amount up to this, in seconds: a day.
const MOST_CLOCK_ERROR: i64 = 86_400;

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    let people: Vec<_> = population
        .dossiers()
        .map(|dossier| (dossier.index(), outside::of(&dossier)))
        .collect();
    let imported = imported(&people);
    people
        .into_iter()
        .map(|(person, testable)| (person, outcome(testable, &imported)))
        .collect()
}

/// The platform commits that commits of several people contradict. One person's clock does not do that: somebody moved
/// a stretch of history, with its old dates, onto a new base.
fn imported(people: &[(PersonIndex, Testable<'_>)]) -> FxHashSet<CommitIndex> {
    let (mut known, mut several) = (FxHashSet::default(), FxHashSet::default());
    for (_, testable) in people {
        let own: FxHashSet<_> = testable
            .outside
            .iter()
            .map(|one| one.witness.index())
            .collect();
        several.extend(own.iter().filter(|witness| known.contains(*witness)));
        known.extend(own);
    }
    several
}

fn outcome(testable: Testable<'_>, imported: &FxHashSet<CommitIndex>) -> Outcome {
    if testable.commits == 0 {
        return Outcome::NotApplicable;
    }
    if testable.commits < LEAST_COMMITS {
        return Outcome::NotEnough {
            have: testable.commits,
            want: LEAST_COMMITS,
            of: "commits on top of a signed platform commit, or below one",
        };
    }
    let mut outside = testable.outside;
    outside.retain(|one| !imported.contains(&one.witness.index()));
    let sides = [Side::Before, Side::After].map(|side| {
        let mut of_side = outside.clone();
        of_side.retain(|one| one.side == side);
        (side, of_side)
    });
    let all = testable.commits;
    let contradicting = sides.into_iter().filter(|(_, side)| contradicts(side, all));
    let contradicting: Vec<_> = contradicting.collect();
    match contradicting.is_empty() {
        true => Outcome::Quiet,
        false => Outcome::Fired(vec![finding(&contradicting, all)]),
    }
}

/// Whether commits outside their bounds, all on one side, are more than an accident explains.
fn contradicts(side: &[Outside<'_>], all: usize) -> bool {
    if side.len() < LEAST_OUTSIDE || side.len() * LEAST_SHARE < all {
        return false;
    }
    let mut times: Vec<_> = side.iter().map(|one| one.witnessed).collect();
    times.sort_unstable();
    separate_days(times) >= LEAST_DAYS && !is_wrong_clock(side)
}

/// Whether one clock that is wrong by a fixed amount explains all of them.
fn is_wrong_clock(side: &[Outside<'_>]) -> bool {
    let least = side.iter().map(|one| one.error.0).max();
    let most = side.iter().map(|one| one.error.1).min();
    let (least, most) = (least.unwrap_or(i64::MIN), most.unwrap_or(i64::MAX));
    least <= most && least <= MOST_CLOCK_ERROR && most >= -MOST_CLOCK_ERROR
}

fn finding(sides: &[(Side, Vec<Outside<'_>>)], all: usize) -> Finding {
    let parts = sides.iter().map(|(side, outside)| {
        let what = match side {
            Side::Before => "before a signed platform commit that they build on",
            Side::After => "after a signed platform commit that builds on them",
        };
        let most = outside.iter().map(Outside::seconds).max();
        let most = span(most.unwrap_or_default().unsigned_abs() / 60);
        format!("are dated {what} (by up to {most})")
    });
    let mut outside: Vec<_> = sides.iter().flat_map(|(_, outside)| outside).collect();
    let summary = format!(
        "{} {}",
        share(outside.len(), all, "commits with such a bound"),
        parts.collect::<Vec<_>>().join(" or "),
    );
    outside.sort_by_key(|one| (Reverse(one.seconds()), one.witnessed, one.commit.id()));
    let evidence = outside.into_iter().map(|one| {
        let record = Fact::committer_date(&one.commit);
        Evidence::of(&one.commit, record, Some(Fact::witness(&one.witness)))
    });
    Finding::new(Strength::Moderate, summary, evidence.collect())
}
