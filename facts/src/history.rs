//! Everything one scan read: all commits and tags of all its repositories, in columns.
//!
//! Readers fill [`Batch`]es, one a thread, and [`History::absorb`] them; about 100 bytes a commit.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::clock_source::ClockSource;
use super::commit::{
    ActorLine, Commit, CommitIndex, CommitRecord, ObjectId, SignatureRecord, TrailerKind, Tree,
};
use super::identity::{Identities, IdentityIndex};
use super::ids::Ids;
use super::key::{Key, Keys, Signature};
use super::moment::{Moment, Offset};
use super::repositories::{OrganisationIndex, Repositories, RepositoryIndex};
use super::tag::{Tag, TagRecord};

/// An actor line after interning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Actor {
    seconds: i64,
    pub(super) identity: IdentityIndex,
    offset: u16,
}

/// A commit after interning. Lists live in the history's arenas.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) author: Actor,
    pub(super) committer: Actor,
    parents: u32,
    trailers: u32,
    pub(super) parent_count: u16,
    trailer_count: u16,
    pub(super) tree: Option<Tree>,
    pub(super) repository: RepositoryIndex,
    pub(super) clock_source: ClockSource,
    pub(super) cherry_picked: bool,
    pub(super) readable_times: bool,
    pub(super) shared: bool,
}

/// Distinct zone tokens with what they mean.
#[derive(Debug, Default)]
struct OffsetTokens(IndexSet<Box<[u8]>, FxBuildHasher>);

impl OffsetTokens {
    fn intern(&mut self, token: &[u8]) -> u16 {
        let position = match self.0.get_index_of(token) {
            Some(position) => position,
            None => self.0.insert_full(token.into()).0,
        };
        // A history with 65,535 distinct zone tokens is garbage; the rest share the last place.
        u16::try_from(position).unwrap_or(u16::MAX)
    }

    fn raw(&self, token: u16) -> &[u8] {
        &self.0[usize::from(token)]
    }
}

