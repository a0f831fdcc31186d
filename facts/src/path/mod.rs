//! The purpose of a file, as far as its path shows.

mod named_second;
mod sensitive;

pub use named_second::named_second;
pub use sensitive::{is_sensitive, reaches_far, says_who_is_trusted};

/// Folders whose files are not in use where they are: tests, examples, copies of other projects.
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
/// Extensions of files that can hold a list.
const LISTS: [&str; 10] = [
    "asc", "csv", "gpg", "json", "json5", "pub", "toml", "txt", "yaml", "yml",
];
/// Words in the name of a list of people or keys that may approve, sign or release.
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

/// The parts of a path.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The folder, lower case; empty at the root.
    pub folder: String,
    /// The file's name as found.
    pub file: &'a str,
    /// The file's name up to its first dot after the first character, as found.
    pub stem: &'a str,
    /// The extension after the last dot, lower case; empty when there is none.
    pub ending: String,
}

impl<'a> Parts<'a> {
    /// Splits a path. `None` for a path that is not UTF-8: it cannot match any name that is looked for.
    #[must_use]
    pub fn of(path: &'a [u8]) -> Option<Self> {
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

    /// Whether the file is in use where it is, and not part of a test, an example or a copied project.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        !self
            .folder
            .split('/')
            .any(|folder| NOT_IN_FORCE.binary_search(&folder).is_ok())
    }

    /// Whether it is in this folder or below it.
    #[must_use]
    pub fn is_below(&self, folder: &str) -> bool {
        let rest = self.folder.strip_prefix(folder);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether a word of its name is one of these.
    #[must_use]
    pub fn has_word(&self, words: &[&str]) -> bool {
        let name = self.stem.to_lowercase();
        name.split(|c: char| !c.is_alphanumeric())
            .any(|word| words.binary_search(&word).is_ok())
    }

    /// Whether it lists people or keys that may approve, sign or release: signers, owners, guardians.
    #[must_use]
    pub fn lists_signers(&self) -> bool {
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
