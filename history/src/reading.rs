//! What to read from a repository, and what was read.

use countersign_facts::ObjectId;

use crate::hash::ObjectFormat;
use crate::platform::PlatformKeys;

/// Which commits to read, and by which keys platforms are known.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Refs to start from, by full or short name as `git rev-parse` takes them. Empty means every
    /// ref and every worktree's `HEAD`: the commits of `git rev-list --all`.
    pub refs: Vec<String>,
    /// Keep only commits made at this committer time or later (Unix seconds), and only tags made then.
    pub since: Option<i64>,
    /// Keep only commits made at this committer time or earlier (Unix seconds). A commit without a
    /// readable committer time counts as made at 0.
    pub until: Option<i64>,
    /// Start from these objects instead, whatever refs of the same names point at now. When `refs` is
    /// empty, they count as all refs of the repository.
    pub tips: Vec<Tip>,
    /// Keys of the platforms whose commits are verified.
    pub platforms: PlatformKeys,
}

/// A ref, and the object it pointed at when it was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tip {
    /// Full name, with replacement characters where it is not UTF-8; `HEAD` for that of any worktree.
    pub name: String,
    /// The id of a commit or tag, or of any other object that the ref names.
    pub id: ObjectId,
}

/// The result of a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Commits of the selection, including those that an earlier repository of the scan has too.
    pub commits: u64,
    /// Commits that the refs reach and that could be read, with those outside of the selected times.
    pub reached: u64,
    /// Refs the reading started from; every `HEAD` counts as one.
    pub refs: u64,
    /// The same refs, by name, with the objects they pointed at.
    pub tips: Vec<Tip>,
    /// Host and owner of the remote it was cloned from; `None` when that has no owner.
    pub organisation: Option<String>,
    /// Annotated tags of the selection.
    pub tags: u64,
    /// Whether a shallow fetch left out older commits, which biases every statistic.
    pub shallow: bool,
    /// Refs below `refs/replace/`. Their replacements were not applied.
    pub replaced: u64,
    /// How the repository names its objects.
    pub object_format: ObjectFormat,
    /// What could not be read.
    pub skipped: Skipped,
}

impl Reading {
    /// Whether something could not be read, and not a single commit could: there are records here, and nothing
    /// may be concluded from seeing none.
    #[must_use]
    pub fn found_nothing_readable(&self) -> bool {
        self.reached == 0 && !self.skipped.is_empty()
    }
}

/// What a reading skipped because it is missing or broken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Commits and tags that exist but cannot be decoded.
    pub unreadable: u64,
    /// Commits and tags whose content is not that of a commit or tag.
    pub malformed: u64,
    /// Missing parents, not counting those that a shallow fetch left out.
    pub missing_parents: u64,
    /// Objects whose content belongs to another id.
    pub hash_mismatch: u64,
    /// Refs without an object id, or with the id of a missing object.
    pub unreadable_refs: u64,
    /// Packs that could not be opened.
    pub unreadable_packs: u64,
    /// The first few, as an object id, a ref or a file name, with the reason.
    pub examples: Vec<(String, String)>,
}

impl Skipped {
    /// How many examples are kept.
    const MOST_EXAMPLES: usize = 5;

    /// Whether nothing was skipped.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn note(&mut self, what: impl ToString, reason: impl ToString) {
        if self.examples.len() < Self::MOST_EXAMPLES {
            self.examples.push((what.to_string(), reason.to_string()));
        }
    }
}
