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
    backward_time,
    impossible_travel,
    key_change,
    relabelled_clock,
    release_signer,
    renamed_account,
    scripted_time,
    shared_hidden_clock,
    shared_key,
    signature_time,
    signing_lapse,
    split_clock,
    two_clocks,
    unrelated_names,
}

#[cfg(test)]
mod tests;
