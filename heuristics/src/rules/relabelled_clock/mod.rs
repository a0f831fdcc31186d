//! `relabelled-clock`: the clock's zone moves for good, the hours of work do not.

#[cfg(test)]
pub(super) mod cases;
mod rhythm;

use crate::heuristic::{
    Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength, span, zone,
};
use crate::rules::moves::{LEAST_A_SIDE, Move, lasting_move};
use countersign_facts::{Commit, Offset};
use countersign_people::Dossier;
use rhythm::Rhythm;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "relabelled-clock",
    title: "the clock's zone moved for good while the hours of work stayed",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Context,
    innocent: "a machine replaced, rented or set right, or a job that keeps the hours of a far team",
    one_body: true,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
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
            of: "self-committed commits with a zone",
        };
    }
    let Some(moved) = lasting_move(&commits) else {
        return Outcome::NotApplicable;
    };
    let (before, after) = commits.split_at(moved.at);
    let rhythm = |side: &[(Commit<'_>, Offset)]| {
        Rhythm::of(side.iter().map(|(commit, _)| commit.authored().seconds))
    };
    let label = moved.from.apart(moved.to);
    match rhythm(before).stays(&rhythm(after), f64::from(label)) {
        Some(minutes) => Outcome::Fired(vec![finding(&commits, &moved, minutes)]),
        None => Outcome::Quiet,
    }
}

fn finding(commits: &[(Commit<'_>, Offset)], moved: &Move, minutes: u64) -> Finding {
    let summary = format!(
        "the clock moved from {} after {} commits to {} for {} commits, while the middle of the working \
         hours moved by {}",
        zone(moved.from.minutes()),
        moved.agree[0],
        zone(moved.to.minutes()),
        moved.agree[1],
        span(minutes),
    );
    // The last commit before the move and the first after it tell most, then those further away.
    let (before, after) = commits.split_at(moved.at);
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
