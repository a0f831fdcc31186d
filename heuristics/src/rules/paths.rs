//! What a file is for, as far as its path tells.

use crate::facts::{ChangedPath, PullRequest};
use crate::heuristic::{Evidence, Fact, Field, Finding, Outcome, Strength, short_digest};
use crate::review::{Review, Tenure};

/// Folders whose files stand for others: tests, examples, what was copied in.
const NOT_IN_FORCE: [&str; 14] = [
    "__tests__",
    "example",
    "examples",
    "fixture",
    "fixtures",
    "mock",
    "mocks",
    "node_modules",
    "test",
    "testdata",
    "tests",
    "third-party",
    "third_party",
    "vendor",
];
/// Endings of files that hold a list.
const LISTS: [&str; 10] = [
    "asc", "csv", "gpg", "json", "json5", "pub", "toml", "txt", "yaml", "yml",
];
/// Words in the name of such a list that make it one of people or keys with power over others.
const POWERS: [&str; 10] = [
    "authorities",
    "cosigners",
    "guardians",
    "keyring",
    "keyrings",
    "multisig",
    "multisigs",
    "owners",
    "signatories",
    "signers",
];
/// The repository counts as established when it holds so many commits older than this, in seconds: in a
/// young one everybody is new.
const ESTABLISHED_COMMITS: usize = 20;
const ESTABLISHED: i64 = 180 * 86_400;
/// So many paths stand in a summary or subject.
const MOST_NAMED: usize = 2;

/// A path, taken apart. Bytes that are no UTF-8 never are part of a name that is looked for.
pub(super) struct Parts<'a> {
    /// The folder, lower case; empty at the root.
    pub(super) folder: String,
    /// The file's name as found.
    pub(super) file: &'a str,
    /// The file's name up to its first dot after the first character, as found.
    pub(super) stem: &'a str,
    /// The ending behind the last dot, lower case; empty where there is none.
    pub(super) ending: String,
}

impl<'a> Parts<'a> {
    fn of(path: &'a [u8]) -> Option<Self> {
        let path = std::str::from_utf8(path).ok()?;
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let after_first = file.char_indices().nth(1).map_or(file.len(), |(at, _)| at);
        let stem = match file[after_first..].find('.') {
            Some(dot) => &file[..after_first + dot],
            None => file,
        };
        let ending = file[stem.len()..].rsplit('.').next().unwrap_or_default();
        Some(Self {
            folder: folder.to_lowercase(),
            file,
            stem,
            ending: ending.to_lowercase(),
        })
    }

    /// Whether the file is used where it stands, and not as a test's or example's.
    pub(super) fn is_in_force(&self) -> bool {
        !self
            .folder
            .split('/')
            .any(|folder| NOT_IN_FORCE.binary_search(&folder).is_ok())
    }

