//! Where the UTC offset of a person's clock changes for good.

use std::collections::BTreeMap;

use countersign_facts::{Commit, Offset};

/// Offsets closer than this are neighbours or daylight saving time, in minutes.
const CHANGED: u32 = 120;
/// Offsets at most this far apart are one time zone in summer and winter, in minutes.
const ONE_ZONE: u32 = 60;
/// A change needs at least this many commits with the old offset before it and with the new one after it ...
const LEAST_A_SIDE: usize = 30;
/// ... and these are at least this share of each side, in percent. A few commits come from other machines.
const LEAST_PERCENT: usize = 90;

/// The position of the first commit after the change that divides the commits best, from the offset at the start of
/// the history to the offset at its end.
pub(super) fn lasting_change(commits: &[(Commit<'_>, Offset)]) -> Option<usize> {
    if commits.len() < 2 * LEAST_A_SIDE {
        return None;
    }
    let from = usual_offset(&commits[..LEAST_A_SIDE])?;
    let to = usual_offset(&commits[commits.len() - LEAST_A_SIDE..])?;
    if from.apart(to) < CHANGED {
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
    lasting.then_some(at)
}

/// The most common offset.
fn usual_offset(commits: &[(Commit<'_>, Offset)]) -> Option<Offset> {
    let mut counts: BTreeMap<Offset, usize> = BTreeMap::new();
    for (_, offset) in commits {
        *counts.entry(*offset).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(offset, _)| offset)
}
