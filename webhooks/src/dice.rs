//! Chance, given from outside.

use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Arc;

/// Spreads out what would otherwise happen all at once.
#[derive(Clone)]
pub struct Dice(Arc<dyn Fn() -> f64 + Send + Sync>);

impl Dice {
    /// Dice that nobody foresees.
    #[must_use]
    pub fn system() -> Self {
        Self::from_fn(|| {
            // Every `RandomState` has keys of its own, which is all that jitter asks for.
            let bits = u32::try_from(RandomState::new().build_hasher().finish() >> 32);
            f64::from(bits.unwrap_or_default()) / (f64::from(u32::MAX) + 1.0)
        })
    }

    /// Dice that ask `throw` for a number from 0 up to but not including 1.
    #[must_use]
    pub fn from_fn(throw: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(throw))
    }

    /// A time between half of `milliseconds` and all of it.
    #[must_use]
    pub fn spread(&self, milliseconds: i64) -> i64 {
        let half = milliseconds / 2;
        // In thousandths, so that no large number goes through a float.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the product lies between 0 and 1,000"
        )]
        let share = ((self.0)().clamp(0.0, 1.0) * 1_000.0) as i64;
        milliseconds - half + half / 1_000 * share
    }
}

impl fmt::Debug for Dice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dice")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_stays_in_its_bounds() {
        for throw in [0.0, 0.3, 0.999, 7.0] {
            let spread = Dice::from_fn(move || throw).spread(60_000);
            assert!((30_000..=60_000).contains(&spread), "{throw}: {spread}");
        }
        let spread = Dice::system().spread(60_000);
        assert!((30_000..=60_000).contains(&spread), "{spread}");
    }
}
