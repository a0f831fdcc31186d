//! What a heuristic is, what it answers, and what a finding holds.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

pub use crate::evidence::{Evidence, Fact, Field, Value};
use crate::grant::GrantReview;
use crate::record::Record;
use crate::review::Review;
use crate::rules;
use crate::weight::Weight;
use countersign_facts::short_digest;
use countersign_facts::{Moment, Tlp};
use countersign_people::{Dossier, Population};
use countersign_people::{Person, PersonIndex};

/// At most this many pieces of evidence stand in one finding; it says how many there were.
pub const MOST_EVIDENCE: usize = 20;

/// Groups of heuristics whose errors on honest people are nearly independent of the other groups'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Offsets, instants, rhythms.
    Clock,
    /// Names, addresses, accounts.
    Identity,
    /// Signing keys and who holds them.
    Key,
    /// The life of an account.
    Account,
    /// Who stands by whom.
    Network,
    /// What a change contains.
    Content,
}

impl Family {
    /// Name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::Identity => "identity",
            Self::Key => "key",
            Self::Account => "account",
            Self::Network => "network",
            Self::Content => "content",
        }
    }
}

/// How much one finding says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Common among honest people; shown only beside other findings.
    Context,
    /// Uncommon; worth a note.
    Moderate,
    /// Rare enough to look at by itself.
    Strong,
}

impl Strength {
    /// Name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Context => "context",
            Self::Moderate => "moderate",
            Self::Strong => "strong",
        }
    }
}

/// A rule over facts: pure, total, and documented in its own folder.
#[derive(Debug)]
pub struct Heuristic {
    /// Kebab-case name, the same as its folder's in snake case.
    pub id: &'static str,
    /// One line: what contradicts what.
    pub title: &'static str,
    /// Raised whenever results may change.
    pub revision: u16,
    /// Its family.
    pub family: Family,
    /// The most it can say.
    pub strength: Strength,
    /// One line: how an honest contributor comes to show it.
    pub innocent: &'static str,
    /// Whether it reasons about one body at one keyboard. It does not apply to contested people.
    pub one_body: bool,
    /// Its page: the folder's README.
    pub page: &'static str,
    /// Its measured record: the folder's `record.toml`.
    pub(crate) record: &'static str,
    /// The rule itself.
    pub check: Check,
}

impl Heuristic {
    /// What it did on real histories.
    ///
    /// # Panics
    /// Never in a build that passed its tests: they read every record.
    #[must_use]
    pub fn record(&self) -> Record {
        Record::parse(self.record).expect("every record is read by a test")
    }

    /// SHA-256 of its measured record, the folder's `record.toml`, in hexadecimal digits.
    #[must_use]
    pub fn record_digest(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.record.as_bytes()))
    }

    /// What one of its findings counts.
    #[must_use]
    pub fn weight(&self, strength: Strength) -> Weight {
        rules::weight(self.id, strength)
    }
}

