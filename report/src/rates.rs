//! How many ordinary contributors show a finding, in words.

use countersign_heuristics::{Rate, catalogue};

use crate::figures::{count, percent};
use crate::model::{BaseRate, Finding, Together};

/// A finding that fewer ordinary contributors show is called rare: one in a hundred.
const RARE: f64 = 0.01;

/// `10 of 683 (1.5 %)`, or why it was not measured.
pub(crate) fn rate(finding: &Finding) -> String {
    rate_or(finding.base_rate.as_ref(), finding.heuristic)
}

/// The rate, or why it was not measured.
pub(crate) fn rate_or(rate: Option<&BaseRate>, heuristic: &str) -> String {
    match rate {
        Some(rate) => measured(counted(rate)),
        None => unmeasured(heuristic),
    }
}

/// `10 of 683 (1.5 %)`; `0 of 683 (less than 0.6 %)`.
pub(crate) fn measured(rate: Rate) -> String {
    format!("{} ({})", counts(rate), share(rate))
}

/// Why a heuristic's rate was not measured.
pub(crate) fn unmeasured(heuristic: &str) -> String {
    let known = catalogue().iter().find(|one| one.id == heuristic);
    unmeasured_or(known.and_then(|one| one.record().instead).as_deref())
}

/// Why a rate was not measured, where the record gives `instead`.
pub(crate) fn unmeasured_or(instead: Option<&str>) -> String {
    instead.unwrap_or("not measured yet").to_owned()
}

/// `rare: 0 of 21,741 ordinary contributors show this (less than 0.02 %)`.
pub(crate) fn rarity(rate: Option<Rate>, heuristic: &str) -> String {
    let Some(rate) = rate else {
        let instead = unmeasured(heuristic);
        return format!("ordinary contributors who show this: {instead}");
    };
    let rare = if rate.share() < RARE { "rare: " } else { "" };
    let (counts, share) = (counts(rate), share(rate));
    let show = if rate.fired == 1 { "shows" } else { "show" };
    format!("{rare}{counts} ordinary contributors {show} this ({share})")
}

/// `clock and key together: 1 of 18,307 ordinary contributors shows findings of both (0.005 %)`.
pub(crate) fn both(together: &Together) -> String {
    let [a, b] = together.families;
    let rate = Rate {
        testable: together.testable,
        fired: together.fired,
    };
    let (counts, share) = (counts(rate), share(rate));
    let show = if rate.fired == 1 { "shows" } else { "show" };
    format!(
        "{a} and {b} together: {counts} ordinary contributors {show} findings of both ({share})"
    )
}

/// Which contributors were counted, and where.
pub(crate) fn measured_among(rate: &BaseRate) -> String {
    format!("measured among {}, in {}", rate.among, rate.corpus)
}

/// The two numbers of a base rate.
pub(crate) fn counted(rate: &BaseRate) -> Rate {
    Rate {
        testable: rate.testable,
        fired: rate.fired,
    }
}

fn counts(rate: Rate) -> String {
    let [fired, testable] = [rate.fired, rate.testable].map(|number| count(u64::from(number)));
    format!("{fired} of {testable}")
}

/// The share; where nobody shows it, the upper bound of its 95 % interval.
fn share(rate: Rate) -> String {
    match rate.fired {
        0 => format!("less than {}", percent(rate.interval().1)),
        _ => percent(rate.share()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_sentences() {
        let rate = |fired, testable| rarity(Some(Rate { testable, fired }), "split-clock");
        assert_eq!(
            rate(0, 21_741),
            "rare: 0 of 21,741 ordinary contributors show this (less than 0.02 %)"
        );
        assert_eq!(
            rate(10, 683),
            "10 of 683 ordinary contributors show this (1.5 %)"
        );
        assert_eq!(
            rarity(None, "no-such-heuristic"),
            "ordinary contributors who show this: not measured yet"
        );
        let together = Together {
            families: ["clock", "key"],
            fired: 1,
            testable: 18_307,
        };
        assert_eq!(
            both(&together),
            "clock and key together: 1 of 18,307 ordinary contributors shows findings of both (0.005 %)"
        );
    }
}
