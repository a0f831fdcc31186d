//! What a person's own clock showed, in stretches of time. Plain facts: an offset is no place.

use std::collections::{BTreeMap, BTreeSet};

use super::aside::tally;
use super::model::ClockPeriod;
use super::span;
use countersign_people::remembered::Remembered;

/// A period ends where no commit shows the offset for so long, in seconds: 120 days. Longer than people
/// rest, and shorter than the half year between two turns of daylight saving.
const GAP: i64 = 120 * 86_400;

/// A stretch under way.
struct Stretch<'a> {
    offset: i16,
    first: i64,
    last: i64,
    commits: u64,
    holders: BTreeSet<&'a str>,
}

/// What the clock showed, and who holds the commit.
type Shown<'a> = (Option<i16>, BTreeSet<&'a str>);

/// Every offset's stretches, by when they begin; and how many commits show no clock of the person's.
pub(super) fn periods(remembered: &Remembered) -> (Vec<ClockPeriod>, u64) {
    let mut moments: BTreeMap<(&str, i64), Shown<'_>> = BTreeMap::new();
    for one in &remembered.appearances {
        for (second, offset) in &one.moments {
            let known = moments.entry((&one.identifier, *second)).or_default();
            known.0 = known.0.or(*offset);
            known.1.insert(remembered.sources[one.source].holder());
        }
    }
    let commits = tally(&remembered.appearances);
    let mut unclocked = 0;
    let mut shown = Vec::new();
    for (authored, (offset, holders)) in moments {
        let commits = commits.get(&authored).copied().unwrap_or(1);
        match offset {
            Some(offset) => shown.push((offset, authored.1, commits, holders)),
            None => unclocked += commits,
        }
    }
    shown.sort_unstable();
    let mut stretches: Vec<Stretch<'_>> = Vec::new();
    for (offset, second, commits, holders) in shown {
        match stretches.last_mut() {
            Some(open) if open.offset == offset && second.saturating_sub(open.last) <= GAP => {
                open.last = second;
                open.commits += commits;
                open.holders.extend(holders);
            }
            _ => stretches.push(Stretch {
                offset,
                first: second,
                last: second,
                commits,
                holders,
            }),
        }
    }
    stretches.sort_by_key(|one| (one.first, one.last, one.offset));
    (stretches.into_iter().map(period).collect(), unclocked)
}

fn period(stretch: Stretch<'_>) -> ClockPeriod {
    ClockPeriod {
        offset: zone(stretch.offset),
        span: span(stretch.first, stretch.last),
        commits: stretch.commits,
        organisations: stretch.holders.into_iter().map(str::to_owned).collect(),
    }
}

/// Minutes east of UTC as `UTC+05:30`.
fn zone(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
