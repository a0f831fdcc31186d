//! The catalogue of heuristics: each is one folder here and one line in the list below.

use crate::heuristic::Heuristic;

mod accounts;
mod added_lines;
mod arrivals;
mod clocks;
mod contributors;
mod grades;
mod guarded_files;
mod names;
mod offset_change;
mod same_person;

/// Declares the modules of the heuristics, the catalogue and, for tests, the list of all cases.
macro_rules! rules {
    ($($rule:ident),* $(,)?) => {
        $(mod $rule;)*

        /// All heuristics, in alphabetical order.
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
    anachronism,
    auto_run,
    awakened_account,
    backward_time,
    closed_circle,
    copied_history,
    daily_rhythm,
    deploy_key,
    early_grant,
    early_privilege,
    empty_work,
    file_from_the_future,
    foreign_commits,
    forged_platform,
    hidden_code,
    impossible_travel,
    indicator_match,
    key_change,
    leaked_home,
    leaked_identity,
    leaked_zone,
    lockstep,
    older_than_account,
    persona_across_orgs,
    provable_age,
    relabelled_clock,
    release_signer,
    renamed_account,
    rewritten_history,
    sanctioned_wallet,
    scripted_time,
    second_clock_in_text,
    shared_hidden_clock,
    shared_key,
    signature_time,
    signing_lapse,
    split_clock,
    three_zones,
    trust_file,
    trusted_bracket,
    two_clocks,
    unrelated_names,
    young_key,
}

#[cfg(test)]
mod tests;
