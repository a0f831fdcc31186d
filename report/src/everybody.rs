//! How much the findings of all people of a scan weigh: where one person lies among them.

use std::collections::BTreeMap;

/// Hundredths of weight in one bin.
const BIN: u32 = 50;
/// The last bin; it also holds everything heavier.
const LAST: u32 = 12;

/// People by the weight of their findings together, in bins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Everybody(BTreeMap<u32, u64>);

impl Everybody {
    /// Number of bins: the first is for people without weight.
    pub(crate) const BINS: u32 = LAST + 1;

    /// Counts a person whose findings weigh this much, in hundredths.
    pub(crate) fn add(&mut self, hundredths: u32) {
        *self.0.entry(bin(hundredths)).or_default() += 1;
    }

    /// How many people are in a bin.
    pub(crate) fn people(&self, bin: u32) -> u64 {
        self.0.get(&bin).copied().unwrap_or_default()
    }

    /// The bin of findings that weigh this much together.
    pub(crate) fn bin_of(weights: impl Iterator<Item = f64>) -> u32 {
        let hundredths = (weights.sum::<f64>() * 100.0).round().clamp(0.0, 1e6);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the line above clamps it"
        )]
        let hundredths = hundredths as u32;
        bin(hundredths)
    }

    /// `0`, `0.01 to 0.50`, `more than 5.50`.
    pub(crate) fn label(bin: u32) -> String {
        let weight = |hundredths: u32| format!("{}.{:02}", hundredths / 100, hundredths % 100);
        match bin {
            0 => "0".to_owned(),
            LAST => format!("more than {}", weight((LAST - 1) * BIN)),
            bin => format!("{} to {}", weight((bin - 1) * BIN + 1), weight(bin * BIN)),
        }
    }
}

/// Nothing is in the first bin but no weight at all.
fn bin(hundredths: u32) -> u32 {
    hundredths.div_ceil(BIN).min(LAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_hold_what_their_labels_say() {
        assert_eq!([0, 1, 50, 51, 600, 9_999].map(bin), [0, 1, 1, 2, 12, 12]);
        assert_eq!(Everybody::label(0), "0");
        assert_eq!(Everybody::label(2), "0.51 to 1.00");
        assert_eq!(Everybody::label(12), "more than 5.50");
        assert_eq!(Everybody::bin_of([1.3, 0.2].into_iter()), 3);
    }
}
