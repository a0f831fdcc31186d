//! What a heuristic is, what it answers, and what a finding holds.

use crate::facts::{Commit, History, KeyIndex, Moment, ObjectId, RepositoryIndex, Tag};
use sha2::{Digest, Sha256};

use crate::people::{Person, PersonIndex};
use crate::population::{Dossier, Population};
use crate::record::Record;

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
}

/// What a heuristic looks at.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// One person at a time.
    Person(fn(&Dossier<'_>) -> Outcome),
    /// The whole population at once; an answer for each person it could test.
    Population(fn(&Population) -> Vec<(PersonIndex, Outcome)>),
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

    /// `f-` and twelve hexadecimal digits that name this finding in every scan of a growing history:
    /// by heuristic, person, subject and strength, so that accepting it never covers a stronger one.
    #[must_use]
    pub fn fingerprint(&self, heuristic: &Heuristic, person: &Person) -> String {
        let strength = self.strength.as_str();
        let parts = [heuristic.id, &*person.id, &*self.subject, strength];
        format!("f-{}", short_digest(parts.join("\0").as_bytes()))
    }
}

/// Twelve hexadecimal digits of the SHA-256 of `bytes`.
pub(crate) fn short_digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// One record, and the one it contradicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Where the record stands.
    pub repository: RepositoryIndex,
    /// The record.
    pub record: Fact,
    /// The record it contradicts, where it is a single one.
    pub contradicts: Option<Fact>,
}

/// One field of one commit or tag, as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Id of the commit or tag.
    pub object: ObjectId,
    /// Which field.
    pub field: Field,
    /// Its value.
    pub value: Value,
}

/// Fields of commits and tags that evidence quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The author line's time and zone.
    AuthorDate,
    /// The committer line's time and zone.
    CommitterDate,
    /// The author line's name and address.
    Author,
    /// The committer line's name and address.
    Committer,
    /// The creation time inside the signature.
    SignatureDate,
    /// The key that signed; "none" for an unsigned object.
    SigningKey,
    /// A tag's tagger line: name and address.
    Tagger,
    /// A tag's name.
    TagName,
}

impl Field {
    /// Name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AuthorDate => "author-date",
            Self::CommitterDate => "committer-date",
            Self::Author => "author",
            Self::Committer => "committer",
            Self::SignatureDate => "signature-date",
            Self::SigningKey => "signing-key",
            Self::Tagger => "tagger",
            Self::TagName => "tag-name",
        }
    }
}

/// A field's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A time with its zone token as found.
    Time {
        /// Unix seconds.
        seconds: i64,
        /// Zone token; empty where there is none.
        zone: Box<[u8]>,
    },
    /// A name, address, key id or the like, decoded.
    Text(String),
}

impl Fact {
    /// A commit's author time.
    #[must_use]
    pub fn author_date(commit: &Commit<'_>) -> Self {
        Self::time(commit.id(), Field::AuthorDate, commit.authored_raw())
    }

    /// A commit's committer time.
    #[must_use]
    pub fn committer_date(commit: &Commit<'_>) -> Self {
        Self::time(commit.id(), Field::CommitterDate, commit.committed_raw())
    }

    /// A commit's author.
    #[must_use]
    pub fn author(commit: &Commit<'_>) -> Self {
        Self::text(
            commit.id(),
            Field::Author,
            commit.author().text().into_owned(),
        )
    }

    /// A commit's committer.
    #[must_use]
    pub fn committer(commit: &Commit<'_>) -> Self {
        Self::text(
            commit.id(),
            Field::Committer,
            commit.committer().text().into_owned(),
        )
    }

    /// The creation time in a signature of `object`, Unix seconds.
    #[must_use]
    pub fn signature_date(object: ObjectId, created: i64) -> Self {
        Self::time(object, Field::SignatureDate, (created, b"+0000"))
    }

    /// The key that signed `object`, or that none did.
    #[must_use]
    pub fn signing_key(history: &History, object: ObjectId, key: Option<KeyIndex>) -> Self {
        let id = key.map_or("none", |key| &*history.keys().get(key).id);
        Self::text(object, Field::SigningKey, id.to_owned())
    }

    /// A tag's name.
    #[must_use]
    pub fn tag_name(tag: &Tag) -> Self {
        Self::text(
            tag.id,
            Field::TagName,
            String::from_utf8_lossy(&tag.name).into_owned(),
        )
    }

    /// Any other text field.
    #[must_use]
    pub fn text(object: ObjectId, field: Field, text: String) -> Self {
        Self {
            object,
            field,
            value: Value::Text(text),
        }
    }

    fn time(object: ObjectId, field: Field, (seconds, zone): (i64, &[u8])) -> Self {
        Self {
            object,
            field,
            value: Value::Time {
                seconds,
                zone: zone.into(),
            },
        }
    }
}

impl Evidence {
    /// A record of `commit` and the one it contradicts.
    #[must_use]
    pub fn of(commit: &Commit<'_>, record: Fact, contradicts: Option<Fact>) -> Self {
        Self {
            repository: commit.repository(),
            record,
            contradicts,
        }
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
