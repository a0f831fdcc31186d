//! Reading whole runs of commits out of packs, and many tags, in several threads.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use countersign_facts::{Batch, History, ObjectId, RepositoryIndex};
use gix_object::Kind;

use crate::job::{Cancelled, Job};
use crate::objects::Objects;
use crate::pack::Decoder;
use crate::parse;
use crate::platform::{Commits, PlatformKeys};

/// Entries that one thread decodes before it hands them over: small enough that the threads of a small
/// repository share the work, large enough to be worth a batch's tables.
const CHUNK: u32 = 1024;
/// Tags that one thread reads before it hands them over. They are scattered, and most are signed.
const TAG_CHUNK: usize = 64;

/// Part of a run of commits in one pack.
#[derive(Clone, Debug)]
struct Run {
    pack: usize,
    entries: Range<u32>,
}

/// A tag object, and the object that it finally leads to, as recorded with the ref.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeeledTag {
    pub(crate) id: ObjectId,
    pub(crate) target: ObjectId,
}

/// A tag that a plan leaves to its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Further {
    /// It could not be read.
    Unread(ObjectId),
    /// Another tag points at it.
    Inner(ObjectId),
}

/// Objects to decode, in chunks that do not depend on the number of threads.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    runs: Vec<Run>,
    tags: Vec<PeeledTag>,
    chunks: Vec<Chunk>,
}

/// What a thread decodes at once: ranges of the plan's lists.
#[derive(Clone, Debug)]
enum Chunk {
    Runs(Range<usize>),
    Tags(Range<usize>),
}

impl Plan {
    /// Reads these tags.
    pub(crate) fn of_tags(tags: Vec<PeeledTag>) -> Self {
        let chunks = (0..tags.len())
            .step_by(TAG_CHUNK)
            .map(|start| Chunk::Tags(start..tags.len().min(start + TAG_CHUNK)))
            .collect();
        Self {
            tags,
            chunks,
            ..Self::default()
        }
    }

    /// Reads the runs that hold these entries (number of the pack, offset), which are sorted.
    pub(crate) fn of_runs(objects: &mut Objects, entries: &[(usize, u64)]) -> Self {
        let mut plan = Self::default();
        let mut filled = 0;
        let mut start = 0;
        for (number, offset) in entries {
            let pack = &mut objects.packs[*number];
            let Some(position) = pack.position(*offset) else {
                continue;
            };
            let mut run = pack.run_from(position);
            while !run.is_empty() {
                let end = run.end.min(run.start + CHUNK - filled);
                plan.runs.push(Run {
                    pack: *number,
                    entries: run.start..end,
                });
                filled += end - run.start;
                if filled == CHUNK {
                    plan.chunks.push(Chunk::Runs(start..plan.runs.len()));
                    start = plan.runs.len();
                    filled = 0;
                }
                run.start = end;
            }
        }
        if filled > 0 {
            plan.chunks.push(Chunk::Runs(start..plan.runs.len()));
        }
        plan
    }

    /// Decodes everything and adds it to the history, in the plan's order.
    ///
    /// Commits that cannot be read are skipped: if the walk wants one, it is read again by its id. Tags that
    /// cannot be read are returned, and so are tags that other tags point at.
    pub(crate) fn read(
        &self,
        objects: &Objects,
        (job, platforms): (&Job<'_>, &PlatformKeys),
        repository: RepositoryIndex,
        history: &mut History,
    ) -> Result<Vec<Further>, Cancelled> {
        let threads = job.threads.clamp(1, self.chunks.len().max(1));
        let shared = Shared {
            plan: self,
            objects,
            job,
            platforms,
            repository,
            next: AtomicUsize::new(0),
            most_waiting: threads * 4,
            queue: Mutex::new(Queue::default()),
            history: Mutex::new(history),
            further_tags: Mutex::new(Vec::new()),
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads)
                .map(|_| scope.spawn(|| shared.work()))
                .collect();
            let own = shared.work();
            others
                .into_iter()
                .map(|thread| {
                    thread
                        .join()
                        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                })
                .fold(own, Result::and)
        })?;
        let mut further = std::mem::take(&mut *lock(&shared.further_tags));
        further.sort_unstable();
        Ok(further)
    }
}

