//! `shared-hidden-clock`: the committer clocks of two people change their offset on the same days, again and again.

#[cfg(test)]
pub(super) mod cases;
mod series;

use std::cmp::Reverse;

use rayon::prelude::*;

use super::same_person;
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use countersign_facts::Commit;
use countersign_people::{PersonIndex, Population};
use series::{Arrival, JointChange, Series};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "shared-hidden-clock",
    title: "the committer clocks of two people change their UTC offset on the same days",
    revision: 2,
    family: Family::Clock,
    strength: Strength::Strong,
    innocent: "colleagues or a couple who travel together, or one person with two e-mail addresses",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// A person needs at least this many days with a committer date from their own machine, and a pair this many days in
/// common.
const LEAST_DAYS: usize = 8;
/// On at least this share of the days in common, the clocks show the same offset. In percent.
const LEAST_EQUAL_PERCENT: usize = 85;
/// A finding needs at least this many joint changes; a strong finding needs at least `STRONG_CHANGES`.
const LEAST_CHANGES: usize = 4;
const STRONG_CHANGES: usize = 6;
/// A change that more people than this show on the same days comes from a conference, not from a pair.
const CROWD: usize = 8;

/// Two people whose clocks change together.
struct Pair {
    people: [usize; 2],
    changes: Vec<JointChange>,
    days: usize,
}

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    let dossiers: Vec<_> = population.dossiers().collect();
    let series: Vec<Series> = dossiers.par_iter().map(Series::of).collect();
    let mut findings: Vec<Vec<Finding>> = Vec::new();
    findings.resize_with(dossiers.len(), Vec::new);
    for pair in pairs(&series) {
        let [a, b] = pair.people.map(|person| dossiers[person].index());
        if same_person::may_be_one_person(population, a, b) {
            continue;
        }
        for (side, person) in pair.people.into_iter().enumerate() {
            let other = [b, a][side];
            findings[person].push(finding(population, &pair, side, other));
        }
    }
    dossiers
        .iter()
        .zip(&series)
        .zip(findings)
        .map(|((dossier, series), findings)| {
            let outcome = match (series.days(), findings.is_empty()) {
                (0, _) => Outcome::NotApplicable,
                (_, false) => Outcome::Fired(findings),
                (LEAST_DAYS.., true) => Outcome::Quiet,
                (have, true) => Outcome::NotEnough {
                    have,
                    want: LEAST_DAYS,
                    of: "days with a committer date from their own machine",
                },
            };
            (dossier.index(), outcome)
        })
        .collect()
}

/// The pairs whose clocks change together, those with the most joint changes first.
///
/// Only people whose clocks make the same change within the same few days are compared, and changes of a crowd are
/// skipped. So the cost grows with the number of changes, not with the number of pairs.
fn pairs(series: &[Series]) -> Vec<Pair> {
    let mut arrivals: Vec<(Arrival, usize)> = series
        .iter()
        .enumerate()
        .flat_map(|(person, series)| series.arrivals().map(move |arrival| (arrival, person)))
        .collect();
    arrivals.sort_unstable();
    arrivals.dedup();
    let mut meetings: Vec<[usize; 2]> = Vec::new();
    for together in arrivals.chunk_by(|(a, _), (b, _)| a == b) {
        if together.len() <= CROWD {
            for (position, (_, a)) in together.iter().enumerate() {
                meetings.extend(together[position + 1..].iter().map(|(_, b)| [*a, *b]));
            }
        }
    }
    meetings.sort_unstable();
    let mut pairs: Vec<_> = meetings
        .chunk_by(|a, b| a == b)
        .filter(|meetings| meetings.len() >= LEAST_CHANGES)
        .filter_map(|meetings| pair(series, meetings[0]))
        .collect();
    pairs.sort_by_key(|pair| (Reverse(pair.changes.len()), pair.people));
    pairs
}

fn pair(series: &[Series], people: [usize; 2]) -> Option<Pair> {
    let [a, b] = people.map(|person| &series[person]);
    let shared = a.shared_with(b);
    let moves_together = shared.days >= LEAST_DAYS
        && shared.equal * 100 >= shared.days * LEAST_EQUAL_PERCENT
        && shared.changes.len() >= LEAST_CHANGES;
    moves_together.then_some(Pair {
        people,
        changes: shared.changes,
        days: shared.days,
    })
}

/// The finding about the person on one side of the pair.
fn finding(population: &Population, pair: &Pair, side: usize, other: PersonIndex) -> Finding {
    let strength = if pair.changes.len() >= STRONG_CHANGES {
        Strength::Strong
    } else {
        Strength::Moderate
    };
    let summary = format!(
        "the committer clocks of this person and another contributor changed by two hours or more on the same days, \
         {} times in {} days that show both clocks",
        pair.changes.len(),
        pair.days,
    );
    let history = population.history();
    let evidence = pair.changes.iter().flat_map(|change| {
        [change.before, change.after]
            .into_iter()
            .filter_map(|commits| {
                let own: Commit<'_> = history.get(commits[side])?;
                let theirs = history.get(commits[1 - side])?;
                let contradicts = Fact::committer_date(&theirs);
                Some(Evidence::of(
                    &own,
                    Fact::committer_date(&own),
                    Some(contradicts),
                ))
            })
    });
    let other = &population.people().all()[other.0 as usize].id;
    Finding::new(strength, summary, evidence.collect()).about(other.clone())
}
