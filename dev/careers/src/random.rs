//! Seeded random numbers. Every household has its own stream, so that a new neighbour changes nobody's life.

use rand::Rng as _;
use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

/// The random numbers of one household.
pub(crate) struct Random(ChaCha8Rng);

impl Random {
    pub(crate) fn new(seed: u64, household: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(household);
        Self(generator)
    }

    /// A whole number from `from` up to but not including `to`.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        self.0.random_range(from..to)
    }

    /// A number from `from` up to but not including `to`.
    pub(crate) fn share(&mut self, from: f64, to: f64) -> f64 {
        self.0.random_range(from..to)
    }

    /// Whether something of this probability happens.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.0.random_bool(probability)
    }

    /// A waiting time of this mean (exponentially distributed).
    pub(crate) fn wait(&mut self, mean: f64) -> f64 {
        -mean * self.0.random_range(f64::MIN_POSITIVE..1.0).ln()
    }

    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.0.random_range(0..all.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        all.shuffle(&mut self.0);
    }
}
