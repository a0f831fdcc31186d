//! `early-privilege`: a newcomer's pull request reaches what builds, releases, upgrades or moves funds.

#[cfg(test)]
pub(super) mod cases;

use countersign_facts::path::reaches_far;

use super::paths::{self, Guard};
use crate::heuristic::{Check, Family, Heuristic, Strength};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "early-privilege",
    title: "a newcomer's pull request changes what builds, releases, upgrades or moves funds",
    revision: 1,
    family: Family::Content,
    strength: Strength::Context,
    innocent: "newcomers are asked to help with the pipeline, and small repairs to it are a usual first \
               contribution",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Both {
        person: |dossier| paths::check_history(dossier, &GUARD),
        pull_request: |review| paths::check(review, &GUARD),
    },
};

/// Whoever has worked on the repository for so many days is no newcomer.
const NEWCOMER_DAYS: u64 = 30;
static GUARD: Guard = Guard {
    holds: reaches_far,
    is_known: |tenure| tenure.days() >= NEWCOMER_DAYS,
    strength: Strength::Context,
    does: "changes what builds, releases, upgrades or moves funds",
};
