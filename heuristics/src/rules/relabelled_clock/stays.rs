//! The two time zones in which a clock stayed, if there were exactly two.

use std::collections::BTreeMap;

use crate::rules::clocks::{LocalClock, ONE_ZONE, Reading};
use countersign_facts::Offset;

/// A run of readings in one zone is a stay with this many readings ...
const LEAST_READINGS: usize = 5;
/// ... or with this many over at least `LONG_STAY` seconds. Shorter runs come from other machines.
const LEAST_READINGS_LONG: usize = 3;
const LONG_STAY: i64 = 5 * 86_400;

/// A time in which the clock stayed in one zone.
pub(super) struct Stay<'a> {
    /// Its readings, by time.
    pub(super) readings: Vec<Reading<'a>>,
    /// The most common offset.
    pub(super) label: Offset,
}

/// The stay before and the stay after the only lasting change of the clock; `None` if there are fewer or more stays.
pub(super) fn two_stays<'a>(clock: &LocalClock<'a>) -> Option<[Stay<'a>; 2]> {
    let mut stays: Vec<Vec<Reading<'a>>> = Vec::new();
    for run in clock.runs().into_iter().filter(|run| is_stay(run)) {
        match stays.last_mut() {
            Some(last) if last[0].offset.apart(run[0].offset) <= ONE_ZONE => last.extend(run),
            _ => stays.push(run.to_vec()),
        }
    }
    let [before, after] = <[_; 2]>::try_from(stays).ok()?;
    Some([stay(before)?, stay(after)?])
}

fn is_stay(run: &[Reading<'_>]) -> bool {
    let span = run[run.len() - 1].at.saturating_sub(run[0].at);
    run.len() >= LEAST_READINGS || (run.len() >= LEAST_READINGS_LONG && span >= LONG_STAY)
}

fn stay(readings: Vec<Reading<'_>>) -> Option<Stay<'_>> {
    let mut counts: BTreeMap<Offset, usize> = BTreeMap::new();
    for reading in &readings {
        *counts.entry(reading.offset).or_default() += 1;
    }
    let (label, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    Some(Stay { readings, label })
}
