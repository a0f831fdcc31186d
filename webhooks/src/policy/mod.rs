//! What maintainers want: `.github/countersign.toml`.

mod file;
mod load;

use std::collections::BTreeSet;

use countersign_heuristics::{Heuristic, Level, catalogue};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use file::{PolicyError, PolicyFile, parse, schema};
pub(crate) use load::{complaint_about, load};

/// Where a repository, or for all of an organisation its `.github` repository, keeps its policy.
pub const PATH: &str = ".github/countersign.toml";

/// How much others may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Disclosure {
    /// The comment shows every finding with its evidence.
    Full,
    /// The comment says what to look at; maintainers get the evidence elsewhere.
    Summary,
    /// Nothing is written where others read it.
    Private,
}

/// How the check run ends where there is something to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// It blocks nothing.
    #[default]
    Neutral,
    /// It blocks where the check is required.
    Failure,
    /// There is none.
    Off,
}

/// A policy in effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The lowest level at which anything is written.
    pub min_level: Level,
    /// How much others may read; `None` leaves it to whether the repository is public.
    pub disclosure: Option<Disclosure>,
    /// Logins whose pull requests are not reviewed, in lower case.
    pub exempt: BTreeSet<String>,
    /// Ids of heuristics that do not run.
    pub off: BTreeSet<String>,
    /// The private repository (`OWNER/NAME`) in which maintainers are told.
    pub notice: Option<String>,
    /// How the check run ends.
    pub check: Check,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            min_level: Level::Review,
            disclosure: None,
            exempt: BTreeSet::new(),
            off: BTreeSet::new(),
            notice: None,
            check: Check::default(),
        }
    }
}

impl Policy {
    /// This policy, with what `file` says in place of it.
    #[must_use]
    pub fn overlaid(mut self, file: &PolicyFile) -> Self {
        if let Some(level) = file.min_level {
            self.min_level = level.into();
        }
        if let Some(exempt) = &file.exempt {
            self.exempt = exempt.iter().map(|login| login.to_lowercase()).collect();
        }
        if let Some(off) = file.heuristics.as_ref().and_then(|it| it.off.as_ref()) {
            self.off = off.iter().cloned().collect();
        }
        if let Some(notice) = &file.notice {
            self.notice = Some(notice.clone());
        }
        self.disclosure = file.disclosure.or(self.disclosure);
        self.check = file.check.unwrap_or(self.check);
        self
    }

    /// How much others may read in a repository.
    #[must_use]
    pub fn disclosure_in(&self, private: bool) -> Disclosure {
        self.disclosure.unwrap_or(if private {
            Disclosure::Full
        } else {
            Disclosure::Summary
        })
    }

    /// Whether an account's pull requests are not reviewed.
    #[must_use]
    pub fn exempts(&self, login: &str) -> bool {
        self.exempt.contains(&login.to_lowercase())
    }

    /// The heuristics that run.
    #[must_use]
    pub fn heuristics(&self) -> Vec<&'static Heuristic> {
        let all = catalogue().iter().copied();
        all.filter(|heuristic| !self.off.contains(heuristic.id))
            .collect()
    }
}

/// The policy in effect for a repository, and what is wrong with its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effective {
    /// What holds.
    pub policy: Policy,
    /// Where a file could not be read, and why; what it says does not hold then.
    pub broken: Option<String>,
    /// Why the file that the pull request itself brings could not be read once it is merged. Nothing
    /// else of that file counts.
    pub proposed: Option<String>,
}
