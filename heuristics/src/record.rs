//! How often a heuristic fired on real histories: the source of the base rate that every finding carries.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::finding::Strength;

/// 95 % of the normal distribution are within this many standard deviations of the mean.
const Z: f64 = 1.959_964;

/// A heuristic's measured record: counts of people in a corpus, without names or addresses.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Record {
    /// The revision of the heuristic that was measured.
    pub revision: u16,
    /// The text that reports show instead of a rate, if the rate cannot be measured.
    pub instead: Option<String>,
    /// The digest of the code that was measured; empty if it was not measured yet.
    pub code: String,
    /// The repositories in which it was measured.
    pub corpus: String,
    /// Which people were counted, in words: those with enough history for an answer.
    pub among: String,
    /// The number of these people; 0 if it was not measured yet.
    pub testable: u32,
    /// How many of them have a finding, each counted once, by the strongest finding.
    pub fired: Fired,
    /// The same for bands of UTC offsets, by the offset that a person's clock shows most often.
    pub bands: BTreeMap<String, Rate>,
    /// The same for classes of people, by the number of their commits.
    pub sizes: BTreeMap<String, Rate>,
    /// The same for kinds of communities, by how the repository's commits come about.
    pub kinds: BTreeMap<String, Rate>,
}

/// The number of people with a finding, by the strongest finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fired {
    /// Only context findings.
    pub context: u32,
    /// A moderate finding and none stronger.
    pub moderate: u32,
    /// A strong finding.
    pub strong: u32,
}

impl Fired {
    /// How many people show a finding of this strength or a stronger one.
    #[must_use]
    pub const fn at_least(&self, strength: Strength) -> u32 {
        match strength {
            Strength::Context => self.context + self.moderate + self.strong,
            Strength::Moderate => self.moderate + self.strong,
            Strength::Strong => self.strong,
        }
    }
}

/// A number of people, and how many of them have a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// How many people could be tested.
    pub testable: u32,
    /// How many of them have a finding.
    pub fired: u32,
}

impl Rate {
    /// The share of people with a finding, 0 to 1; 0 if nobody was tested.
    #[must_use]
    pub fn share(self) -> f64 {
        if self.testable == 0 {
            return 0.0;
        }
        f64::from(self.fired) / f64::from(self.testable)
    }

    /// The lower and upper bound of Wilson's 95 % interval of the share; 0 and 1 if nobody was tested.
    ///
    /// Wilson (1927), <https://doi.org/10.1080/01621459.1927.10502953>. The interval is also valid for small shares and
    /// for a share of zero.
    #[must_use]
    pub fn interval(self) -> (f64, f64) {
        if self.testable == 0 {
            return (0.0, 1.0);
        }
        let (n, share) = (f64::from(self.testable), self.share());
        let centre = share + Z * Z / (2.0 * n);
        let reach = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        // At 0 and 1 the bound is exactly 0 or 1, which rounding would miss.
        let low = if self.fired == 0 {
            0.0
        } else {
            (centre - reach) / scale
        };
        let high = if self.fired >= self.testable {
            1.0
        } else {
            (centre + reach) / scale
        };
        (low, high)
    }
}

impl Record {
    pub(crate) fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// How many ordinary people show a finding of this strength or a stronger one; `None` if it was not measured yet.
    #[must_use]
    pub fn base_rate(&self, strength: Strength) -> Option<Rate> {
        (self.testable > 0).then(|| Rate {
            testable: self.testable,
            fired: self.fired.at_least(strength),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounded to a hundredth of a percent.
    fn interval(fired: u32, testable: u32) -> (f64, f64) {
        let (low, high) = Rate { testable, fired }.interval();
        let rounded = |bound: f64| (bound * 10_000.0).round() / 100.0;
        (rounded(low), rounded(high))
    }

    #[test]
    fn intervals_are_wilsons() {
        assert_eq!(interval(10, 683), (0.80, 2.67));
        assert_eq!(interval(1, 10), (1.79, 40.42));
        assert_eq!(interval(0, 100), (0.0, 3.70));
        assert_eq!(interval(100, 100), (96.30, 100.0));
        assert_eq!(interval(0, 0), (0.0, 100.0));
        for testable in 1..500 {
            let rate = |fired| Rate { testable, fired };
            assert_eq!(rate(0).interval().0.to_bits(), 0.0_f64.to_bits());
            assert_eq!(rate(testable).interval().1.to_bits(), 1.0_f64.to_bits());
        }
    }

    #[test]
    fn a_base_rate_counts_the_stronger_ones_too() {
        let text = "revision = 2\ncode = \"c0de\"\ncorpus = \"made up\"\namong = \"people\"\n\
                    testable = 200\n[fired]\ncontext = 8\nmoderate = 4\nstrong = 1\n\
                    [bands]\n\"+7..+8\" = { testable = 40, fired = 2 }\n";
        let record = Record::parse(text).expect("a record");
        let fired = |strength| record.base_rate(strength).expect("measured").fired;
        assert_eq!(fired(Strength::Context), 13);
        assert_eq!(fired(Strength::Moderate), 5);
        assert_eq!(fired(Strength::Strong), 1);
        let band = record.bands["+7..+8"];
        assert_eq!((band.testable, band.fired), (40, 2));
        let unmeasured = Record::parse("revision = 1\namong = \"people\"\n").expect("a record");
        assert_eq!(unmeasured.base_rate(Strength::Strong), None);
    }
}
