//! `trust-file`: a newcomer changes a file that says who is trusted.

#[cfg(test)]
pub(super) mod cases;

use super::paths::{self, Guard};
use crate::facts::path::Parts;
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
/// Files by name, with or without an ending: who may approve, release, or is told of weaknesses.
const LISTS: [&str; 5] = [
    "KEYS",
    "MAINTAINERS",
    "OWNERS",
    "OWNERS_ALIASES",
    "SECURITY_CONTACTS",
];
const LIST_ENDINGS: [&str; 8] = ["", "asc", "json", "md", "toml", "txt", "yaml", "yml"];
/// Where a platform reads CODEOWNERS.
const CODE_OWNERS: [&str; 4] = ["", ".github", ".gitlab", "docs"];
/// Settings that grant or check trust, by their one place.
const SETTINGS: [(&str, &str); 4] = [
    ("", "openpgp-policy.toml"),
    (".github", "countersign.toml"),
    (".github", "settings.yml"),
    (".well-known", "security.txt"),
];

static GUARD: Guard = Guard {
    holds: says_who_is_trusted,
    is_known: |tenure| {
        tenure.days() >= LONG_STANDING_DAYS && tenure.commits >= LONG_STANDING_COMMITS
    },
    strength: Strength::Moderate,
    does: "changes who is trusted",
};

pub(super) fn says_who_is_trusted(parts: &Parts<'_>) -> bool {
    let is_setting = SETTINGS
        .iter()
        .any(|(folder, file)| parts.folder == *folder && parts.file == *file);
    let owns_code = parts.file == "CODEOWNERS" && CODE_OWNERS.contains(&&*parts.folder);
    let is_list = LISTS.contains(&parts.stem) && LIST_ENDINGS.contains(&&*parts.ending);
    is_setting || owns_code || (is_list && parts.is_in_force()) || parts.lists_signers()
}
