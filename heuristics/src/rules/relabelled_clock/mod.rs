//! `relabelled-clock`: the clock's zone moves for good, the hours of work do not.

#[cfg(test)]
pub(super) mod cases;
mod rhythm;

use std::collections::BTreeMap;

use crate::facts::{Commit, Offset};
use crate::heuristic::{
    Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength, span, zone,
};
use crate::population::Dossier;
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

/// Nearer labels are neighbours or daylight saving, in minutes.
const MOVED: u32 = 120;
/// Offsets up to this far apart are one zone, in minutes: summer and winter.
const ONE_ZONE: u32 = 60;
/// So many commits in the old zone and in the new one it takes ...
const LEAST_A_SIDE: usize = 30;
/// ... which are this share of each side, in percent: strays from other machines happen.
const LEAST_PERCENT: usize = 90;

/// Where a clock's label moved for good.
struct Move {
    from: Offset,
    to: Offset,
    /// Position of the first commit after it.
    at: usize,
    /// Commits in the old zone before it and in the new zone after it.
    agree: [usize; 2],
}

fn check(dossier: &Dossier<'_>) -> Outcome {
    let commits: Vec<_> = dossier
        .self_committed()
        .filter_map(|commit| Some((commit, commit.authored().telling_offset()?)))
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

/// The move that best parts the commits, between the zones the history begins and ends with.
fn lasting_move(commits: &[(Commit<'_>, Offset)]) -> Option<Move> {
    let from = usual_zone(&commits[..LEAST_A_SIDE])?;
    let to = usual_zone(&commits[commits.len() - LEAST_A_SIDE..])?;
    if from.apart(to) < MOVED {
        return None;
    }
    let is = |wanted: Offset, offset: Offset| wanted.apart(offset) <= ONE_ZONE;
    let mut agree = [
        0,
        commits.iter().filter(|(_, offset)| is(to, *offset)).count(),
    ];
    let mut best = (agree[1], 0, agree);
    for (position, (_, offset)) in commits.iter().enumerate() {
        agree[0] += usize::from(is(from, *offset));
        agree[1] -= usize::from(is(to, *offset));
        if agree[0] + agree[1] > best.0 {
            best = (agree[0] + agree[1], position + 1, agree);
        }
    }
    let (_, at, agree) = best;
    let lasting = [at, commits.len() - at]
        .iter()
        .zip(agree)
        .all(|(all, agree)| agree >= LEAST_A_SIDE && agree * 100 >= all * LEAST_PERCENT);
    lasting.then_some(Move {
        from,
        to,
        at,
        agree,
    })
}

/// The most common offset.
fn usual_zone(commits: &[(Commit<'_>, Offset)]) -> Option<Offset> {
    let mut counts: BTreeMap<Offset, usize> = BTreeMap::new();
    for (_, offset) in commits {
        *counts.entry(*offset).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(offset, _)| offset)
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