/// What a heuristic looks at.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// One person at a time.
    Person(fn(&Dossier<'_>) -> Outcome),
    /// The whole population at once; an answer for each person it could test.
    Population(fn(&Population) -> Vec<(PersonIndex, Outcome)>),
    /// One person's part in one pull request. A scan of histories leaves it out.
    PullRequest(fn(&Review<'_>) -> Outcome),
    /// One person: in a scan by all that the histories hold, in a pull request by the part in it.
    Both {
        /// The rule over a person's history.
        person: fn(&Dossier<'_>) -> Outcome,
        /// The rule over a person's part in a pull request, which alone answers there.
        pull_request: fn(&Review<'_>) -> Outcome,
    },
    /// One right that was given in a repository. Scans and pull requests leave it out.
    Grant(fn(&GrantReview<'_>) -> Outcome),
}

impl Check {
    /// Whether it looks at nothing but pull requests, and so takes no part in a scan.
    #[must_use]
    pub const fn needs_pull_request(&self) -> bool {
        matches!(self, Self::PullRequest(_))
    }

    /// The rule over a person's part in a pull request, where there is one.
    #[must_use]
    pub const fn of_pull_request(&self) -> Option<fn(&Review<'_>) -> Outcome> {
        match self {
            Self::PullRequest(check)
            | Self::Both {
                pull_request: check,
                ..
            } => Some(*check),
            Self::Person(_) | Self::Population(_) | Self::Grant(_) => None,
        }
    }

    /// Whether it looks at rights that are given, and so takes no part in anything else.
    #[must_use]
    pub const fn needs_grant(&self) -> bool {
        matches!(self, Self::Grant(_))
    }

    /// Whether it takes part in a scan of histories.
    #[must_use]
    pub const fn scans(&self) -> bool {
        !self.needs_pull_request() && !self.needs_grant()
    }
}

/// What a heuristic answers about one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Enough was seen, and nothing contradicts anything.
    Quiet,
    /// It found contradictions.
    Fired(Vec<Finding>),
    /// Too little history to say anything.
    NotEnough {
        /// How many there are.
        have: usize,
        /// How many it takes.
        want: usize,
        /// Of what.
        of: &'static str,
    },
    /// The person has none of what it looks at.
    NotApplicable,
}

/// One contradiction between records of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it says.
    pub strength: Strength,
    /// What it is about where one heuristic may find several things about one person: a key id, a
    /// mailbox. Stays the same as the history grows; empty for the person as a whole.
    pub subject: String,
    /// One sentence of plain fact. May quote names as found: escape before showing.
    pub summary: String,
    /// The records, most telling first, at most [`MOST_EVIDENCE`].
    pub evidence: Vec<Evidence>,
    /// How many pieces of evidence there were.
    pub evidence_total: usize,
    /// With whom it may be shared. What git and platforms show to everybody is clear.
    pub tlp: Tlp,
}

impl Finding {
    /// A finding over all its `evidence`, of which the first [`MOST_EVIDENCE`] are kept.
    #[must_use]
    pub fn new(strength: Strength, summary: String, mut evidence: Vec<Evidence>) -> Self {
        let evidence_total = evidence.len();
        evidence.truncate(MOST_EVIDENCE);
        Self {
            strength,
            subject: String::new(),
            summary,
            evidence,
            evidence_total,
            tlp: Tlp::Clear,
        }
    }

    /// The same finding, to be shared with nobody beyond `tlp`.
    #[must_use]
    pub fn marked(self, tlp: Tlp) -> Self {
        Self { tlp, ..self }
    }

    /// The same finding, about `subject`.
    #[must_use]
    pub fn about(self, subject: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            ..self
        }
    }

    /// `f-` and twelve hexadecimal digits that name this finding in every scan of a growing history:
    /// by heuristic, person, subject and strength, so that accepting it never covers a stronger one.
    #[must_use]
    pub fn fingerprint(&self, heuristic: &Heuristic, person: &Person) -> String {
        self.fingerprint_of(heuristic, &person.id)
    }

    /// As [`Finding::fingerprint`], about whoever `id` stands for: [`Person::id`] or
    /// [`OpenerAssessment::id`](crate::OpenerAssessment::id).
    #[must_use]
    pub fn fingerprint_of(&self, heuristic: &Heuristic, id: &str) -> String {
        let strength = self.strength.as_str();
        let parts = [heuristic.id, id, &*self.subject, strength];
        format!("f-{}", short_digest(parts.join("\0").as_bytes()))
    }
}

/// `h h mm min` for a span in minutes: "13 h", "9 h 30 min", "45 min".
#[must_use]
pub(crate) fn span(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// Minutes east of UTC as `UTC+09:00`.
#[must_use]
pub(crate) fn zone(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Whole days between two instants, rounded down; never negative.
#[must_use]
pub(crate) fn days_between(a: Moment, b: Moment) -> u64 {
    a.seconds.abs_diff(b.seconds) / 86_400
}

/// Instants closer than this may lie in one waking day, in seconds.
const WAKING_DAY: i64 = 18 * 3_600;

/// How many days the instants, given in order, fall on, wherever on earth midnight was: each counts that
/// lies more than a waking day after the one counted before.
#[must_use]
pub(crate) fn separate_days(instants: impl IntoIterator<Item = i64>) -> usize {
    let mut last = None;
    let mut days = 0;
    for instant in instants {
        if last.is_none_or(|last: i64| instant.saturating_sub(last) > WAKING_DAY) {
            last = Some(instant);
            days += 1;
        }
    }
    days
}
