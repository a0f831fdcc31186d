//! Jitter: random waits, so that jobs and workers do not all start at the same moment.

use std::fmt;
use std::sync::Arc;

/// A source of random waits.
#[derive(Clone)]
pub struct Jitter(Arc<dyn Fn() -> f64 + Send + Sync>);

impl Jitter {
    /// Waits that nobody can predict.
    #[must_use]
    pub fn system() -> Self {
        Self::from_fn(fastrand::f64)
    }

    /// Waits that follow from `random`, which returns numbers from 0 up to but not including 1.
    #[must_use]
    pub fn from_fn(random: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(random))
    }

    /// A wait between half of `milliseconds` and all of it.
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

impl fmt::Debug for Jitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jitter")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_stay_in_their_bounds() {
        for random in [0.0, 0.3, 0.999, 7.0] {
            let wait = Jitter::from_fn(move || random).spread(60_000);
            assert!((30_000..=60_000).contains(&wait), "{random}: {wait}");
        }
        let wait = Jitter::system().spread(60_000);
        assert!((30_000..=60_000).contains(&wait), "{wait}");
    }
}
