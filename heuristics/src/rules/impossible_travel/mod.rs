//! `impossible-travel`: the UTC offset changes faster than anyone can travel.

#[cfg(test)]
pub(super) mod cases;

use std::cmp::Reverse;

use crate::days::separate_days;
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::span;
use countersign_facts::{Commit, Offset};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "impossible-travel",
    title: "the UTC offset of commits changes faster than anyone can travel",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Context,
    innocent: "a second or rented machine in another time zone",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// The first second of 2017. Before that, GitHub's web editor committed in the user's name with its server's clock,
/// and such commits cannot be distinguished from local ones.
const OWN_CLOCKS_SINCE: i64 = 1_483_228_800;
/// A commit is fresh if its author date and committer date are closer than this, in seconds.
const FRESH: u64 = 24 * 3_600;
/// Offsets closer than this are neighbours or daylight saving time, in minutes.
const FAR: u32 = 150;
/// Fewer fresh commits than this are too few for an answer.
const LEAST_COMMITS: usize = 30;
/// The jumps must fall on at least this many separate days.
const LEAST_DAYS: usize = 2;

/// Two consecutive commits that are closer in time than their offsets allow.
struct Jump<'a> {
    from: Commit<'a>,
    to: Commit<'a>,
    /// The difference between the offsets, in minutes.
    apart: u32,
    /// The time between the commits, in seconds.
    gap: u64,
}

fn check(dossier: &Dossier<'_>) -> Outcome {
    let mut have = 0;
    let mut last: Option<(Commit<'_>, Offset)> = None;
    let mut jumps = Vec::new();
    for commit in dossier.self_committed() {
        let Some(offset) = fresh_offset(&commit) else {
            continue;
        };
        have += 1;
        if let Some((from, before)) = last
            && let Some(jump) = jump(from, before, commit, offset)
        {
            jumps.push(jump);
        }
        last = Some((commit, offset));
    }
    if have < LEAST_COMMITS {
        return Outcome::NotEnough {
            have,
            want: LEAST_COMMITS,
            of: "commits since 2017 that were made on their own machine and committed within a day",
        };
    }
    let days = separate_days(jumps.iter().map(|jump| jump.to.authored().seconds));
    if days < LEAST_DAYS {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(jumps)])
}

/// The offset of a fresh commit that is not a merge, a cherry-pick or rebased, and shows only one clock.
fn fresh_offset(commit: &Commit<'_>) -> Option<Offset> {
    let (authored, committed) = (commit.authored(), commit.committed());
    let fresh = authored.seconds >= OWN_CLOCKS_SINCE
        && authored.offset == committed.offset
        && authored.seconds.abs_diff(committed.seconds) < FRESH
        && !commit.is_merge()
        && !commit.is_cherry_picked();
    authored.informative_offset().filter(|_| fresh)
}

/// A jump, if the commits are closer in time than their offsets. One hour for each hour of offset is faster than an
/// airliner everywhere except near the poles.
fn jump<'a>(from: Commit<'a>, before: Offset, to: Commit<'a>, after: Offset) -> Option<Jump<'a>> {
    let apart = before.apart(after);
    let gap = from.authored().seconds.abs_diff(to.authored().seconds);
    (apart >= FAR && gap < u64::from(apart) * 60).then_some(Jump {
        from,
        to,
        apart,
        gap,
    })
}

fn finding(mut jumps: Vec<Jump<'_>>) -> Finding {
    jumps.sort_by_key(|jump| {
        (
            Reverse(u64::from(jump.apart) * 60 - jump.gap),
            jump.to.authored().seconds,
            jump.to.id(),
        )
    });
    let widest = &jumps[0];
    let summary = format!(
        "the UTC offset changes faster than anyone can travel {} times, for example by {} between two commits that \
         are less than {} apart",
        jumps.len(),
        span(u64::from(widest.apart)),
        span(widest.gap / 60 + 1),
    );
    let evidence = jumps
        .iter()
        .map(|jump| {
            let from = Fact::author_date(&jump.from);
            Evidence::of(&jump.to, Fact::author_date(&jump.to), Some(from))
        })
        .collect();
    Finding::new(Strength::Context, summary, evidence)
}
