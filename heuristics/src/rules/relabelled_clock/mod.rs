//! `relabelled-clock`: the UTC offset changes for good, and the working hours do not.

#[cfg(test)]
pub(super) mod cases;
mod rhythm;
mod stays;

use super::clocks::{LocalClock, ONE_ZONE, browser_readings};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{counted, zone};
use countersign_facts::Offset;
use countersign_people::Dossier;
use rhythm::Rhythm;
use stays::{Stay, two_stays};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "relabelled-clock",
    title: "the UTC offset changed for good, but the working hours stayed the same",
    revision: 2,
    family: Family::Clock,
    strength: Strength::Strong,
    innocent: "a machine was replaced, rented or set right, or a job follows the hours of a distant team",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// The two offsets are at least this far apart, in minutes. Daylight saving time changes them by less.
const CHANGED: u32 = 120;
/// From this difference on, in minutes, a finding is strong. Many people who move less far keep the hours of their team.
const FAR: u32 = 180;
/// Each side needs at least this many spells of work.
const LEAST_SPELLS: usize = 15;
/// The hours stayed if they fit better unmoved by at least this many standard errors, in both directions.
const LEAST_ERRORS: f64 = 4.0;
/// Minutes in a day.
const DAY_MINUTES: i32 = 24 * 60;
/// The browser showed the new offset before the change, in half of at least this many readings.
const LEAST_IN_BROWSER: usize = 2;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let clock = LocalClock::of(dossier);
    let have = clock.readings().len();
    if have < 2 * LEAST_SPELLS {
        return Outcome::NotEnough {
            have,
            want: 2 * LEAST_SPELLS,
            of: "times at which their own machine showed an offset other than UTC",
        };
    }
    // Somebody whose offset never changed for good was tested too, and shows nothing.
    let Some(stays) = two_stays(&clock).filter(|[a, b]| a.label.apart(b.label) >= CHANGED) else {
        return Outcome::Quiet;
    };
    let [before, after] = stays.each_ref().map(rhythm);
    if before.spells().min(after.spells()) < LEAST_SPELLS {
        return Outcome::Quiet;
    }
    let [old, new] = stays.each_ref().map(|stay| stay.label.minutes());
    let moved = shorter_way(new - old);
    if !stay_put(&before, &after, moved) || browser_showed_before(dossier, &stays) {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(&stays)])
}

/// The way around the dial from one offset to another, at most half a day in either direction, in minutes.
fn shorter_way(minutes: i32) -> i32 {
    let around = minutes.rem_euclid(DAY_MINUTES);
    if around > DAY_MINUTES / 2 {
        around - DAY_MINUTES
    } else {
        around
    }
}

/// Whether the hours of each side fit those of the other much better as they are than moved by these minutes. If they
/// fit better moved by half of that in either direction, they neither stayed nor moved with the offset.
fn stay_put(before: &Rhythm, after: &Rhythm, minutes: i32) -> bool {
    let both_ways = [(before, after, minutes), (after, before, -minutes)];
    both_ways.into_iter().all(|(one, other, moved)| {
        let halves = [moved / 2, -moved / 2];
        one.fits_unmoved(other, moved) >= LEAST_ERRORS
            && halves
                .iter()
                .all(|half| one.fits_unmoved(other, *half) > 0.0)
    })
}

fn rhythm(stay: &Stay<'_>) -> Rhythm {
    Rhythm::of(stay.readings.iter().map(|reading| reading.at))
}

/// Whether the browser showed the new offset before the local clock did. Then the machine had a default that was set
/// right later.
fn browser_showed_before(dossier: &Dossier<'_>, [_, after]: &[Stay<'_>; 2]) -> bool {
    let change = after.readings[0].at;
    let is_new = |offset: Offset| offset.apart(after.label) <= ONE_ZONE;
    let readings = browser_readings(dossier);
    let before = readings.iter().filter(|reading| reading.at < change);
    let new = before.clone().filter(|reading| is_new(reading.offset));
    let (new, all) = (new.count(), before.count());
    all >= LEAST_IN_BROWSER && new * 2 >= all
}

fn finding(stays: &[Stay<'_>; 2]) -> Finding {
    let [before, after] = stays;
    let summary = format!(
        "the clock changed for good from {} ({}) to {} ({}), but the working hours, counted in UTC, stayed the same",
        zone(before.label.minutes()),
        counted(before.readings.len(), "date", "dates"),
        zone(after.label.minutes()),
        counted(after.readings.len(), "date", "dates"),
    );
    // The last commit before the change and the first after it show most, then those further away.
    let evidence = before
        .readings
        .iter()
        .rev()
        .zip(&after.readings)
        .map(|(old, new)| new.against(old))
        .collect();
    let strength = if before.label.apart(after.label) >= FAR {
        Strength::Strong
    } else {
        Strength::Moderate
    };
    Finding::new(strength, summary, evidence)
}
