//! `two-clocks`: the browser and the local machine of one person, minutes apart, show different time zones.

#[cfg(test)]
pub(super) mod cases;
mod pairs;
mod signs;
mod zones;

use std::cmp::Reverse;

use super::clocks::{LocalClock, browser_readings, is_short_history};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{counted, days as days_in_words};
use countersign_people::Dossier;
use pairs::{Pair, days, pairs};
use signs::{HALF_DAY, ONE_DESK};
use zones::ZoneCounts;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "two-clocks",
    title: "commits in the browser and local commits minutes apart show different time zones",
    revision: 3,
    family: Family::Browser,
    strength: Strength::Strong,
    innocent: "a rented or remote machine in another time zone, while the browser shows the time zone of its \
               user",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// With fewer pairs than this, there is no answer.
const LEAST_PAIRS: usize = 3;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let browser = browser_readings(dossier);
    if browser.is_empty() {
        return Outcome::NotApplicable;
    }
    let clock = LocalClock::of(dossier);
    let near = pairs(browser, &clock, HALF_DAY);
    let testable = near.iter().filter(|pair| pair.gap() <= ONE_DESK).count();
    if testable < LEAST_PAIRS {
        return Outcome::NotEnough {
            have: testable,
            want: LEAST_PAIRS,
            of: "commits made in the browser within an hour of a local commit",
        };
    }
    Outcome::of(finding(dossier, &near, &clock).into_iter().collect())
}

/// The strongest sign that the two clocks show. They have one cause, so weaker ones say nothing more.
fn finding(dossier: &Dossier<'_>, near: &[Pair<'_>], clock: &LocalClock<'_>) -> Option<Finding> {
    let browsers = signs::two_browsers(near, clock);
    let merges = signs::merges(near, clock);
    let returns = signs::returns(near, clock);
    let two = ", although the two agree at other times";
    let back = ", and the two agree before and after each time";
    let one = ", and the machine never leaves its own zone";
    let machine = signs::one_machine(near, clock);
    let both = ", ahead of them at one time and behind them at another";
    let signs = if is_short_history(dossier) {
        vec![
            (Strength::Strong, two, browsers),
            (Strength::Strong, one, machine),
            (Strength::Strong, back, returns),
            (Strength::Moderate, "", merges),
            (Strength::Moderate, both, signs::either_way(near, clock)),
        ]
    } else {
        vec![
            (Strength::Moderate, one, machine),
            (Strength::Moderate, "", merges),
            (Strength::Context, two, browsers),
            (Strength::Context, back, returns),
        ]
    };
    let found = signs
        .into_iter()
        .find_map(|(strength, aside, conflicts)| Some(describe(strength, aside, conflicts?)))?;
    Some(found.of_one_machine(!signs::ever_agree(near)))
}

/// A finding from the pairs that conflict. `aside` says what makes them a sign, beginning with a comma.
fn describe(strength: Strength, aside: &str, mut conflicts: Vec<Pair<'_>>) -> Finding {
    let browser = ZoneCounts::of(conflicts.iter().map(|pair| pair.browser.offset));
    let machine = ZoneCounts::of(conflicts.iter().map(|pair| pair.local.offset));
    let summary = format!(
        "{} on {} show {} while local commits near them show {}{aside}",
        counted(
            conflicts.len(),
            "commit in the browser",
            "commits in the browser"
        ),
        days_in_words(days(&conflicts)),
        browser.list(),
        machine.list(),
    );
    conflicts.sort_by_key(|pair| {
        (
            Reverse(pair.apart()),
            pair.browser.at,
            pair.browser.commit.id(),
        )
    });
    let evidence = conflicts
        .iter()
        .map(|pair| pair.browser.against(&pair.local));
    Finding::new(strength, summary, evidence.collect())
}
