//! What a heuristic is: a rule with its page, its record and the words that reports show.

use countersign_facts::short_digest;
use countersign_people::{Dossier, PersonIndex, Population};

use crate::finding::{Finding, Outcome, Strength};
use crate::grant::GrantReview;
use crate::measured::Measured;
use crate::record::Record;
use crate::review::Review;
use crate::weight::Weight;

/// A group of heuristics whose errors about honest people occur together, and nearly independently of the
/// errors of other groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// UTC offsets, times and daily rhythms of machines.
    Clock,
    /// What the browser of a person shows and their machine does not.
    Browser,
    /// Objects that cannot have come about as they say.
    History,
    /// Names, addresses, accounts.
    Identity,
    /// Signing keys and who has them.
    Key,
    /// The age and the history of an account.
    Account,
    /// Who arrives with whom, and who merges whose work.
    Network,
    /// What a change contains.
    Content,
}

impl Family {
    /// All families, in order.
    pub const ALL: [Self; 8] = [
        Self::Clock,
        Self::Browser,
        Self::History,
        Self::Identity,
        Self::Key,
        Self::Account,
        Self::Network,
        Self::Content,
    ];

    /// Name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::Browser => "browser",
            Self::History => "history",
            Self::Identity => "identity",
            Self::Key => "key",
            Self::Account => "account",
            Self::Network => "network",
            Self::Content => "content",
        }
    }
}

/// A rule over facts: pure, total, and documented in its own folder.
#[derive(Debug)]
pub struct Heuristic {
    /// Name in kebab case. The folder has the same name in snake case.
    pub id: &'static str,
    /// One line: which records contradict each other.
    pub title: &'static str,
    /// Raised whenever results can change.
    pub revision: u16,
    /// Its family.
    pub family: Family,
    /// The greatest strength of its findings.
    pub strength: Strength,
    /// One line: how an honest contributor comes to show the same.
    pub innocent: &'static str,
    /// Whether it assumes one person at one keyboard. If so, it does not apply to contested people.
    pub one_body: bool,
    /// Its page: the folder's `README.md`.
    pub page: &'static str,
    /// Its measured record: the folder's `record.toml`.
    pub(crate) record: Measured,
    /// The rule.
    pub check: Check,
}

impl Heuristic {
    /// How often it fired on real histories.
    ///
    /// # Panics
    /// Never in a build that passed its tests: they read every record.
    #[must_use]
    pub fn record(&self) -> Record {
        self.record.record()
    }

    /// SHA-256 of its measured record, the folder's `record.toml`, in hexadecimal digits.
    #[must_use]
    pub fn record_digest(&self) -> String {
        self.record.digest()
    }

    /// How much one of its findings of this strength counts.
    #[must_use]
    pub fn weight(&self, strength: Strength) -> Weight {
        self.record.weight(strength)
    }

    /// The fingerprint of one of its findings: `f-` and twelve hexadecimal digits. It stays the same while the
    /// history grows. The strength is a part of it, so accepting a finding never covers a stronger one.
    ///
    /// `person` is [`Person::id`](countersign_people::Person::id) or
    /// [`OpenerAssessment::id`](crate::OpenerAssessment::id).
    #[must_use]
    pub fn fingerprint(&self, finding: &Finding, person: &str) -> String {
        let strength = finding.strength.as_str();
        let parts = [self.id, person, &*finding.subject, strength];
        format!("f-{}", short_digest(parts.join("\0").as_bytes()))
    }
}

/// What a heuristic looks at, and its rule.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// One person at a time.
    Person(fn(&Dossier<'_>) -> Outcome),
    /// The whole population at once. Answers for each person whom it could test.
    Population(fn(&Population) -> Vec<(PersonIndex, Outcome)>),
    /// One person's part in one pull request. Not used in scans of histories.
    PullRequest(fn(&Review<'_>) -> Outcome),
    /// One person: in a scan, all their commits; in a pull request, their part in it.
    Both {
        /// The rule for scans.
        person: fn(&Dossier<'_>) -> Outcome,
        /// The rule for pull requests. It replaces the other one there.
        pull_request: fn(&Review<'_>) -> Outcome,
    },
    /// One right that was granted in a repository. Not used in scans and pull requests.
    Grant(fn(&GrantReview<'_>) -> Outcome),
    /// One person about whom one of these heuristics has a finding. It says what speaks for the person, so it stands
    /// beside that finding and never alone.
    Beside {
        /// Their ids.
        of: &'static [&'static str],
        /// The rule.
        person: fn(&Dossier<'_>) -> Outcome,
    },
}

impl Check {
    /// Whether it looks only at pull requests, and so is not used in scans.
    #[must_use]
    pub const fn needs_pull_request(&self) -> bool {
        matches!(self, Self::PullRequest(_))
    }

    /// The rule for a person's part in a pull request, if there is one.
    #[must_use]
    pub const fn of_pull_request(&self) -> Option<fn(&Review<'_>) -> Outcome> {
        match self {
            Self::PullRequest(check)
            | Self::Both {
                pull_request: check,
                ..
            } => Some(*check),
            Self::Person(_) | Self::Population(_) | Self::Grant(_) | Self::Beside { .. } => None,
        }
    }

    /// Whether it looks only at rights that are granted.
    #[must_use]
    pub const fn needs_grant(&self) -> bool {
        matches!(self, Self::Grant(_))
    }

    /// Whether it stands beside findings of the heuristic with this id.
    #[must_use]
    pub fn stands_beside(&self, id: &str) -> bool {
        matches!(self, Self::Beside { of, .. } if of.contains(&id))
    }

    /// Whether it is used in scans of histories.
    #[must_use]
    pub const fn scans(&self) -> bool {
        !self.needs_pull_request() && !self.needs_grant()
    }
}
