//! `leaked-zone`: a steady clock shows a far time zone for a moment, and is back within a day.

#[cfg(test)]
pub(super) mod cases;

use super::clocks::{LocalClock, ONE_ZONE, Reading, is_short_history};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{counted, zone};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "leaked-zone",
    title: "a steady local clock shows a far time zone for a moment and returns within a day",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Moderate,
    innocent: "a commit made on a rented, remote or borrowed machine that is set to another time zone",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// The readings before and after are each at least this many, all in one zone.
const STEADY: usize = 10;
/// The zone in between is at least this far away, in minutes.
const FAR: u32 = 300;
/// From the last reading before to the first one after, in seconds.
const MOMENT: i64 = 86_400;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let clock = LocalClock::of(dossier);
    let have = clock.readings().len();
    if have < 2 * STEADY {
        return Outcome::NotEnough {
            have,
            want: 2 * STEADY,
            of: "times at which their own machine showed an offset other than UTC",
        };
    }
    let runs = clock.runs();
    let leaks: Vec<_> = runs.windows(3).filter_map(leak).collect();
    if leaks.is_empty() {
        return Outcome::Quiet;
    }
    let strength = if is_short_history(dossier) {
        Strength::Moderate
    } else {
        Strength::Context
    };
    Outcome::Fired(vec![finding(strength, &leaks)])
}

/// A far run between two steady ones in the same zone.
struct Leak<'r, 'a> {
    before: &'r Reading<'a>,
    far: &'r [Reading<'a>],
}

fn leak<'r, 'a>(runs: &[&'r [Reading<'a>]]) -> Option<Leak<'r, 'a>> {
    let [before, far, after] = *runs else {
        return None;
    };
    let (last, next) = (before.last()?, after.first()?);
    let is_far = |reading: &Reading<'_>| reading.offset.apart(far[0].offset) >= FAR;
    let leaked = before.len() >= STEADY
        && after.len() >= STEADY
        && last.offset.apart(next.offset) <= ONE_ZONE
        && is_far(last)
        && is_far(next)
        && next.at.saturating_sub(last.at) <= MOMENT;
    leaked.then_some(Leak { before: last, far })
}

fn finding(strength: Strength, leaks: &[Leak<'_, '_>]) -> Finding {
    let first = &leaks[0];
    let times = match leaks.len() {
        1 => String::new(),
        more => format!(" {}", counted(more, "time", "times")),
    };
    let summary = format!(
        "the clock leaves {} for {}{times} and is back within a day",
        zone(first.before.offset.minutes()),
        zone(first.far[0].offset.minutes()),
    );
    let evidence = leaks
        .iter()
        .flat_map(|leak| leak.far.iter().map(|far| far.against(leak.before)))
        .collect();
    Finding::new(strength, summary, evidence)
}
