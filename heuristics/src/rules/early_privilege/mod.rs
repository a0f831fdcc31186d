//! `early-privilege`: a newcomer changes files that control builds, releases, upgrades or funds.

#[cfg(test)]
pub(super) mod cases;

use countersign_facts::path::reaches_far;

use super::guarded_files::{self, Guard};
use crate::finding::Strength;
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "early-privilege",
    title: "a newcomer changes files that control builds, releases, upgrades or funds",
    revision: 1,
    family: Family::Content,
    strength: Strength::Context,
    innocent: "newcomers are asked to help with the pipeline, and small repairs to it are a common first \
               contribution",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Both {
        person: |dossier| guarded_files::check_history(dossier, &GUARD),
        pull_request: |review| guarded_files::check(review, &GUARD),
    },
};

/// Someone who has worked on the repository for this many days is not a newcomer.
const NEWCOMER_DAYS: u64 = 30;
static GUARD: Guard = Guard {
    holds: reaches_far,
    is_known: |tenure| tenure.days() >= NEWCOMER_DAYS,
    strength: Strength::Context,
    does: "changes files that control builds, releases, upgrades or funds",
};
