//! `relabelled-clock`: the UTC offset changes for good, and the working hours do not.

#[cfg(test)]
pub(super) mod cases;
mod rhythm;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::rules::offset_change::{LEAST_A_SIDE, OffsetChange, lasting_change};
use crate::wording::{commits as commits_with, span, zone};
use countersign_facts::{Commit, Offset};
use countersign_people::Dossier;
use rhythm::Rhythm;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "relabelled-clock",
    title: "the UTC offset changed for good, but the working hours stayed the same",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Context,
    innocent: "a machine was replaced, rented or corrected, or a job follows the hours of a distant team",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

fn check(dossier: &Dossier<'_>) -> Outcome {
    let commits: Vec<_> = dossier
        .self_committed()
        .filter_map(|commit| Some((commit, commit.authored().informative_offset()?)))
        .collect();
    if commits.len() < 2 * LEAST_A_SIDE {
        return Outcome::NotEnough {
            have: commits.len(),
            want: 2 * LEAST_A_SIDE,
            of: "commits made on their own machine with an offset other than UTC",
        };
    }
    let Some(change) = lasting_change(&commits) else {
        return Outcome::NotApplicable;
    };
    let (before, after) = commits.split_at(change.at);
    let rhythm = |side: &[(Commit<'_>, Offset)]| {
        Rhythm::of(side.iter().map(|(commit, _)| commit.authored().seconds))
    };
    let label = change.from.apart(change.to);
    match rhythm(before).stays(&rhythm(after), f64::from(label)) {
        Some(minutes) => Outcome::Fired(vec![finding(&commits, &change, minutes)]),
        None => Outcome::Quiet,
    }
}

fn finding(commits: &[(Commit<'_>, Offset)], change: &OffsetChange, minutes: u64) -> Finding {
    let summary = format!(
        "the clock changed from {} ({}) to {} ({}), but the middle of the working hours moved by only {}",
        zone(change.from.minutes()),
        commits_with(change.agree[0]),
        zone(change.to.minutes()),
        commits_with(change.agree[1]),
        span(minutes),
    );
    // The last commit before the change and the first after it show most, then those further away.
    let (before, after) = commits.split_at(change.at);
    let evidence = before
        .iter()
        .rev()
        .zip(after)
        .map(|((old, _), (new, _))| {
            Evidence::of(new, Fact::author_date(new), Some(Fact::author_date(old)))
        })
        .collect();
    Finding::new(Strength::Context, summary, evidence)
}
