//! The catalogue: one folder a heuristic, one line to register it.

use crate::heuristic::Heuristic;

/// Declares each heuristic's module, the catalogue and, in tests, the list of its cases.
macro_rules! rules {
    ($($rule:ident),* $(,)?) => {
        $(mod $rule;)*

        /// Every heuristic, in alphabetical order.
        #[must_use]
        pub fn catalogue() -> &'static [&'static Heuristic] {
            static CATALOGUE: &[&Heuristic] = &[$(&$rule::HEURISTIC),*];
            CATALOGUE
        }

        #[cfg(test)]
        fn all_cases() -> Vec<(&'static Heuristic, &'static [crate::testing::Case])> {
            vec![$((&$rule::HEURISTIC, $rule::cases::CASES)),*]
        }
    };
}

rules! {
    split_clock,
}

#[cfg(test)]
mod tests;
