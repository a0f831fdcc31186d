//! The catalogue: one folder a heuristic, one line to register it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::heuristic::{Heuristic, Strength};
use crate::weight::Weight;

mod arrivals;
mod grades;
mod kin;
mod marks;
mod moves;
mod names;
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
    auto_run,
    awakened_account,
    backward_time,
    closed_circle,
    copied_history,
    daily_rhythm,
    deploy_key,
    early_grant,
    early_privilege,
    foreign_commits,
    hidden_code,
    impossible_travel,
    indicator_match,
    key_change,
    leaked_identity,
    lockstep,
    older_than_account,
    persona_across_orgs,
    relabelled_clock,
    release_signer,
    renamed_account,
    sanctioned_wallet,
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

/// What a finding of the heuristic with this id counts: every record is read once.
pub(crate) fn weight(id: &str, strength: Strength) -> Weight {
    static WEIGHTS: LazyLock<BTreeMap<(&str, Strength), Weight>> = LazyLock::new(|| {
        let strengths = [Strength::Context, Strength::Moderate, Strength::Strong];
        let of = |heuristic: &&'static Heuristic| {
            let (id, record) = (heuristic.id, heuristic.record());
            strengths.map(|strength| ((id, strength), Weight::of(&record, strength)))
        };
        catalogue().iter().flat_map(of).collect()
    });
    WEIGHTS.get(&(id, strength)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
