//! How much a finding counts: a likelihood ratio from the heuristic's measured record.

use std::fmt;
use std::iter::Sum;

use crate::finding::Strength;
use crate::record::Record;

/// The assumed share of people under a false identity who show a finding. Nobody has measured it, because there are
/// too few documented cases. One half is a guess; the caps below limit its effect.
const SHOWN: f64 = 0.5;
/// The greatest weight of a moderate and of a strong finding, in hundredths, however rare the finding is.
const MOST_MODERATE: u16 = 130;
const MOST_STRONG: u16 = 200;
/// The weight of a finding whose base rate was not measured yet, in hundredths.
const UNMEASURED_MODERATE: u16 = 70;
const UNMEASURED_STRONG: u16 = 120;

/// The weight of evidence: the decimal logarithm of a likelihood ratio, in steps of a hundredth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(u16);

impl Weight {
    /// A weight in hundredths: 130 is 1.30, which means 20 times as likely.
    #[must_use]
    pub const fn from_hundredths(hundredths: u16) -> Self {
        Self(hundredths)
    }

    /// The weight in hundredths.
    #[must_use]
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// The weight of a finding of this strength: how much likelier it is for someone under a false identity than for
    /// an ordinary contributor, rounded down. A context finding has no weight.
    ///
    /// The base rate is taken as the upper bound of its 95 % interval, so a heuristic that was tested on few people has
    /// little weight.
    #[must_use]
    pub fn of(record: &Record, strength: Strength) -> Self {
        let (most, unmeasured) = match strength {
            Strength::Context => return Self::default(),
            Strength::Moderate => (MOST_MODERATE, UNMEASURED_MODERATE),
            Strength::Strong => (MOST_STRONG, UNMEASURED_STRONG),
        };
        let Some(rate) = record.base_rate(strength) else {
            return Self(unmeasured);
        };
        let (_, ordinary) = rate.interval();
        // A ratio below one would be evidence of honesty. No finding is.
        let hundredths = ((SHOWN / ordinary).log10() * 100.0).floor();
        let steps = (1..=most).take_while(|step| f64::from(*step) <= hundredths);
        Self(steps.last().unwrap_or_default())
    }
}

impl Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(weights: I) -> Self {
        Self(weights.map(|weight| weight.0).fold(0, u16::saturating_add))
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Fired;

    fn weight(testable: u32, moderate: u32, strong: u32, strength: Strength) -> u16 {
        let record = Record {
            testable,
            fired: Fired {
                context: 0,
                moderate,
                strong,
            },
            ..Record::default()
        };
        Weight::of(&record, strength).hundredths()
    }

    #[test]
    fn the_rarer_on_ordinary_histories_the_heavier() {
        // Upper bounds: 12.1 %, 2.67 %, 11.0 %.
        assert_eq!(weight(1_000, 100, 0, Strength::Moderate), 61);
        assert_eq!(weight(683, 10, 0, Strength::Moderate), 127);
        assert_eq!(weight(31, 0, 0, Strength::Strong), 65);
    }

    #[test]
    fn weights_are_capped() {
        assert_eq!(weight(50_000, 0, 0, Strength::Moderate), 130);
        assert_eq!(weight(50_000, 0, 0, Strength::Strong), 200);
        assert_eq!(weight(50_000, 0, 0, Strength::Context), 0);
    }

    #[test]
    fn a_strong_finding_is_weighed_by_the_strong_ones_only() {
        assert_eq!(weight(1_000, 200, 0, Strength::Strong), 200);
        assert_eq!(weight(1_000, 200, 0, Strength::Moderate), 34);
    }

    #[test]
    fn what_most_people_show_counts_nothing() {
        assert_eq!(weight(100, 80, 0, Strength::Moderate), 0);
    }

    #[test]
    fn what_was_not_measured_counts_little() {
        assert_eq!(weight(0, 0, 0, Strength::Moderate), 70);
        assert_eq!(weight(0, 0, 0, Strength::Strong), 120);
    }

    #[test]
    fn weights_read_as_decimals() {
        assert_eq!(Weight::from_hundredths(205).to_string(), "2.05");
        let sum: Weight = [130, 70].map(Weight::from_hundredths).into_iter().sum();
        assert_eq!(sum, Weight::from_hundredths(200));
    }
}