/// Interned commits and tags of one repository, on their way into a [`History`].
///
/// A batch belongs to one thread; its indexes mean nothing outside it.
#[derive(Debug, Default)]
pub struct Batch {
    identities: Identities,
    offsets: OffsetTokens,
    keys: Keys,
    ids: Vec<ObjectId>,
    rows: Vec<Row>,
    parents: Vec<ObjectId>,
    trailers: Vec<(TrailerKind, IdentityIndex)>,
    signatures: Vec<(u32, Signature)>,
    tags: Vec<Tag>,
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
        // 65,535 parents or trailers of one commit are kept; what lies beyond names nobody new.
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
                self.moment(author),
                record.parents.len(),
                record.subject,
            ),
            cherry_picked: record.cherry_picked,
            readable_times: record.author.seconds.is_some() && record.committer.seconds.is_some(),
            tree: record.tree.as_ref().and_then(Tree::of),
            shared: false,
        });
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

    fn actor(
        &mut self,
        line: ActorLine<'_>,
        encoding: Option<&'static encoding_rs::Encoding>,
    ) -> Actor {
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

/// Everything one scan read.
///
/// A commit has an index from the moment it is first named, as a commit or as a parent; whether the
/// scan holds it is told by [`History::get`].
#[derive(Debug, Default)]
pub struct History {
    repositories: Repositories,
    identities: Identities,
    offsets: OffsetTokens,
    offset_values: Vec<Option<Offset>>,
    keys: Keys,
    ids: Ids,
    rows: Vec<Option<Row>>,
    held: usize,
    parents: Vec<CommitIndex>,
    trailers: Vec<(TrailerKind, IdentityIndex)>,
    signatures: Vec<(CommitIndex, Signature)>,
    tags: Vec<Tag>,
}

impl History {
    /// Announces a repository under the name reports show.
    ///
    /// # Panics
    /// When a scan names more than 65,536 repositories.
    pub fn add_repository(&mut self, name: &str) -> RepositoryIndex {
        self.repositories.add(name)
    }

    /// Says who holds `repository` on its platform: host and owner, in one spelling for all.
    ///
    /// # Panics
    /// When the repository is another history's.
    pub fn set_organisation(&mut self, repository: RepositoryIndex, organisation: &str) {
        self.repositories.set_organisation(repository, organisation);
    }

    /// Who holds `repository`.
    ///
    /// # Panics
    /// When the repository is another history's.
    #[must_use]
    pub fn organisation(&self, repository: RepositoryIndex) -> OrganisationIndex {
        self.repositories.organisation(repository)
    }

    /// Takes in a batch of `repository`. A commit the history already holds is left as it is.
    ///
    /// # Panics
    /// When the history comes to hold more than 2^32 commits, parents or trailers.
    pub fn absorb(&mut self, repository: RepositoryIndex, batch: Batch) {
        let remap = Remap::new(self, &batch);
        let mut signatures = batch.signatures.iter().peekable();
        for (position, (id, row)) in (0u32..).zip(batch.ids.iter().zip(&batch.rows)) {
            let signature = signatures.next_if(|(signed, _)| *signed == position);
            let index = self.index_of(id);
            if self.rows[index.0 as usize].is_some() {
                continue;
            }
            let row = self.adopt(repository, row, &batch, &remap);
            self.rows[index.0 as usize] = Some(row);
            self.held += 1;
            if let Some((_, signature)) = signature {
                self.signatures.push((index, remap.signature(*signature)));
            }
        }
        for tag in batch.tags {
            self.tags.push(Tag {
                repository,
                tagger: tag
                    .tagger
                    .map(|(identity, moment)| (remap.identity(identity), moment)),
                signature: tag.signature.map(|signature| remap.signature(signature)),
                ..tag
            });
        }
    }

    fn adopt(
        &mut self,
        repository: RepositoryIndex,
        row: &Row,
        batch: &Batch,
        remap: &Remap,
    ) -> Row {
        let parents = u32::try_from(self.parents.len()).expect("fewer than 2^32 parents in a scan");
        let trailers =
            u32::try_from(self.trailers.len()).expect("fewer than 2^32 trailers in a scan");
        for parent in &batch.parents[span(row.parents, row.parent_count)] {
            let parent = self.index_of(parent);
            self.parents.push(parent);
        }
        let named = &batch.trailers[span(row.trailers, row.trailer_count)];
        self.trailers.extend(
            named
                .iter()
                .map(|(kind, identity)| (*kind, remap.identity(*identity))),
        );
        Row {
            author: remap.actor(row.author),
            committer: remap.actor(row.committer),
            parents,
            trailers,
            repository,
            ..*row
        }
    }

    /// Index of the commit `id`, given out now when it was never named before.
    pub fn index_of(&mut self, id: &ObjectId) -> CommitIndex {
        let index = self.ids.intern(id);
        if self.rows.len() < self.ids.len() {
            self.rows.push(None);
        }
        index
    }

    /// Index of the commit `id`, `None` where it was never named.
    #[must_use]
    pub fn find(&self, id: &ObjectId) -> Option<CommitIndex> {
        self.ids.find(id)
    }

    /// Notes that `repository` holds the commit at `index` too; nothing where that is the one that
    /// brought it.
    pub fn share(&mut self, index: CommitIndex, repository: RepositoryIndex) {
        if let Some(Some(row)) = self.rows.get_mut(index.0 as usize) {
            row.shared |= row.repository != repository;
        }
    }

    /// Forgets every commit for which `keep` is false; readers drop what no chosen ref reaches.
    pub fn retain(&mut self, mut keep: impl FnMut(CommitIndex) -> bool) {
        for (index, row) in (0..).map(CommitIndex).zip(&mut self.rows) {
            if row.is_some() && !keep(index) {
                *row = None;
                self.held -= 1;
            }
        }
    }

    /// Brings the columns into their final order. Call once, after the last batch.
    pub fn seal(&mut self) {
        self.signatures.sort_unstable_by_key(|(index, _)| *index);
        self.tags.sort_unstable_by(|a, b| {
            (a.repository, &a.name, a.id).cmp(&(b.repository, &b.name, b.id))
        });
    }

    /// The commit at `index`, `None` where it was only named as a parent.
    #[must_use]
    pub fn get(&self, index: CommitIndex) -> Option<Commit<'_>> {
        let row = self.rows.get(index.0 as usize)?.as_ref()?;
        Some(Commit {
            history: self,
            index,
            row,
        })
    }

    /// All commits the scan holds, in the order they were first named.
    pub fn commits(&self) -> impl Iterator<Item = Commit<'_>> {
        (0..)
            .map(CommitIndex)
            .zip(&self.rows)
            .filter_map(|(index, row)| {
                Some(Commit {
                    history: self,
                    index,
                    row: row.as_ref()?,
                })
            })
    }

    /// How many commits the scan holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held
    }

    /// Whether the scan holds no commit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held == 0
    }

    /// One more than the largest commit index given out: the length of a table indexed by commit.
    #[must_use]
    pub fn named(&self) -> usize {
        self.rows.len()
    }

    /// Names of the repositories, by index.
    #[must_use]
    pub fn repositories(&self) -> &[Box<str>] {
        self.repositories.names()
    }

    /// All identities.
    #[must_use]
    pub fn identities(&self) -> &Identities {
        &self.identities
    }

    /// All signing keys.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// All annotated tags, by repository and name.
    #[must_use]
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// Indexes of a commit's parents, held or not.
    #[must_use]
    pub fn parent_indexes(&self, index: CommitIndex) -> &[CommitIndex] {
        match self.rows.get(index.0 as usize) {
            Some(Some(row)) => self.parents_of(row),
            _ => &[],
        }
    }

    /// The object id at `index`.
    #[must_use]
    pub fn id(&self, index: CommitIndex) -> ObjectId {
        self.ids.get(index)
    }

    pub(super) fn parents_of(&self, row: &Row) -> &[CommitIndex] {
        &self.parents[span(row.parents, row.parent_count)]
    }

    pub(super) fn trailers_of(&self, row: &Row) -> &[(TrailerKind, IdentityIndex)] {
        &self.trailers[span(row.trailers, row.trailer_count)]
    }

    pub(super) fn signature_of(&self, index: CommitIndex) -> Option<Signature> {
        let position = self
            .signatures
            .binary_search_by_key(&index, |(index, _)| *index)
            .ok()?;
        Some(self.signatures[position].1)
    }

    pub(super) fn moment(&self, actor: Actor) -> Moment {
        Moment {
            seconds: actor.seconds,
            offset: self.offset_values[usize::from(actor.offset)],
        }
    }

    pub(super) fn raw_moment(&self, actor: Actor) -> (i64, &[u8]) {
        (actor.seconds, self.offsets.raw(actor.offset))
    }
}

