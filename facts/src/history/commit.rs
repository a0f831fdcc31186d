//! One commit of a history.

use super::History;
use crate::batch::Row;
use crate::clock_source::ClockSource;
use crate::identity::{Identity, IdentityIndex};
use crate::ids::CommitIndex;
use crate::key::Signature;
use crate::moment::Moment;
use crate::object_id::{ObjectId, Tree};
use crate::platform_claim::PlatformClaim;
use crate::record::TrailerKind;
use crate::repositories::RepositoryIndex;
use crate::subject::Subject;
use crate::traces::Traces;

/// A commit of a [`History`].
#[derive(Clone, Copy)]
pub struct Commit<'a> {
    pub(super) history: &'a History,
    pub(super) index: CommitIndex,
    pub(super) row: &'a Row,
}

impl<'a> Commit<'a> {
    /// Its position in the history.
    #[must_use]
    #[inline]
    pub fn index(&self) -> CommitIndex {
        self.index
    }

    /// Its object id.
    #[must_use]
    #[inline]
    pub fn id(&self) -> ObjectId {
        self.history.id(self.index)
    }

    /// The first repository of the scan that holds it.
    #[must_use]
    #[inline]
    pub fn repository(&self) -> RepositoryIndex {
        self.row.repository
    }

    /// Whether other repositories of the scan hold it too: forks, or copies of one repository.
    #[must_use]
    #[inline]
    pub fn is_shared(&self) -> bool {
        self.row.shared
    }

    /// Its tree, for comparison with others; `None` when the reader did not know it.
    #[must_use]
    #[inline]
    pub fn tree(&self) -> Option<Tree> {
        self.row.tree
    }

    /// Index of the author's identity.
    #[must_use]
    #[inline]
    pub fn author_index(&self) -> IdentityIndex {
        self.row.author.identity
    }

    /// Index of the committer's identity.
    #[must_use]
    #[inline]
    pub fn committer_index(&self) -> IdentityIndex {
        self.row.committer.identity
    }

    /// Index of the identity whose machine committed it: the committer's, or the author's if the commit only claims
    /// that a platform committed it.
    #[must_use]
    #[inline]
    pub fn maker_index(&self) -> IdentityIndex {
        if self.platform() == PlatformClaim::None {
            self.committer_index()
        } else {
            self.author_index()
        }
    }

    /// The author's name and address.
    #[must_use]
    #[inline]
    pub fn author(&self) -> Identity<'a> {
        self.history.identities().get(self.author_index())
    }

    /// The committer's name and address.
    #[must_use]
    #[inline]
    pub fn committer(&self) -> Identity<'a> {
        self.history.identities().get(self.committer_index())
    }

    /// When it was authored, by the clock that [`ClockSource::author_clock`] names.
    #[must_use]
    #[inline]
    pub fn authored(&self) -> Moment {
        self.history.moment(self.row.author)
    }

    /// When it was committed, by the clock that [`ClockSource::committer_clock`] names.
    #[must_use]
    #[inline]
    pub fn committed(&self) -> Moment {
        self.history.moment(self.row.committer)
    }

    /// The author's `seconds zone` exactly as the object has it.
    #[must_use]
    #[inline]
    pub fn authored_raw(&self) -> (i64, &'a [u8]) {
        self.history.raw_moment(self.row.author)
    }

    /// The committer's `seconds zone` exactly as the object has it.
    #[must_use]
    #[inline]
    pub fn committed_raw(&self) -> (i64, &'a [u8]) {
        self.history.raw_moment(self.row.committer)
    }

    /// How the commit was made.
    #[must_use]
    #[inline]
    pub fn clock_source(&self) -> ClockSource {
        self.row.clock_source
    }

    /// What its subject line says about how it was made.
    #[must_use]
    #[inline]
    pub fn subject(&self) -> Subject {
        self.row.subject
    }

    /// Whether its committer is a platform, and whether the platform's signature says so too.
    #[must_use]
    #[inline]
    pub fn platform(&self) -> PlatformClaim {
        self.row.platform
    }

    /// When a platform made it, by the platform's own clock, in Unix seconds; `None` unless that is verified.
    ///
    /// This is the time inside the platform's signature: the platform's server writes it, while a user can choose the
    /// committer date of a commit that GitHub signs (in a codespace). Signatures without a time (SSH) leave the
    /// committer date.
    #[must_use]
    pub fn platform_time(&self) -> Option<i64> {
        let signed = || self.signature().and_then(|signature| signature.created);
        (self.platform().is_verified() && self.has_readable_times())
            .then(|| signed().unwrap_or(self.committed().seconds))
    }

    /// The tools that it names in its headers or its message.
    #[must_use]
    #[inline]
    pub fn traces(&self) -> Traces {
        self.row.traces
    }

    /// Whether the author's and committer's instants could both be read.
    #[must_use]
    #[inline]
    pub fn has_readable_times(&self) -> bool {
        self.row.readable_times
    }

    /// Whether the message says it was cherry-picked.
    #[must_use]
    #[inline]
    pub fn is_cherry_picked(&self) -> bool {
        self.row.cherry_picked
    }

    /// Whether it has two or more parents.
    #[must_use]
    #[inline]
    pub fn is_merge(&self) -> bool {
        self.row.parent_count >= 2
    }

    /// Parents that the scan holds, in order. Missing ones (shallow, unreadable) are left out.
    #[inline]
    pub fn parents(&self) -> impl Iterator<Item = Commit<'a>> + use<'a> {
        let history = self.history;
        history
            .parents_of(self.row)
            .iter()
            .filter_map(move |parent| history.get(*parent))
    }

    /// Its signature.
    #[must_use]
    #[inline]
    pub fn signature(&self) -> Option<Signature> {
        self.history.signature_of(self.index)
    }

    /// People named in its trailers, in order.
    #[inline]
    pub fn trailers(&self) -> impl Iterator<Item = (TrailerKind, Identity<'a>)> + use<'a> {
        let history = self.history;
        history
            .trailers_of(self.row)
            .iter()
            .map(move |(kind, identity)| (*kind, history.identities().get(*identity)))
    }
}
