//! The signs that two clocks of one person contradict each other, each with the pairs that show it.

use super::pairs::{Pair, days};
use super::zones::ZoneCounts;
use crate::rules::clocks::{LocalClock, ONE_ZONE};

/// A browser and a local commit at most this far apart were used at one desk, in seconds.
pub(super) const ONE_DESK: u64 = 3_600;
/// `either_way`: a browser and a local commit at most this far apart, in seconds, ...
const ONE_SESSION: u64 = 6 * 3_600;
/// ... conflict on at least this many days.
const MORE_DAYS: usize = 3;
/// Agreement counts within this many seconds.
pub(super) const HALF_DAY: u64 = 12 * 3_600;
/// Offsets that differ by at least this, in minutes, are far apart.
const FAR: u32 = 180;
/// Offsets that differ by at least this, in minutes, are not one place's. Daylight saving changes them by less.
const TWO_ZONES: u32 = 120;
/// `merge`: at least this many conflicts, in at least this share of the pairs (in percent).
const LEAST_CONFLICTS: usize = 3;
const LEAST_PERCENT: usize = 20;
/// `one_machine`: at least this many conflicts, on at least this many days.
const MANY_CONFLICTS: usize = 5;
const MANY_DAYS: usize = 3;
/// `two_browsers` and `merge`: conflicts on at least this many days.
const LEAST_DAYS: usize = 2;
/// `returns`: the local clock does not show the browser's zone within this many seconds.
const NOT_SHOWN: i64 = 30 * 86_400;
/// `returns`: at least this many separate stretches of conflicts; one fewer if one of them is short.
const LEAST_BLOCKS: usize = 3;
/// A stretch is short if agreement before and after it is at most this far apart, in seconds.
const SHORT_BLOCK: i64 = 10 * 86_400;

/// Whether browser and local clock agree at any time. A rented machine in another time zone never agrees with the browser
/// of its owner.
pub(super) fn ever_agree(near: &[Pair<'_>]) -> bool {
    near.iter().any(agrees)
}

fn agrees(pair: &Pair<'_>) -> bool {
    pair.apart() < ONE_ZONE
}

/// The browser shows two zones, each far from the local clock, although the two also agreed at some time.
pub(super) fn two_browsers<'a>(near: &[Pair<'a>], clock: &LocalClock<'a>) -> Option<Vec<Pair<'a>>> {
    let conflicts: Vec<_> = near
        .iter()
        .filter(|pair| pair.gap() <= ONE_DESK && pair.apart() >= FAR)
        .filter(|pair| !pair.is_explained_by_a_stay(clock))
        .copied()
        .collect();
    let zones = ZoneCounts::of(conflicts.iter().map(|pair| pair.browser.offset)).zones();
    let shown = zones >= 2 && days(&conflicts) >= LEAST_DAYS && ever_agree(near);
    shown.then_some(conflicts)
}

/// The browser shows two zones, again and again, that a machine which never leaves its own zone does not show.
pub(super) fn one_machine<'a>(near: &[Pair<'a>], clock: &LocalClock<'a>) -> Option<Vec<Pair<'a>>> {
    let machine = ZoneCounts::of(clock.readings().iter().map(|reading| reading.offset));
    let merges = merges(near, clock)?;
    let often = merges.len() >= MANY_CONFLICTS && days(&merges) >= MANY_DAYS;
    let browser = ZoneCounts::of(merges.iter().map(|pair| pair.browser.offset));
    (often && machine.zones() == 1 && browser.zones() >= 2).then_some(merges)
}

/// Merges with the button conflict with the local clock again and again.
pub(super) fn merges<'a>(near: &[Pair<'a>], clock: &LocalClock<'a>) -> Option<Vec<Pair<'a>>> {
    let merges = near
        .iter()
        .filter(|pair| pair.gap() <= ONE_DESK && pair.is_merge());
    let conflicts: Vec<_> = merges
        .clone()
        .filter(|pair| pair.apart() >= TWO_ZONES)
        .filter(|pair| !pair.is_explained_by_a_stay(clock))
        .copied()
        .collect();
    let shown = conflicts.len() >= LEAST_CONFLICTS
        && days(&conflicts) >= LEAST_DAYS
        && conflicts.len() * 100 >= merges.count() * LEAST_PERCENT;
    shown.then_some(conflicts)
}

/// The browser leaves the local clock and comes back to it, several times, for a zone that the local clock never shows
/// around then. One journey with a machine that stays on its old zone does that once.
pub(super) fn returns<'a>(near: &[Pair<'a>], clock: &LocalClock<'a>) -> Option<Vec<Pair<'a>>> {
    let desk = near.iter().filter(|pair| pair.gap() <= ONE_DESK);
    let mut conflicts = Vec::new();
    let mut blocks = 0;
    let mut short = 0;
    let mut agreed: Option<i64> = None;
    let mut in_block = false;
    for pair in desk {
        let at = pair.browser.at;
        if agrees(pair) {
            let is_short = agreed.is_some_and(|last| at.saturating_sub(last) <= SHORT_BLOCK);
            short += usize::from(in_block && is_short);
            agreed = Some(at);
            in_block = false;
        } else if pair.apart() >= FAR && !clock.showed(pair.browser.offset, at, NOT_SHOWN) {
            blocks += usize::from(!in_block);
            in_block = true;
            conflicts.push(*pair);
        }
    }
    let wanted = LEAST_BLOCKS - usize::from(short > 0);
    (conflicts.len() >= LEAST_CONFLICTS && blocks >= wanted).then_some(conflicts)
}

/// The browser is ahead of the local clock at one time and behind it at another. A machine that does not know the rules
/// of daylight saving is off in one direction only.
pub(super) fn either_way<'a>(near: &[Pair<'a>], clock: &LocalClock<'a>) -> Option<Vec<Pair<'a>>> {
    let conflicts: Vec<_> = near
        .iter()
        .filter(|pair| pair.gap() <= ONE_SESSION && pair.apart() >= ONE_ZONE)
        .filter(|pair| !pair.is_explained_by_a_stay(clock))
        .copied()
        .collect();
    let is_ahead = conflicts.iter().any(Pair::is_browser_ahead);
    let is_behind = conflicts.iter().any(|pair| !pair.is_browser_ahead());
    (is_ahead && is_behind && days(&conflicts) >= MORE_DAYS).then_some(conflicts)
}