fn span(start: u32, count: u16) -> std::ops::Range<usize> {
    let start = start as usize;
    start..start + usize::from(count)
}

/// Where a batch's interned values live in the history.
struct Remap {
    identities: Vec<IdentityIndex>,
    offsets: Vec<u16>,
    keys: Vec<super::key::KeyIndex>,
}

impl Remap {
    fn new(history: &mut History, batch: &Batch) -> Self {
        let identities = batch
            .identities
            .iter()
            .map(|(_, identity)| {
                history
                    .identities
                    .intern(identity.raw(), identity.encoding())
            })
            .collect();
        let offsets = batch
            .offsets
            .0
            .iter()
            .map(|token| history.offsets.intern(token))
            .collect();
        let parsed = history.offset_values.len();
        let fresh = history
            .offsets
            .0
            .iter()
            .skip(parsed)
            .map(|token| Offset::parse(token));
        history.offset_values.extend(fresh);
        let keys = batch
            .keys
            .iter()
            .map(|(_, key): (_, &Key)| history.keys.intern(key.clone()))
            .collect();
        Self {
            identities,
            offsets,
            keys,
        }
    }

    fn identity(&self, index: IdentityIndex) -> IdentityIndex {
        self.identities[index.0 as usize]
    }

    fn actor(&self, actor: Actor) -> Actor {
        Actor {
            identity: self.identity(actor.identity),
            offset: self.offsets[usize::from(actor.offset)],
            ..actor
        }
    }

    fn signature(&self, signature: Signature) -> Signature {
        Signature {
            key: signature.key.map(|key| self.keys[key.0 as usize]),
            signer: signature.signer.map(|signer| self.identity(signer)),
            ..signature
        }
    }
}
