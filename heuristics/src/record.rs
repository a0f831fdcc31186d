//! What a heuristic did on real histories: the base rate every finding carries.

use serde::Deserialize;

/// A heuristic's measured record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Revision of the heuristic that was measured.
    pub revision: u16,
    /// One entry a corpus, newest first; the first is the base rate reports show. Empty where nobody has
    /// measured yet.
    pub measured: Vec<Measured>,
}

/// Counts over one corpus: no names, no addresses.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// What was measured.
    pub corpus: String,
    /// Who was counted.
    pub among: String,
    /// How many of them could be tested.
    pub testable: u32,
    /// How many of those fired.
    pub fired: u32,
}

impl Record {
    pub(crate) fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The base rate reports show; `None` where it was not measured yet.
    #[must_use]
    pub fn base_rate(&self) -> Option<&Measured> {
        self.measured.first()
    }
}

impl Measured {
    /// Share of ordinary people who show it, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.testable == 0 {
            0.0
        } else {
            f64::from(self.fired) / f64::from(self.testable)
        }
    }
}
