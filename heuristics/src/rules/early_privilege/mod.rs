//! `early-privilege`: a newcomer's pull request reaches what builds, releases, upgrades or moves funds.

#[cfg(test)]
pub(super) mod cases;

use super::paths::{self, Guard};
use crate::facts::path::Parts;
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
/// Folders that hold nothing but pipeline.
const PIPELINE_FOLDERS: [&str; 8] = [
    ".azure-pipelines",
    ".buildkite",
    ".circleci",
    ".github/actions",
    ".github/workflows",
    ".gitlab/ci",
    ".tekton",
    ".woodpecker",
];
/// Files that configure building or publishing, lower case, wherever they stand in force.
const PIPELINE_FILES: [&str; 24] = [
    ".drone.yml",
    ".gitlab-ci.yml",
    ".goreleaser.yaml",
    ".goreleaser.yml",
    ".npmrc",
    ".pypirc",
    ".releaserc",
    ".releaserc.js",
    ".releaserc.json",
    ".releaserc.yaml",
    ".releaserc.yml",
    ".travis.yml",
    ".woodpecker.yml",
    "appveyor.yml",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
    "cloudbuild.yaml",
    "dist-workspace.toml",
    "dockerfile",
    "jenkinsfile",
    "release-please-config.json",
    "release-plz.toml",
    "release.config.js",
    "release.toml",
];
/// Scripts that put something out, by a word of their name.
const RELEASES: [&str; 5] = ["deploy", "publish", "release", "sign", "upgrade"];
const SCRIPTS: [&str; 10] = [
    "bash", "bat", "cjs", "js", "mjs", "pl", "ps1", "py", "rb", "sh",
];
/// Contract languages, and what names code that replaces contracts or moves what they hold.
const CONTRACTS: [&str; 6] = ["cairo", "clar", "fc", "move", "sol", "vy"];
const POWERS: [&str; 9] = [
    "accesscontrol",
    "governor",
    "multisig",
    "proxy",
    "timelock",
    "treasury",
    "upgrad",
    "vault",
    "withdraw",
];

static GUARD: Guard = Guard {
    holds: reaches_far,
    is_known: |tenure| tenure.days() >= NEWCOMER_DAYS,
    strength: Strength::Context,
    does: "changes what builds, releases, upgrades or moves funds",
};

pub(super) fn reaches_far(parts: &Parts<'_>) -> bool {
    let file = parts.file.to_lowercase();
    let is_pipeline = PIPELINE_FOLDERS.iter().any(|folder| parts.is_below(folder))
        || PIPELINE_FILES.binary_search(&&*file).is_ok();
    let releases = SCRIPTS.binary_search(&&*parts.ending).is_ok() && parts.has_word(&RELEASES);
    parts.is_in_force() && (is_pipeline || releases || is_contract(parts) || parts.lists_signers())
}

fn is_contract(parts: &Parts<'_>) -> bool {
    let stem = parts.stem.to_lowercase();
    let is_test = parts.file.ends_with(".t.sol");
    CONTRACTS.binary_search(&&*parts.ending).is_ok()
        && !is_test
        && POWERS.iter().any(|power| stem.contains(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_searching() {
        assert!(PIPELINE_FILES.is_sorted() && RELEASES.is_sorted());
        assert!(SCRIPTS.is_sorted() && CONTRACTS.is_sorted());
    }
}
