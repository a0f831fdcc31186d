//! A span of time in slices.

/// Slices of a timeline.
const SLICES: u16 = 120;

/// From one Unix second to another, in equal slices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timeline {
    pub(crate) first: i64,
    pub(crate) last: i64,
}

impl Timeline {
    /// `None` for no instants.
    pub(super) fn over(instants: impl IntoIterator<Item = i64>) -> Option<Self> {
        let one = |second| Self {
            first: second,
            last: second,
        };
        let both = |a: Self, b: Self| Self {
            first: a.first.min(b.first),
            last: a.last.max(b.last),
        };
        instants.into_iter().map(one).reduce(both)
    }

    /// The slice of an instant. Instants before the first count for the first slice, later ones for the last.
    pub(super) fn slice(self, second: i64) -> u16 {
        let second = i128::from(second.clamp(self.first, self.last));
        let first = i128::from(self.first);
        let length = i128::from(self.last) - first + 1;
        let slice = (second - first) * i128::from(SLICES) / length;
        u16::try_from(slice).unwrap_or(SLICES - 1)
    }

    /// Where the middle of a slice lies: 0 at the start of the timeline, 1 at its end.
    pub(crate) fn middle(slice: u16) -> f64 {
        (f64::from(slice) + 0.5) / f64::from(SLICES)
    }

    /// How much of the timeline one slice takes.
    pub(crate) fn share_of_slice() -> f64 {
        1.0 / f64::from(SLICES)
    }

    /// The instant at a share of the timeline, in Unix seconds.
    pub(crate) fn at(self, numerator: u8, denominator: u8) -> i64 {
        let length = i128::from(self.last) - i128::from(self.first);
        let passed = length * i128::from(numerator) / i128::from(denominator.max(1));
        let at = i128::from(self.first) + passed;
        i64::try_from(at).unwrap_or(self.last)
    }

    /// Whether the calendar days of two labels would often be in one month.
    pub(crate) fn is_short(self) -> bool {
        const HALF_A_YEAR: i64 = 183 * 86_400;
        self.last.saturating_sub(self.first) < HALF_A_YEAR
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instant_has_a_slice() {
        let whole = Timeline::over([i64::MIN, i64::MAX, 0]).unwrap();
        assert_eq!(whole.slice(i64::MIN), 0);
        assert_eq!(whole.slice(i64::MAX), SLICES - 1);
        assert_eq!(whole.slice(0), SLICES / 2);
        let one = Timeline::over([7]).unwrap();
        assert_eq!((one.slice(7), one.slice(-9), one.slice(99)), (0, 0, 0));
        assert_eq!(Timeline::over([]), None);
    }

    #[test]
    fn labels_stay_inside() {
        let whole = Timeline {
            first: 100,
            last: 200,
        };
        assert_eq!([0, 1, 4].map(|part| whole.at(part, 4)), [100, 125, 200]);
    }
}
