//! What a reading left out of a repository, as data and in words: the same for every command.

use schemars::JsonSchema;
use serde::Serialize;

use crate::figures::counted;
use crate::model::{Repository, Skipped};

/// What is missing from a repository that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gaps {
    /// Whether a shallow fetch left out older commits, so that counts are too low.
    pub shallow: bool,
    /// What was skipped because it is missing or broken.
    pub skipped: Skipped,
}

impl Gaps {
    /// The gaps of a repository that a scan read.
    #[must_use]
    pub fn of(repository: &Repository) -> Self {
        Self {
            shallow: repository.shallow,
            skipped: repository.skipped.clone(),
        }
    }

    /// One phrase for each kind of gap; none if nothing is missing.
    #[must_use]
    pub fn phrases(&self) -> Vec<String> {
        let mut phrases = Vec::new();
        if let Some(counts) = self.skipped.counts() {
            phrases.push(format!("skipped {counts}"));
        }
        if self.shallow {
            phrases.push(
                "shallow clone: older commits are missing, so counts and rates may be wrong"
                    .to_owned(),
            );
        }
        phrases
    }
}

impl Skipped {
    /// `1 unreadable object, 2 missing parents`; `None` if nothing was skipped.
    #[must_use]
    pub fn counts(&self) -> Option<String> {
        let counts = [
            (self.unreadable, "unreadable object", "unreadable objects"),
            (self.malformed, "malformed object", "malformed objects"),
            (self.missing_parents, "missing parent", "missing parents"),
            (
                self.hash_mismatch,
                "object with a wrong id",
                "objects with a wrong id",
            ),
            (self.unreadable_refs, "unreadable ref", "unreadable refs"),
            (self.unreadable_packs, "unreadable pack", "unreadable packs"),
        ];
        let counts = counts.iter().filter(|(number, ..)| *number > 0);
        let counts: Vec<_> = counts
            .map(|(number, one, many)| counted(*number, one, many))
            .collect();
        (!counts.is_empty()).then(|| counts.join(", "))
    }
}
