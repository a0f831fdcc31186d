//! Kinds of communities: how the commits of a repository come about. `kinds.toml` lists who belongs to which.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The kind of a repository that the file does not list: pull requests on GitHub.
const ORDINARY: &str = "pull-requests";

/// The kinds in the order of the page, each with what it means.
pub(crate) const KINDS: [(&str, &str); 12] = [
    (ORDINARY, "Pull requests on GitHub, merged or rebased."),
    (
        "squash-only",
        "Pull requests on GitHub, each squashed into one commit.",
    ),
    ("merge-queue", "A program merges what was approved."),
    (
        "gerrit",
        "Gerrit: a server commits in the name of the person who clicked.",
    ),
    (
        "pairs",
        "Pair programming: two people on one machine, both named in the commit.",
    ),
    ("stacks", "Clients that rewrite stacks of commits."),
    ("agents", "Coding agents write a large part of the commits."),
    (
        "converted",
        "Converted from Subversion, CVS, Mercurial or Fossil.",
    ),
    ("synced", "Copied by a program out of a larger repository."),
    ("mailing-list", "Patches by e-mail, applied by maintainers."),
    (
        "other-forge",
        "GitLab, Phabricator or a forge of its own; GitHub has a mirror.",
    ),
    ("releases", "Small repositories that mostly release."),
];

static LISTED: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| toml::from_str(include_str!("../kinds.toml")).expect("a test reads it"));

/// The kind of a repository, by its name.
pub(crate) fn of(repository: &str) -> &'static str {
    let listed = LISTED
        .iter()
        .find(|(_, repositories)| repositories.iter().any(|one| one == repository));
    let known = listed.and_then(|(kind, _)| all().find(|one| one == kind));
    known.unwrap_or(ORDINARY)
}

/// The names of all kinds, in the order of the page.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_lists_every_repository_once_under_a_known_kind() {
        let mut repositories: Vec<_> = LISTED.values().flatten().collect();
        let count = repositories.len();
        repositories.sort_unstable();
        repositories.dedup();
        assert_eq!(repositories.len(), count);
        for kind in LISTED.keys() {
            assert!(all().any(|one| one == kind), "{kind}");
        }
        assert_eq!(of("owner/unknown"), ORDINARY);
    }
}
