//! Where the zone of somebody's clock moves for good.

use std::collections::BTreeMap;

use countersign_facts::{Commit, Offset};

/// Nearer labels are neighbours or daylight saving, in minutes.
const MOVED: u32 = 120;
/// Offsets up to this far apart are one zone, in minutes: summer and winter.
const ONE_ZONE: u32 = 60;
/// So many commits in the old zone and in the new one it takes ...
pub(super) const LEAST_A_SIDE: usize = 30;
/// ... which are this share of each side, in percent: strays from other machines happen.
const LEAST_PERCENT: usize = 90;

/// Where a clock's label moved for good.
pub(super) struct Move {
    /// The zone before it.
    pub(super) from: Offset,
    /// The zone after it.
    pub(super) to: Offset,
    /// Position of the first commit after it.
    pub(super) at: usize,
    /// Commits in the old zone before it and in the new zone after it.
    pub(super) agree: [usize; 2],
}

/// The move that best parts the commits, between the zones the history begins and ends with.
pub(super) fn lasting_move(commits: &[(Commit<'_>, Offset)]) -> Option<Move> {
    if commits.len() < 2 * LEAST_A_SIDE {
        return None;
    }
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
