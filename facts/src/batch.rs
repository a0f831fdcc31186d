//! Commits and tags of one repository on their way into a history: interned, but not yet joined with others.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use crate::clock_source::ClockSource;
use crate::identity::{Identities, IdentityIndex};
use crate::key::{Keys, Signature};
use crate::moment::{Moment, Offset};
use crate::object_id::{ObjectId, Tree};
use crate::platform_claim::PlatformClaim;
use crate::record::{ActorLine, CommitRecord, SignatureRecord, TagRecord, TrailerKind};
use crate::repositories::RepositoryIndex;
use crate::subject::Subject;
use crate::tag::Tag;
use crate::text_encoding::TextEncoding;
use crate::traces::Traces;

/// An actor line after interning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Actor {
    pub(crate) seconds: i64,
    pub(crate) identity: IdentityIndex,
    pub(crate) offset: u16,
}

/// A commit after interning. Lists live in the history's arenas.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) author: Actor,
    pub(crate) committer: Actor,
    pub(crate) parents: u32,
    pub(crate) trailers: u32,
    pub(crate) parent_count: u16,
    pub(crate) trailer_count: u16,
    pub(crate) tree: Option<Tree>,
    pub(crate) repository: RepositoryIndex,
    pub(crate) clock_source: ClockSource,
    pub(crate) subject: Subject,
    pub(crate) platform: PlatformClaim,
    pub(crate) traces: Traces,
    pub(crate) cherry_picked: bool,
    pub(crate) readable_times: bool,
    pub(crate) shared: bool,
}

/// Distinct zone tokens.
#[derive(Debug, Default)]
pub(crate) struct OffsetTokens(pub(crate) IndexSet<Box<[u8]>, FxBuildHasher>);

impl OffsetTokens {
    pub(crate) fn intern(&mut self, token: &[u8]) -> u16 {
        let position = match self.0.get_index_of(token) {
            Some(position) => position,
            None => self.0.insert_full(token.into()).0,
        };
        // A history with 65,535 distinct zone tokens is garbage. Further tokens share the last position.
        u16::try_from(position).unwrap_or(u16::MAX)
    }

    pub(crate) fn raw(&self, token: u16) -> &[u8] {
        &self.0[usize::from(token)]
    }
}

/// Interned commits and tags of one repository that will be added to a [`History`](crate::History).
///
/// A batch belongs to one thread. Its indexes are valid in this batch only.
#[derive(Debug, Default)]
pub struct Batch {
    pub(crate) identities: Identities,
    pub(crate) offsets: OffsetTokens,
    pub(crate) keys: Keys,
    pub(crate) ids: Vec<ObjectId>,
    pub(crate) rows: Vec<Row>,
    pub(crate) parents: Vec<ObjectId>,
    pub(crate) trailers: Vec<(TrailerKind, IdentityIndex)>,
    pub(crate) signatures: Vec<(u32, Signature)>,
    pub(crate) tags: Vec<Tag>,
}

impl Batch {
    /// Adds a commit.
    ///
    /// # Panics
    /// When the batch holds more than 2^32 parents or trailers.
    pub fn push(&mut self, record: &CommitRecord<'_>) {
        let author = self.actor(record.author, record.encoding);
        let committer = self.actor(record.committer, record.encoding);
        let position = u32::try_from(self.rows.len()).expect("fewer than 2^32 commits in a batch");
        if let Some(signature) = &record.signature {
            let signature = self.signature(signature);
            self.signatures.push((position, signature));
        }
        let parents =
            u32::try_from(self.parents.len()).expect("fewer than 2^32 parents in a batch");
        let trailers =
            u32::try_from(self.trailers.len()).expect("fewer than 2^32 trailers in a batch");
        // A commit with more than 65,535 parents or trailers is garbage: the rest is dropped.
        let most = usize::from(u16::MAX);
        self.parents.extend(record.parents.iter().take(most));
        for (kind, identity) in record.trailers.iter().take(most) {
            let identity = self.identities.intern(identity, record.encoding);
            self.trailers.push((*kind, identity));
        }
        self.ids.push(record.id);
        self.rows.push(Row {
            author,
            committer,
            parents,
            trailers,
            parent_count: count(record.parents.len()),
            trailer_count: count(record.trailers.len()),
            repository: RepositoryIndex(0),
            clock_source: ClockSource::of(
                self.identities.get(author.identity),
                self.identities.get(committer.identity),
                [author, committer].map(|actor| self.moment(actor)),
                (record.parents.len(), record.subject),
                record.platform,
            ),
            subject: record.subject,
            platform: record.platform,
            traces: record.traces,
            cherry_picked: record.cherry_picked,
            readable_times: record.author.seconds.is_some() && record.committer.seconds.is_some(),
            tree: record.tree.as_ref().and_then(Tree::of),
            shared: false,
        });
    }

    /// Sets what the commit at `position`, in the order of adding, claims about a platform.
    ///
    /// # Panics
    /// When the batch has no commit at that position.
    pub fn set_platform(&mut self, position: usize, claim: PlatformClaim) {
        self.rows[position].platform = claim;
    }

    /// Adds an annotated tag.
    pub fn push_tag(&mut self, record: &TagRecord<'_>) {
        let tagger = record.tagger.map(|line| {
            let actor = self.actor(line, None);
            (actor.identity, self.moment(actor))
        });
        let signature = record
            .signature
            .as_ref()
            .map(|signature| self.signature(signature));
        self.tags.push(Tag {
            id: record.id,
            repository: RepositoryIndex(0),
            name: record.name.into(),
            target: record.target,
            tagger,
            signature,
        });
    }

    /// How many commits it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds neither commits nor tags.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.tags.is_empty()
    }

    fn actor(&mut self, line: ActorLine<'_>, encoding: Option<TextEncoding>) -> Actor {
        Actor {
            identity: self.identities.intern(line.identity, encoding),
            seconds: line.seconds.unwrap_or(0),
            offset: self.offsets.intern(line.offset),
        }
    }

    fn moment(&self, actor: Actor) -> Moment {
        Moment {
            seconds: actor.seconds,
            offset: Offset::parse(self.offsets.raw(actor.offset)),
        }
    }

    fn signature(&mut self, record: &SignatureRecord<'_>) -> Signature {
        Signature {
            key: record.key.as_ref().map(|key| self.keys.intern(key.clone())),
            created: record.created,
            signer: record
                .signer
                .as_ref()
                .map(|signer| self.identities.intern(signer, None)),
        }
    }
}

fn count(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}
