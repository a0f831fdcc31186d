//! `trust-file`: a newcomer changes a file that says who is trusted.

#[cfg(test)]
pub(super) mod cases;

use countersign_facts::path::says_who_is_trusted;

use super::guarded_files::{self, Guard};
use crate::finding::Strength;
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "trust-file",
    title: "someone new to the repository changes a file that says who is trusted",
    revision: 1,
    family: Family::Key,
    strength: Strength::Moderate,
    innocent: "a new maintainer or component owner is added to the list as agreed, or someone tidies it up",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Both {
        person: |dossier| guarded_files::check_history(dossier, &GUARD),
        pull_request: |review| guarded_files::check(review, &GUARD),
    },
};

/// Someone who has worked on the repository for this many days with this many commits is not a newcomer.
const LONG_STANDING_DAYS: u64 = 90;
const LONG_STANDING_COMMITS: usize = 5;
static GUARD: Guard = Guard {
    holds: says_who_is_trusted,
    is_known: |tenure| {
        tenure.days() >= LONG_STANDING_DAYS && tenure.commits >= LONG_STANDING_COMMITS
    },
    strength: Strength::Moderate,
    does: "changes a file that says who is trusted",
};
