//! `impossible-travel`: zones change faster than anybody flies.

#[cfg(test)]
pub(super) mod cases;

use std::cmp::Reverse;

use crate::heuristic::{
    Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength, separate_days, span,
};
use countersign_facts::{Commit, Offset};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "impossible-travel",
    title: "own commits change zones faster than anybody travels",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Context,
    innocent: "a second or rented machine whose clock keeps another zone",
    one_body: true,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Person(check),
};

/// First second of 2017. Before, GitHub's web editor committed in the user's name on its server's clock,
/// and nothing in such a commit tells it from a local one.
const OWN_CLOCKS_SINCE: i64 = 1_483_228_800;
/// Author and committer time of fresh work lie closer than this, in seconds.
const FRESH: u64 = 24 * 3_600;
/// Nearer clocks are neighbours or daylight saving, in minutes.
const FAR: u32 = 150;
/// Below so many fresh own commits nothing is said.
const LEAST_COMMITS: usize = 30;
/// Jumps on so many separate days it takes.
const LEAST_DAYS: usize = 2;

/// Two consecutive own commits, nearer in time than their zones allow.
struct Jump<'a> {
    from: Commit<'a>,
    to: Commit<'a>,
    /// How far apart the clocks stand, in minutes.
    apart: u32,
    /// Time between them, in seconds.
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
            of: "fresh own commits with a zone since 2017",
        };
    }
    let days = separate_days(jumps.iter().map(|jump| jump.to.authored().seconds));
    if days < LEAST_DAYS {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(jumps)])
}

/// The zone of fresh work at an own machine: no merge, no cherry-pick, no rebase, no second clock.
fn fresh_offset(commit: &Commit<'_>) -> Option<Offset> {
    let (authored, committed) = (commit.authored(), commit.committed());
    let fresh = authored.seconds >= OWN_CLOCKS_SINCE
        && authored.offset == committed.offset
        && authored.seconds.abs_diff(committed.seconds) < FRESH
        && !commit.is_merge()
        && !commit.is_cherry_picked();
    authored.informative_offset().filter(|_| fresh)
}

/// An hour for an hour of zones is faster than an airliner everywhere but near the poles.
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
        "consecutive own commits change zones faster than anybody travels {} times, as by {} within {}",
        jumps.len(),
        span(u64::from(widest.apart)),
        span(widest.gap.div_ceil(60)),
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
