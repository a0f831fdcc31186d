//! `trust-file`: a newcomer changes a file that says who is trusted.

#[cfg(test)]
pub(super) mod cases;

use countersign_facts::path::says_who_is_trusted;

use super::paths::{self, Guard};
use crate::heuristic::{Check, Family, Heuristic, Strength};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "trust-file",
    title: "somebody the repository hardly knows changes a file that says who is trusted",
    revision: 1,
    family: Family::Key,
    strength: Strength::Moderate,
    innocent: "a new maintainer or component owner enters the list, as asked to, or somebody tidies it up",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Both {
        person: |dossier| paths::check_history(dossier, &GUARD),
        pull_request: |review| paths::check(review, &GUARD),
    },
};

/// Whoever has worked on the repository for so many days with so many commits is no newcomer.
const LONG_STANDING_DAYS: u64 = 90;
const LONG_STANDING_COMMITS: usize = 5;
static GUARD: Guard = Guard {
    holds: says_who_is_trusted,
    is_known: |tenure| {
        tenure.days() >= LONG_STANDING_DAYS && tenure.commits >= LONG_STANDING_COMMITS
    },
    strength: Strength::Moderate,
    does: "changes who is trusted",
};
