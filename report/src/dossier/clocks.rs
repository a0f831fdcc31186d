//! The UTC offsets of a person's own clock, in periods. An offset is not a place.

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::Offset;
use countersign_people::remembered::Remembered;

use super::model::ClockPeriod;
use super::shared_history::tally;
use super::span::span;

/// A period ends after this many seconds without a commit that shows the offset: 120 days. That is longer than
/// most breaks, and shorter than the half year between two changes of daylight saving time.
const GAP: i64 = 120 * 86_400;

/// A period in the making.
struct OpenPeriod<'a> {
    offset: Offset,
    first: i64,
    last: i64,
    commits: u64,
    holders: BTreeSet<&'a str>,
}

/// The offset, and the organisations that have the commit.
type Shown<'a> = (Option<Offset>, BTreeSet<&'a str>);

/// The periods of every offset, by start; and how many commits do not show the person's own clock.
pub(super) fn periods(remembered: &Remembered) -> (Vec<ClockPeriod>, u64) {
    let mut moments: BTreeMap<(&str, i64), Shown<'_>> = BTreeMap::new();
    for one in &remembered.appearances {
        for (second, offset) in &one.moments {
            let known = moments.entry((&one.identifier, *second)).or_default();
            let offset = offset.map(|minutes| Offset::from_minutes(i32::from(minutes)));
            known.0 = known.0.or(offset);
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
    let mut open_periods: Vec<OpenPeriod<'_>> = Vec::new();
    for (offset, second, commits, holders) in shown {
        match open_periods.last_mut() {
            Some(open) if open.offset == offset && second.saturating_sub(open.last) <= GAP => {
                open.last = second;
                open.commits += commits;
                open.holders.extend(holders);
            }
            _ => open_periods.push(OpenPeriod {
                offset,
                first: second,
                last: second,
                commits,
                holders,
            }),
        }
    }
    open_periods.sort_by_key(|one| (one.first, one.last, one.offset));
    (open_periods.into_iter().map(period).collect(), unclocked)
}

fn period(open: OpenPeriod<'_>) -> ClockPeriod {
    ClockPeriod {
        offset: open.offset,
        span: span(open.first, open.last),
        commits: open.commits,
        organisations: open.holders.into_iter().map(str::to_owned).collect(),
    }
}