    /// Whether it stands in this folder or below it.
    pub(super) fn is_below(&self, folder: &str) -> bool {
        let rest = self.folder.strip_prefix(folder);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether a word of its name is one of these.
    pub(super) fn has_word(&self, words: &[&str]) -> bool {
        let name = self.stem.to_lowercase();
        name.split(|c: char| !c.is_alphanumeric())
            .any(|word| words.binary_search(&word).is_ok())
    }

    /// Whether it lists people or keys with power over others: signers, owners, guardians.
    pub(super) fn lists_signers(&self) -> bool {
        let known = [
            "allowed_signers",
            "allowed-signers",
            "gitsigners",
            ".gitsigners",
        ];
        self.is_in_force()
            && (known.contains(&&*self.file.to_lowercase())
                || (LISTS.binary_search(&&*self.ending).is_ok() && self.has_word(&POWERS)))
    }
}

/// A kind of file, and who may change it without a word.
pub(super) struct Guard {
    /// Whether a file is of the kind.
    pub(super) holds: fn(&Parts<'_>) -> bool,
    /// Whether the opener has been here long enough.
    pub(super) is_known: fn(&Tenure<'_>) -> bool,
    /// How much a finding says.
    pub(super) strength: Strength,
    /// What the pull request does, as the sentence of a finding goes on.
    pub(super) does: &'static str,
}

/// Looks at who opened the pull request when it changes such files.
pub(super) fn check(review: &Review<'_>, guard: &Guard) -> Outcome {
    let pull = review.pull_request();
    let by_program = pull.author.as_ref().is_some_and(|account| account.bot);
    if !review.is_opener() || by_program {
        return Outcome::NotApplicable;
    }
    let paths = touching(pull, guard.holds);
    if paths.is_empty() {
        return Outcome::NotApplicable;
    }
    let tenure = review.tenure();
    if (guard.is_known)(&tenure) {
        return Outcome::Quiet;
    }
    if let Some((have, want)) = too_young(review) {
        return Outcome::NotEnough {
            have,
            want,
            of: "commits of the repository older than half a year",
        };
    }
    let finding = finding(review, guard.strength, guard.does, &paths, &tenure);
    Outcome::Fired(vec![finding])
}

/// The files that the pull request changes and for which `is` holds, before or after, by path.
fn touching(pull: &PullRequest, is: impl Fn(&Parts<'_>) -> bool) -> Vec<&ChangedPath> {
    let mut paths: Vec<_> = pull
        .paths
        .iter()
        .filter(|changed| {
            changed
                .touched()
                .filter_map(Parts::of)
                .any(|parts| is(&parts))
        })
        .collect();
    paths.sort_by(|a, b| a.path.cmp(&b.path));
    paths.dedup();
    paths
}

/// How many commits of old an established repository holds, and how many this one has; `None` where it
/// has enough.
fn too_young(review: &Review<'_>) -> Option<(usize, usize)> {
    let have = review.commits_before(review.pull_request().now.saturating_sub(ESTABLISHED));
    (have < ESTABLISHED_COMMITS).then_some((have, ESTABLISHED_COMMITS))
}

/// A finding about the files, each beside the opener's first commit in the repository. Its subject names
/// the pull request and stands for exactly these files: accepting them accepts no further ones.
fn finding(
    review: &Review<'_>,
    strength: Strength,
    does: &str,
    paths: &[&ChangedPath],
    tenure: &Tenure<'_>,
) -> Finding {
    let pull = review.pull_request();
    let head = pull.commits.last().copied();
    let evidence = head.map_or_else(Vec::new, |head| {
        let head = review.population().history().id(head);
        let of_path = |changed: &&ChangedPath| Evidence {
            repository: pull.repository,
            record: Fact::text(head, Field::Path, text(changed)),
            contradicts: tenure.first.as_ref().map(Fact::committer_date),
        };
        paths.iter().map(of_path).collect()
    });
    let names = names(paths);
    let summary = format!(
        "this pull request {does} ({names}); its opener {}",
        tenure.words()
    );
    let all: Vec<String> = paths.iter().map(|changed| text(changed)).collect();
    let subject = match paths.len() {
        ..=MOST_NAMED => format!("#{} {names}", pull.number),
        _ => {
            let digest = short_digest(all.join("\0").as_bytes());
            format!("#{} {names} {digest}", pull.number)
        }
    };
    Finding::new(strength, summary, evidence).about(subject)
}

fn names(paths: &[&ChangedPath]) -> String {
    let named: Vec<_> = paths
        .iter()
        .take(MOST_NAMED)
        .map(|changed| text(changed))
        .collect();
    let named = named.join(", ");
    match paths.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn text(changed: &ChangedPath) -> String {
    String::from_utf8_lossy(&changed.path).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart() {
        let parts = |path: &'static str| Parts::of(path.as_bytes()).unwrap();
        let file = parts("Contracts/Safe.config.JSON");
        assert_eq!(
            (&*file.folder, file.stem, &*file.ending),
            ("contracts", "Safe", "json")
        );
        let hidden = parts(".goreleaser.yml");
        assert_eq!((hidden.stem, &*hidden.ending), (".goreleaser", "yml"));
        let plain = parts("KEYS");
        assert_eq!(
            (&*plain.folder, plain.stem, &*plain.ending),
            ("", "KEYS", "")
        );
        assert!(parts("a/b/c.sol").is_below("a/b") && !parts("ab/c.sol").is_below("a"));
        assert!(Parts::of(b"\xff").is_none());
    }

    #[test]
    fn lists_of_signers_are_recognised() {
        for path in [
            "deploy/multisig-signers.json",
            "config/bridge_guardians.toml",
            ".ssh/allowed_signers",
            "keyring.gpg",
        ] {
            assert!(
                Parts::of(path.as_bytes()).unwrap().lists_signers(),
                "{path}"
            );
        }
        for path in [
            "src/signers.rs",
            "tests/fixtures/signers.json",
            "docs/homeowners.md",
            "designers.json",
        ] {
            assert!(
                !Parts::of(path.as_bytes()).unwrap().lists_signers(),
                "{path}"
            );
        }
    }

    #[test]
    fn lists_are_sorted_for_searching() {
        assert!(NOT_IN_FORCE.is_sorted() && LISTS.is_sorted() && POWERS.is_sorted());
    }
}
