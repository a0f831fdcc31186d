//! The policy in effect for a repository.

use std::collections::BTreeSet;

use countersign_heuristics::{Heuristic, Level, catalogue};

use super::{Check, Disclosure, PolicyFile};

/// Path of the policy file in a repository, or in an organisation's `.github` repository.
pub const PATH: &str = ".github/countersign.toml";

/// A policy in effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The lowest level at which anything is posted.
    pub min_level: Level,
    /// How much the comment shows; `None` decides by whether the repository is public.
    pub disclosure: Option<Disclosure>,
    /// Logins whose pull requests are not reviewed, in lower case.
    pub exempt: BTreeSet<String>,
    /// Ids of heuristics that do not run.
    pub off: BTreeSet<String>,
    /// The private repository (`OWNER/NAME`) for notices to maintainers.
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
    /// This policy with the settings of `file`.
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

    /// How much the comment shows in a repository.
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

/// The policy in effect for a repository, and problems with its files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effective {
    /// The policy.
    pub policy: Policy,
    /// Which file cannot be read, and why. Such a file has no effect.
    pub broken: Option<String>,
    /// Why the policy file that the pull request itself changes cannot be read. The file has no effect
    /// before it is merged.
    pub proposed: Option<String>,
}