/// What the threads of one reading share.
struct Shared<'a> {
    plan: &'a Plan,
    objects: &'a Objects,
    job: &'a Job<'a>,
    platforms: &'a PlatformKeys,
    repository: RepositoryIndex,
    /// The next chunk that no thread has taken.
    next: AtomicUsize,
    /// Most decoded chunks that may wait for the history.
    most_waiting: usize,
    queue: Mutex<Queue>,
    history: Mutex<&'a mut History>,
    further_tags: Mutex<Vec<Further>>,
}

/// Decoded chunks that wait for the history.
#[derive(Default)]
struct Queue {
    waiting: BTreeMap<usize, Batch>,
    /// The number of the chunk that is added next.
    next: usize,
    /// Whether a thread is adding to the history.
    is_draining: bool,
}

impl Shared<'_> {
    fn work(&self) -> Result<(), Cancelled> {
        let mut decoder = Decoder::new();
        loop {
            self.job.check()?;
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(chunk) = self.plan.chunks.get(number) else {
                return Ok(());
            };
            let batch = self.decode(chunk, &mut decoder);
            let waiting = {
                let mut queue = lock(&self.queue);
                queue.waiting.insert(number, batch);
                queue.waiting.len()
            };
            self.drain();
            if waiting > self.most_waiting {
                // Waits until the draining thread has added another chunk.
                drop(lock(&self.history));
            }
        }
    }

    fn decode(&self, chunk: &Chunk, decoder: &mut Decoder) -> Batch {
        match chunk {
            Chunk::Runs(runs) => {
                let mut commits = Commits::new(self.platforms);
                for run in &self.plan.runs[runs.clone()] {
                    self.decode_run(run, decoder, &mut commits);
                }
                commits.take()
            }
            Chunk::Tags(tags) => {
                let mut batch = Batch::default();
                for tag in &self.plan.tags[tags.clone()] {
                    if let Some(further) = self.decode_tag(tag, decoder, &mut batch) {
                        lock(&self.further_tags).push(further);
                    }
                }
                batch
            }
        }
    }

    fn decode_run(&self, run: &Run, decoder: &mut Decoder, commits: &mut Commits<'_>) {
        let pack = &self.objects.packs[run.pack];
        for offset in pack.offsets(run.entries.clone()) {
            if !pack.decode_commit(offset, decoder) {
                continue;
            }
            let id = self.objects.format.id_of(Kind::Commit, decoder.content());
            // What cannot be read here is read again by its id, if the walk wants it.
            let _ = commits.push(id, decoder.content());
            decoder.shrink();
        }
    }

    fn decode_tag(
        &self,
        tag: &PeeledTag,
        decoder: &mut Decoder,
        batch: &mut Batch,
    ) -> Option<Further> {
        if self.objects.find(&tag.id, decoder) != Ok(Some(Kind::Tag)) {
            return Some(Further::Unread(tag.id));
        }
        let Ok(record) = parse::tag(tag.id, decoder.content()) else {
            return Some(Further::Unread(tag.id));
        };
        batch.push_tag(&record);
        (record.target != tag.target).then_some(Further::Inner(record.target))
    }

    /// Adds the chunks that are next, unless another thread is doing so.
    fn drain(&self) {
        loop {
            let batch = {
                let mut queue = lock(&self.queue);
                if queue.is_draining {
                    return;
                }
                let next = queue.next;
                let Some(batch) = queue.waiting.remove(&next) else {
                    return;
                };
                queue.next += 1;
                queue.is_draining = true;
                batch
            };
            let mut history = lock(&self.history);
            history.absorb(self.repository, batch);
            self.job.progress.commits(history.len() as u64);
            drop(history);
            lock(&self.queue).is_draining = false;
        }
    }
}

/// Locks even after a panic: a panicked thread ends the others when it is joined, and until then they may go on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
