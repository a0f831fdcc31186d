//! All commits and tags of all repositories of one scan, in columns.
//!
//! Each reading thread fills a [`Batch`], and [`History::absorb`] adds it. A commit takes about 100 bytes.

mod brackets;
mod claims;
mod commit;

use crate::batch::{Actor, Batch, OffsetTokens, Row};
use crate::identity::{Identities, IdentityIndex};
use crate::ids::{CommitIndex, Ids};
use crate::key::{KeyIndex, Keys, Signature};
use crate::moment::{Moment, Offset};
use crate::object_id::ObjectId;
use crate::record::TrailerKind;
use crate::repositories::{OrganisationIndex, Repositories, RepositoryIndex};
use crate::tag::Tag;
pub use brackets::Brackets;
pub use commit::Commit;

/// All commits and tags of one scan.
///
/// A commit gets an index when it is first named, as a commit or as a parent. [`History::get`] says whether
/// the scan holds it.
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
    /// Adds a repository under the name that reports show.
    ///
    /// # Panics
    /// When a scan names more than 65,536 repositories.
    pub fn add_repository(&mut self, name: &str) -> RepositoryIndex {
        self.repositories.add(name)
    }

    /// Sets the organisation of `repository`: host and owner on its platform, spelled the same for all of its
    /// repositories.
    ///
    /// # Panics
    /// When the repository is another history's.
    pub fn set_organisation(&mut self, repository: RepositoryIndex, organisation: &str) {
        self.repositories.set_organisation(repository, organisation);
    }

    /// The organisation of `repository`.
    ///
    /// # Panics
    /// When the repository is another history's.
    #[must_use]
    pub fn organisation(&self, repository: RepositoryIndex) -> OrganisationIndex {
        self.repositories.organisation(repository)
    }

    /// Adds a batch of `repository`. A commit that the history already holds stays as it is.
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

    /// Index of the commit `id`; a new one when the commit was never named before.
    pub fn index_of(&mut self, id: &ObjectId) -> CommitIndex {
        let index = self.ids.intern(id);
        if self.rows.len() < self.ids.len() {
            self.rows.push(None);
        }
        index
    }

    /// Index of the commit `id`; `None` when it was never named.
    #[must_use]
    pub fn find(&self, id: &ObjectId) -> Option<CommitIndex> {
        self.ids.find(id)
    }

    /// Records that `repository` holds the commit at `index` too. Does nothing when the commit was first read
    /// from this repository.
    pub fn share(&mut self, index: CommitIndex, repository: RepositoryIndex) {
        if let Some(Some(row)) = self.rows.get_mut(index.0 as usize) {
            row.shared |= row.repository != repository;
        }
    }

    /// Removes every commit for which `keep` is false. Readers remove those that no chosen ref reaches.
    pub fn retain(&mut self, mut keep: impl FnMut(CommitIndex) -> bool) {
        for (index, row) in (0..).map(CommitIndex).zip(&mut self.rows) {
            if row.is_some() && !keep(index) {
                *row = None;
                self.held -= 1;
            }
        }
    }

    /// Removes every tag for which `keep` is false.
    pub fn retain_tags(&mut self, keep: impl FnMut(&Tag) -> bool) {
        self.tags.retain(keep);
    }

    /// Sorts the columns into their final order, and settles what unproven claims about platforms are. Call it once,
    /// after the last batch.
    pub fn seal(&mut self) {
        self.settle_claims();
        self.signatures.sort_unstable_by_key(|(index, _)| *index);
        self.tags.sort_unstable_by(|a, b| {
            (a.repository, &a.name, a.id).cmp(&(b.repository, &b.name, b.id))
        });
    }

    /// The commit at `index`; `None` when it was only named as a parent.
    #[must_use]
    #[inline]
    pub fn get(&self, index: CommitIndex) -> Option<Commit<'_>> {
        let row = self.rows.get(index.0 as usize)?.as_ref()?;
        Some(Commit {
            history: self,
            index,
            row,
        })
    }

    /// All commits that the scan holds, in the order in which they were first named.
    #[inline]
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
    #[inline]
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
    #[inline]
    pub fn parent_indexes(&self, index: CommitIndex) -> &[CommitIndex] {
        match self.rows.get(index.0 as usize) {
            Some(Some(row)) => self.parents_of(row),
            _ => &[],
        }
    }

    /// The object id at `index`.
    #[must_use]
    #[inline]
    pub fn id(&self, index: CommitIndex) -> ObjectId {
        self.ids.get(index)
    }

    #[inline]
    pub(super) fn parents_of(&self, row: &Row) -> &[CommitIndex] {
        &self.parents[span(row.parents, row.parent_count)]
    }

    #[inline]
    pub(super) fn trailers_of(&self, row: &Row) -> &[(TrailerKind, IdentityIndex)] {
        &self.trailers[span(row.trailers, row.trailer_count)]
    }

    #[inline]
    pub(super) fn signature_of(&self, index: CommitIndex) -> Option<Signature> {
        let position = self
            .signatures
            .binary_search_by_key(&index, |(index, _)| *index)
            .ok()?;
        Some(self.signatures[position].1)
    }

    #[inline]
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

/// The history's index for each of a batch's interned values.
struct Remap {
    identities: Vec<IdentityIndex>,
    offsets: Vec<u16>,
    keys: Vec<KeyIndex>,
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
            .map(|(_, key)| history.keys.intern(key.clone()))
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
