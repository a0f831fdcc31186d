//! The catalogue: one folder a heuristic, one line to register it.

use crate::heuristic::Heuristic;

mod paths;

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
    early_privilege,
    foreign_commits,
    impossible_travel,
    key_change,
    older_than_account,
    relabelled_clock,
    release_signer,
    renamed_account,
    scripted_time,
    shared_hidden_clock,
    shared_key,
    signature_time,
    signing_lapse,
    split_clock,
    trust_file,
    two_clocks,
    unrelated_names,
    young_key,
}

#[cfg(test)]
mod tests;
