//! `two-clocks`: the browser and the local machine of one person, minutes apart, show different time zones.

#[cfg(test)]
pub(super) mod cases;
mod zones;

use std::cmp::Reverse;

use crate::days::separate_days;
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::share;
use countersign_facts::{ClockSource, Commit, Offset};
use countersign_people::Dossier;
use zones::{LocalClock, ZoneCounts};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "two-clocks",
    title: "merges in the browser and local commits minutes apart show different time zones",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Strong,
    innocent: "a rented or remote machine in another time zone, while the browser shows the time zone of its \
               user",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// A merge and a local commit at most this far apart were made at one desk, in seconds.
const ONE_DESK: u64 = 600;
/// Two offsets belong to different time zones if they differ by at least this, in minutes. Daylight saving time
/// changes them by less.
const TWO_ZONES: u32 = 120;
/// A finding needs at least this many conflicts, on at least this many days, in at least this share of the pairs (in
/// percent).
const LEAST_CONFLICTS: usize = 5;
const LEAST_DAYS: usize = 3;
const LEAST_PERCENT: usize = 30;
/// A time zone of the browser counts towards a strong finding if it has this many conflicts.
const LEAST_IN_ZONE: usize = 2;

/// A merge in the browser with the nearest local commit, and the offsets of both.
struct Pair<'a> {
    merge: Commit<'a>,
    browser: Offset,
    local: Commit<'a>,
    machine: Offset,
}

fn check(dossier: &Dossier<'_>) -> Outcome {
    let merges: Vec<_> = dossier
        .authored()
        .filter(|commit| commit.clock_source() == ClockSource::WebMerge)
        .filter_map(|commit| Some((commit, commit.authored().informative_offset()?)))
        .collect();
    if merges.is_empty() {
        return Outcome::NotApplicable;
    }
    if merges.len() < LEAST_CONFLICTS {
        return too_few(merges.len(), "merges in the browser");
    }
    let clock = LocalClock::of(dossier);
    let pairs: Vec<_> = merges
        .into_iter()
        .filter_map(|merge| pair(merge, &clock))
        .collect();
    let testable = pairs.len();
    if testable < LEAST_CONFLICTS {
        return too_few(
            testable,
            "merges in the browser within 10 minutes of a local commit",
        );
    }
    let conflicts: Vec<_> = pairs
        .into_iter()
        .filter(|pair| is_conflict(pair, &clock))
        .collect();
    let days = separate_days(conflicts.iter().map(|pair| pair.merge.authored().seconds));
    if conflicts.len() < LEAST_CONFLICTS
        || conflicts.len() * 100 < testable * LEAST_PERCENT
        || days < LEAST_DAYS
    {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(conflicts, testable, &clock)])
}

fn too_few(have: usize, of: &'static str) -> Outcome {
    Outcome::NotEnough {
        have,
        want: LEAST_CONFLICTS,
        of,
    }
}

fn pair<'a>((merge, browser): (Commit<'a>, Offset), clock: &LocalClock<'a>) -> Option<Pair<'a>> {
    let merged = merge.authored().seconds;
    let (local, machine) = clock.nearest(merged)?;
    let gap = local.committed().seconds.abs_diff(merged);
    (gap <= ONE_DESK).then_some(Pair {
        merge,
        browser,
        local,
        machine,
    })
}

fn is_conflict(pair: &Pair<'_>, clock: &LocalClock<'_>) -> bool {
    pair.browser.apart(pair.machine) >= TWO_ZONES
        && !clock.showed(pair.browser, pair.merge.authored().seconds)
}

fn finding(mut conflicts: Vec<Pair<'_>>, testable: usize, clock: &LocalClock<'_>) -> Finding {
    let browser = ZoneCounts::of(conflicts.iter().map(|pair| pair.browser));
    let machine = ZoneCounts::of(conflicts.iter().map(|pair| pair.machine));
    let strong = browser.zones(LEAST_IN_ZONE) >= 2 && clock.zones() == 1;
    let summary = format!(
        "{} show {} while local commits within 10 minutes show {}",
        share(conflicts.len(), testable, "merges in the browser"),
        browser.list(),
        machine.list(),
    );
    conflicts.sort_by_key(|pair| {
        (
            Reverse(pair.browser.apart(pair.machine)),
            pair.merge.authored().seconds,
            pair.merge.id(),
        )
    });
    let evidence = conflicts
        .iter()
        .map(|pair| {
            let local = Fact::committer_date(&pair.local);
            Evidence::of(&pair.merge, Fact::author_date(&pair.merge), Some(local))
        })
        .collect();
    let strength = if strong {
        Strength::Strong
    } else {
        Strength::Moderate
    };
    Finding::new(strength, summary, evidence)
}
