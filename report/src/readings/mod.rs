//! What the pictures of one person are drawn from: clock offsets, the rhythm of the week, and uses of keys, each
//! counted in short slices of time, so that its size does not grow with the history.

mod collect;
mod timeline;

use std::collections::BTreeMap;

use countersign_facts::{Key, Offset};

pub(crate) use collect::{all, clock_spans};
pub(crate) use timeline::Timeline;

/// Listed people who get pictures, the first of the list. The others have tables and findings only.
pub(crate) const MOST_PICTURED: usize = 30;
/// Offsets of one person that a picture shows, the most used.
const MOST_OFFSETS: usize = 12;
/// Keys of one person that a picture shows, the most used.
const MOST_KEYS: usize = 8;
/// Other people that a picture shows beside one key, those with most commits.
const MOST_OTHERS: usize = 4;

/// Which of a person's clocks a reading comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Clock {
    /// The author date of a commit that the person made on their own machine.
    Author,
    /// The committer date of a commit that the person made or applied on their own machine.
    Committer,
    /// The author date that GitHub took from the person's browser in a merge or an edit.
    Browser,
}

impl Clock {
    pub(crate) const ALL: [Self; 3] = [Self::Author, Self::Committer, Self::Browser];

    /// As readers see it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Committer => "committer",
            Self::Browser => "browser",
        }
    }
}

/// How often something happened, and from when to when in Unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) first: i64,
    pub(crate) last: i64,
    pub(crate) commits: u64,
}

impl Span {
    const fn at(second: i64) -> Self {
        Self {
            first: second,
            last: second,
            commits: 1,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
            commits: self.commits + other.commits,
        }
    }
}

/// One offset of one clock: in which slices of the timeline, in how many commits each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClockUse {
    pub(crate) clock: Clock,
    pub(crate) offset: Offset,
    pub(crate) span: Span,
    pub(crate) slices: BTreeMap<u16, u64>,
}

/// Commits of one slice whose two dates show two offsets: `[author, committer]`.
pub(crate) type Splits = BTreeMap<(u16, [Offset; 2]), u64>;

/// Who signed with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Signer {
    /// The person whose picture it is.
    Person,
    /// Another person of the scan: their most used name, as found.
    Other(String),
}

/// A key, or none, in the hands of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyUse {
    /// `None` for commits without a signature.
    pub(crate) key: Option<Key>,
    pub(crate) signer: Signer,
    pub(crate) span: Span,
    pub(crate) slices: BTreeMap<u16, u64>,
}

/// What the pictures of one person show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Readings {
    pub(crate) timeline: Timeline,
    /// By clock, then offset.
    pub(crate) clocks: Vec<ClockUse>,
    /// Readings with offsets that are not shown, because the person has too many.
    pub(crate) other_offsets: u64,
    pub(crate) splits: Splits,
    /// Commits of the person's own machines by weekday, Monday first, and hour in UTC.
    pub(crate) week: [[u64; 24]; 7],
    /// By key; the commits without a signature last.
    pub(crate) keys: Vec<KeyUse>,
}

/// The readings of a scan's first people, by person id.
pub(crate) type All = BTreeMap<String, Readings>;
