//! One reading, step by step: refs, annotated tags, then commits until the walk has all it wants.

use bstr::BStr;
use countersign_facts::{Batch, CommitIndex, History, ObjectId, RepositoryIndex, Tag};
use gix_object::Kind;
use rustc_hash::FxHashSet;

use crate::bits::Bits;
use crate::error::ReadError;
use crate::job::{Cancelled, Job};
use crate::location::RemoteUrl;
use crate::objects::{Objects, Problem};
use crate::pack::Decoder;
use crate::parse;
use crate::platform::{Commits, PlatformKeys};
use crate::reading::{Reading, Selection, Skipped, Tip};
use crate::refs::{self, Listed, Peeled};
use crate::regions::{Further, PeeledTag, Plan};
use crate::repository::LocalRepository;
use crate::walk::Walk;

/// Commits read one by one before they are handed to the history.
const BATCH: usize = 1024;
/// How often a long run of single reads checks whether it was cancelled, in commits.
const CHECK_EVERY: usize = 256;

/// An object that may be a tag.
#[derive(Clone, Copy)]
struct Unpeeled {
    id: ObjectId,
    /// Whether the ref is below `refs/tags/`. Only the tag objects of such refs are facts.
    is_tag_ref: bool,
}

/// One reading in progress.
pub(crate) struct Scan<'a> {
    repository: &'a LocalRepository,
    objects: Objects,
    job: &'a Job<'a>,
    platforms: &'a PlatformKeys,
    history: &'a mut History,
    index: RepositoryIndex,
    walk: Walk,
    /// Commits a ref names.
    tips: Bits,
    unpeeled: Vec<Unpeeled>,
    peeled: Vec<PeeledTag>,
    /// Objects that were checked for being tags, or are queued for it.
    met: FxHashSet<ObjectId>,
    refs: Vec<Tip>,
    replaced: u64,
    skipped: Skipped,
    decoder: Decoder,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(
        repository: &'a LocalRepository,
        objects: Objects,
        (job, platforms): (&'a Job<'a>, &'a PlatformKeys),
        name: &str,
        history: &'a mut History,
    ) -> Self {
        let mut skipped = Skipped::default();
        for (path, reason) in &objects.broken_packs {
            skipped.unreadable_packs += 1;
            skipped.note(path.display(), reason);
        }
        let index = history.add_repository(name);
        let origin = repository.origin.as_ref();
        if let Some(organisation) = origin.and_then(RemoteUrl::organisation) {
            history.set_organisation(index, &organisation);
        }
        Self {
            repository,
            objects,
            job,
            platforms,
            index,
            history,
            walk: Walk::default(),
            tips: Bits::default(),
            unpeeled: Vec::new(),
            peeled: Vec::new(),
            met: FxHashSet::default(),
            refs: Vec::new(),
            replaced: 0,
            skipped,
            decoder: Decoder::new(),
        }
    }

    /// Starts from every ref and every `HEAD`.
    pub(crate) fn start_everywhere(&mut self) -> Result<(), ReadError> {
        let repository = self.repository;
        refs::all(repository, &mut |listed| match listed {
            Listed::Ref(found) => self.start(found.name, found.id, found.peeled),
            Listed::Broken(name, reason) => {
                self.skipped.unreadable_refs += 1;
                self.skipped.note(name, reason);
            }
        })
    }

    /// Starts from one ref.
    pub(crate) fn start_at(&mut self, name: &BStr, id: ObjectId) {
        self.start(name, id, Peeled::Unknown);
    }

    fn start(&mut self, name: &BStr, id: ObjectId, peeled: Peeled) {
        self.refs.push(Tip {
            name: name.to_string(),
            id,
        });
        if name.starts_with(b"refs/replace/") {
            self.replaced += 1;
        }
        let is_tag_ref = name.starts_with(b"refs/tags/");
        match peeled {
            Peeled::NoTag => self.tip(id),
            Peeled::Tag(target) => {
                self.tip(target);
                if is_tag_ref && self.met.insert(id) {
                    self.peeled.push(PeeledTag { id, target });
                }
            }
            Peeled::Unknown => self.unpeeled.push(Unpeeled { id, is_tag_ref }),
        }
    }

    fn tip(&mut self, id: ObjectId) {
        let index = self.history.index_of(&id);
        self.tips.insert(index.0);
        self.walk.reach(index, self.history);
    }

    /// Reads the tag objects that the refs name, and what they point at.
    pub(crate) fn read_tags(&mut self) -> Result<(), Cancelled> {
        // Refs below `refs/tags/` come first: a tag that another ref names too is still a fact.
        let (tag_refs, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.unpeeled)
            .into_iter()
            .partition(|unpeeled| unpeeled.is_tag_ref);
        self.follow_tags(&tag_refs)?;
        let plan = Plan::of_tags(std::mem::take(&mut self.peeled));
        let further = plan.read(
            &self.objects,
            (self.job, self.platforms),
            self.index,
            self.history,
        )?;
        let further: Vec<_> = further
            .into_iter()
            .map(|further| {
                let id = match further {
                    Further::Unread(id) => {
                        // The second attempt finds out why.
                        self.met.remove(&id);
                        id
                    }
                    Further::Inner(id) => id,
                };
                Unpeeled {
                    id,
                    is_tag_ref: true,
                }
            })
            .collect();
        self.follow_tags(&further)?;
        self.follow_tags(&others)
    }

    fn follow_tags(&mut self, unpeeled: &[Unpeeled]) -> Result<(), Cancelled> {
        let mut batch = Batch::default();
        for (number, from) in unpeeled.iter().enumerate() {
            if number % CHECK_EVERY == 0 {
                self.job.check()?;
            }
            let mut next = Some(from.id);
            while let Some(id) = next.take_if(|id| self.met.insert(*id)) {
                next = self.read_tag(id, from.is_tag_ref, &mut batch);
            }
        }
        self.history.absorb(self.index, batch);
        Ok(())
    }

    /// Reads one object that may be a tag. Returns what a tag points at.
    fn read_tag(&mut self, id: ObjectId, is_fact: bool, batch: &mut Batch) -> Option<ObjectId> {
        let found = self.objects.find(&id, &mut self.decoder);
        match found {
            Ok(Some(Kind::Tag)) => match parse::tag(id, self.decoder.content()) {
                Ok(record) => {
                    if is_fact {
                        batch.push_tag(&record);
                    }
                    return Some(record.target);
                }
                Err(malformed) => {
                    self.skipped.malformed += 1;
                    self.skipped.note(id, malformed);
                }
            },
            Ok(Some(Kind::Commit)) => self.tip(id),
            Ok(Some(Kind::Tree | Kind::Blob)) => {}
            Ok(None) => {
                self.skipped.unreadable_refs += 1;
                self.skipped
                    .note(id, "a ref leads to it, but it is missing");
            }
            Err(problem) => self.note_problem(id, &problem),
        }
        None
    }

    /// Reads the commits that the walk wants until it wants none.
    pub(crate) fn read_commits(&mut self, whole_runs: bool) -> Result<(), Cancelled> {
        loop {
            self.job.check()?;
            let mut wanted = self.walk.advance(self.history, &self.repository.shallow);
            if wanted.is_empty() {
                return Ok(());
            }
            if whole_runs {
                self.read_runs(&mut wanted)?;
            }
            self.read_singly(wanted, whole_runs)?;
        }
    }

    /// Reads the runs that hold the wanted commits, and keeps in `wanted` those that no run contained.
    fn read_runs(&mut self, wanted: &mut Vec<CommitIndex>) -> Result<(), Cancelled> {
        // Lookups in a pack's index are faster in the order of ids.
        wanted.sort_by_cached_key(|index| self.history.id(*index));
        let mut entries = Vec::new();
        for index in &*wanted {
            entries.extend(self.unseen(&self.history.id(*index)));
        }
        entries.sort_unstable();
        let plan = Plan::of_runs(&mut self.objects, &entries);
        plan.read(
            &self.objects,
            (self.job, self.platforms),
            self.index,
            self.history,
        )?;
        wanted.retain(|index| {
            let is_held = self.history.get(*index).is_some();
            if is_held {
                self.walk.resume(*index);
            }
            !is_held
        });
        Ok(())
    }

    /// The pack entry of `id`, unless an earlier run contained it.
    fn unseen(&mut self, id: &ObjectId) -> Option<(usize, u64)> {
        let (number, offset) = self.objects.locate(id)?;
        (!self.objects.packs[number].is_seen(offset)).then_some((number, offset))
    }

    /// Reads commits one by one, and those of their parents that no run of a pack will contain.
    fn read_singly(
        &mut self,
        mut next: Vec<CommitIndex>,
        whole_runs: bool,
    ) -> Result<(), Cancelled> {
        let mut commits = Commits::new(self.platforms);
        let mut read = Vec::new();
        let mut steps = 0;
        while let Some(index) = next.pop() {
            steps += 1;
            if steps % CHECK_EVERY == 0 {
                self.job.check()?;
            }
            let Some(parents) = self.read_commit(index, &mut commits) else {
                continue;
            };
            read.push(index);
            if commits.len() == BATCH {
                self.history.absorb(self.index, commits.take());
                self.job.progress.commits(self.history.len() as u64);
            }
            for parent in parents {
                let parent_index = self.history.index_of(&parent);
                if self.history.get(parent_index).is_none()
                    && !(whole_runs && self.unseen(&parent).is_some())
                    && self.walk.claim(parent_index)
                {
                    next.push(parent_index);
                }
            }
        }
        self.history.absorb(self.index, commits.take());
        for index in read {
            self.walk.resume(index);
        }
        Ok(())
    }

    /// Reads one commit and returns its parents. `None` when it is broken.
    fn read_commit(
        &mut self,
        index: CommitIndex,
        commits: &mut Commits<'_>,
    ) -> Option<Vec<ObjectId>> {
        let id = self.history.id(index);
        match self.objects.find(&id, &mut self.decoder) {
            Ok(Some(Kind::Commit)) => match commits.push(id, self.decoder.content()) {
                Ok(record) => {
                    if self.repository.shallow.binary_search(&id).is_ok() {
                        return Some(Vec::new());
                    }
                    return Some(record.parents);
                }
                Err(malformed) => {
                    self.skipped.malformed += 1;
                    self.skipped.note(id, malformed);
                }
            },
            Ok(Some(kind)) => {
                // A ref may name any object, but a parent must be a commit.
                if !self.tips.contains(index.0) {
                    self.skipped.malformed += 1;
                    self.skipped.note(
                        id,
                        format!("a commit names it as its parent, but it is a {kind}"),
                    );
                }
            }
            Ok(None) if self.tips.contains(index.0) => {
                self.skipped.unreadable_refs += 1;
                self.skipped
                    .note(id, "a ref leads to it, but it is missing");
            }
            Ok(None) => {
                self.skipped.missing_parents += 1;
                self.skipped
                    .note(id, "a commit names it as its parent, but it is missing");
            }
            Err(problem) => self.note_problem(id, &problem),
        }
        None
    }

    fn note_problem(&mut self, id: ObjectId, problem: &Problem) {
        match problem {
            Problem::Unreadable(reason) => {
                self.skipped.unreadable += 1;
                self.skipped.note(id, reason);
            }
            Problem::HashMismatch => {
                self.skipped.hash_mismatch += 1;
                self.skipped
                    .note(id, "its content does not have this id: it is damaged");
            }
        }
    }

    /// Removes what is outside the selection and sums up.
    pub(crate) fn finish(self, selection: &Selection) -> Reading {
        let Self {
            history,
            walk,
            index: own,
            ..
        } = self;
        if own.0 > 0 {
            for index in (0u32..).take(history.named()).map(CommitIndex) {
                if walk.has_reached(index) {
                    history.share(index, own);
                }
            }
        }
        let is_chosen = |seconds: i64| {
            selection.since.is_none_or(|since| since <= seconds)
                && selection.until.is_none_or(|until| seconds <= until)
        };
        // A tag without a readable date counts as made at 0, as a commit does.
        history.retain_tags(|tag| {
            let made = tag.tagger.map_or(0, |(_, moment)| moment.seconds);
            tag.repository != own || is_chosen(made)
        });
        let is_own = |tag: &&Tag| tag.repository == own;
        let tags = history.tags().iter().filter(is_own).count() as u64;
        let reached = walk.reached();
        let mut commits = reached;
        let is_filtered = selection.since.is_some() || selection.until.is_some();
        // When the walk reached everything, there is nothing to remove.
        if is_filtered || commits < history.len() as u64 {
            commits = 0;
            let mut surplus = Bits::default();
            for commit in history.commits() {
                let is_reached = walk.has_reached(commit.index());
                if is_reached && is_chosen(commit.committed().seconds) {
                    commits += 1;
                } else if commit.repository() == own {
                    surplus.insert(commit.index().0);
                }
            }
            history.retain(|index| !surplus.contains(index.0));
        }
        let mut tips = self.refs;
        tips.sort_unstable();
        Reading {
            commits,
            reached,
            refs: tips.len() as u64,
            tips,
            organisation: self
                .repository
                .origin
                .as_ref()
                .and_then(RemoteUrl::organisation),
            tags,
            shallow: !self.repository.shallow.is_empty(),
            replaced: self.replaced,
            object_format: self.repository.format,
            skipped: self.skipped,
        }
    }
}
