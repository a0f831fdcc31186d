//! The answer of a heuristic about one person, and the findings in it.

use countersign_facts::Tlp;

use crate::evidence::Evidence;

/// A finding keeps at most this many pieces of evidence. [`Finding::evidence_total`] counts all of them.
pub const MOST_EVIDENCE: usize = 20;

/// How much one finding says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Common among honest people. Shown beside other findings; raises no level.
    Context,
    /// Uncommon. Worth a note.
    Moderate,
    /// Rare enough to be worth a look without any other finding.
    Strong,
}

impl Strength {
    /// All strengths, weakest first.
    pub(crate) const ALL: [Self; 3] = [Self::Context, Self::Moderate, Self::Strong];

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

/// What a heuristic answers about one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There was enough history, and no contradiction in it.
    Quiet,
    /// The heuristic found contradictions.
    Fired(Vec<Finding>),
    /// There is too little history for an answer.
    NotEnough {
        /// How many there are.
        have: usize,
        /// How many are needed.
        want: usize,
        /// What is counted, in the plural: "commits signed with one key".
        of: &'static str,
    },
    /// The person has nothing that the heuristic looks at.
    NotApplicable,
}

impl Outcome {
    /// [`Outcome::Fired`] with these findings; [`Outcome::Quiet`] if there are none.
    pub(crate) fn of(findings: Vec<Finding>) -> Self {
        if findings.is_empty() {
            Self::Quiet
        } else {
            Self::Fired(findings)
        }
    }
}

/// One contradiction between records about one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it says.
    pub strength: Strength,
    /// What the finding is about, where one heuristic can find several things about one person: a key id, a
    /// mailbox. Empty if it is about the person as a whole. It is a part of the fingerprint, so it must stay
    /// the same while the history grows.
    pub subject: String,
    /// One sentence of plain fact. It may quote names exactly as found: escape it before you show it.
    pub summary: String,
    /// The first [`MOST_EVIDENCE`] pieces of evidence, those that show most first.
    pub evidence: Vec<Evidence>,
    /// How many pieces of evidence there were.
    pub evidence_total: usize,
    /// Who may see it. What git and platforms show to everyone is [`Tlp::Clear`].
    pub tlp: Tlp,
    /// Whether a single machine that is set to another time zone explains all of it. Two such findings have one cause.
    pub(crate) of_one_machine: bool,
}

impl Finding {
    /// A finding about the person as a whole, which everyone may see. Of `evidence` it keeps the first
    /// [`MOST_EVIDENCE`].
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
            of_one_machine: false,
        }
    }

    /// The same finding with this audience.
    #[must_use]
    pub fn marked(self, tlp: Tlp) -> Self {
        Self { tlp, ..self }
    }

    /// The same finding; `explained` says whether a single machine set to another time zone explains it.
    #[must_use]
    pub(crate) fn of_one_machine(self, explained: bool) -> Self {
        Self {
            of_one_machine: explained,
            ..self
        }
    }

    /// The same finding, about `subject`.
    #[must_use]
    pub fn about(self, subject: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            ..self
        }
    }
}
