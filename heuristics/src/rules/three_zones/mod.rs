//! `three-zones`: the clocks of one person show three far time zones within a day.

#[cfg(test)]
pub(super) mod cases;

use std::collections::BTreeMap;

use super::clocks::{LocalClock, Reading, browser_readings, is_short_history};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::zone;
use countersign_facts::{ClockSource, Offset};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "three-zones",
    title: "the clocks of one person show three far time zones within a day",
    revision: 1,
    family: Family::Browser,
    strength: Strength::Moderate,
    innocent: "a long journey while a remote machine stays in a third time zone",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// Fewer readings of clocks than this are too few for an answer.
const LEAST_READINGS: usize = 10;
/// Each two of the three offsets are at least this far apart, in minutes.
const FAR: u32 = 180;
/// All three fall within this many seconds.
const DAY: i64 = 86_400;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let clock = LocalClock::of(dossier);
    let mut readings = browser_readings(dossier);
    // A squash may show the browser of the person who clicked, and one wrong reading is enough here.
    readings.retain(|reading| reading.commit.clock_source() != ClockSource::WebSquash);
    readings.extend(clock.readings());
    if readings.len() < LEAST_READINGS {
        return Outcome::NotEnough {
            have: readings.len(),
            want: LEAST_READINGS,
            of: "times at which a local or browser clock showed an offset other than UTC",
        };
    }
    readings.sort_by_key(Reading::key);
    let triples = triples(&readings);
    if triples.is_empty() {
        return Outcome::Quiet;
    }
    let strength = if is_short_history(dossier) {
        Strength::Moderate
    } else {
        Strength::Context
    };
    Outcome::Fired(vec![finding(strength, &triples)])
}

/// Three readings within a day, each two of them far apart, the latest last.
type Triple<'a> = [Reading<'a>; 3];

/// One triple for each reading that completes one.
fn triples<'a>(readings: &[Reading<'a>]) -> Vec<Triple<'a>> {
    let mut latest: BTreeMap<Offset, Reading<'a>> = BTreeMap::new();
    let mut triples = Vec::new();
    for reading in readings {
        latest.retain(|_, earlier| reading.at.saturating_sub(earlier.at) <= DAY);
        let far = |earlier: &&Reading<'a>| earlier.offset.apart(reading.offset) >= FAR;
        let others: Vec<_> = latest.values().filter(far).copied().collect();
        let two = others.iter().enumerate().find_map(|(position, first)| {
            let mut later = others[position + 1..].iter();
            let second = later.find(|second| first.offset.apart(second.offset) >= FAR)?;
            Some([*first, *second])
        });
        triples.extend(two.map(|[first, second]| [first, second, *reading]));
        latest.insert(reading.offset, *reading);
    }
    triples
}

fn finding(strength: Strength, triples: &[Triple<'_>]) -> Finding {
    let [first, second, third] = triples[0].map(|reading| zone(reading.offset.minutes()));
    let summary =
        format!("the clocks of this person show {first}, {second} and {third} within one day");
    let evidence = triples
        .iter()
        .flat_map(|[first, second, third]| [third.against(first), third.against(second)])
        .collect();
    Finding::new(strength, summary, evidence)
}
