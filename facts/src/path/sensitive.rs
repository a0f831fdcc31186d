//! Files that say who is trusted, and files that build, release, upgrade or move funds.

use super::Parts;

/// Files, by name without extension, that list who may approve or release, or receives reports of
/// vulnerabilities.
const TRUST_LISTS: [&str; 5] = [
    "KEYS",
    "MAINTAINERS",
    "OWNERS",
    "OWNERS_ALIASES",
    "SECURITY_CONTACTS",
];
const TRUST_LIST_ENDINGS: [&str; 8] = ["", "asc", "json", "md", "toml", "txt", "yaml", "yml"];
/// Where a platform reads CODEOWNERS.
const CODE_OWNERS: [&str; 4] = ["", ".github", ".gitlab", "docs"];
/// Settings that grant or check trust, by folder and name.
const SETTINGS: [(&str, &str); 4] = [
    ("", "openpgp-policy.toml"),
    (".github", "countersign.toml"),
    (".github", "settings.yml"),
    (".well-known", "security.txt"),
];

/// Folders that hold only build and release pipelines.
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
/// Files that configure building or publishing, lower case, in any folder.
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
/// Words in the names of scripts that publish something.
const RELEASES: [&str; 5] = ["deploy", "publish", "release", "sign", "upgrade"];
const SCRIPTS: [&str; 10] = [
    "bash", "bat", "cjs", "js", "mjs", "pl", "ps1", "py", "rb", "sh",
];
/// Extensions of smart contract languages, and parts of names of contracts that replace others or move funds.
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

/// Whether the file says who is trusted ([`says_who_is_trusted`]) or reaches far ([`reaches_far`]).
#[must_use]
pub fn is_sensitive(path: &[u8]) -> bool {
    Parts::of(path).is_some_and(|parts| says_who_is_trusted(&parts) || reaches_far(&parts))
}

/// Whether the file says who is trusted: who owns code, may approve, may sign or release.
#[must_use]
pub fn says_who_is_trusted(parts: &Parts<'_>) -> bool {
    let is_setting = SETTINGS
        .iter()
        .any(|(folder, file)| parts.folder == *folder && parts.file == *file);
    let owns_code = parts.file == "CODEOWNERS" && CODE_OWNERS.contains(&&*parts.folder);
    let is_list = TRUST_LISTS.contains(&parts.stem) && TRUST_LIST_ENDINGS.contains(&&*parts.ending);
    is_setting || owns_code || (is_list && parts.is_in_force()) || parts.lists_signers()
}

/// Whether the file builds, releases, upgrades or moves funds.
#[must_use]
pub fn reaches_far(parts: &Parts<'_>) -> bool {
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
