//! One pack: finding objects in it, and the runs in which it stores its commits.
//!
//! Git writes the commits of a pack next to each other. From one of them the others are found by reading on,
//! in the order in which they are on disk and without looking up any id.

use std::ops::Range;
use std::path::Path;

use countersign_facts::ObjectId;
use gix_object::Kind;
use gix_pack::data::entry::Header;
use gix_pack::{cache, data, index};

use crate::bits::Bits;
use crate::hash::{ObjectFormat, to_gix};
use crate::offsets::Offsets;

/// This many other objects end a run of commits. Within a run, only the last of this many entries is checked
/// before a thread decodes them.
const STRIDE: u32 = 64;
/// Largest object that is read, in bytes. Real commits are far smaller.
pub(crate) const LARGEST_OBJECT: usize = 1 << 30;
/// Largest expansion of a deflated stream: 1032 to 1, plus the overhead of a tiny stream.
const LARGEST_EXPANSION: usize = 1040;

/// Why an entry could not be read, in the words of the library.
pub(crate) type Failure = String;

/// An opened pack.
pub(crate) struct Pack {
    index: index::File,
    data: data::File,
    /// Made when the first run is searched.
    offsets: Option<Offsets>,
    /// Positions that already belong to a run or are between runs.
    seen: Bits,
}

/// Room after an object's end. The decompressor writes the last few hundred bytes of its buffer one by one,
/// and for a commit that would be half of it.
const HEADROOM: usize = 512;

/// Buffers of one thread that decodes.
pub(crate) struct Decoder {
    inflate: gix_zlib::Inflate,
    /// Holds the last object at its start; not cleared between objects.
    buffer: Vec<u8>,
    /// How long the last object is.
    size: usize,
}

impl Decoder {
    pub(crate) fn new() -> Self {
        Self {
            inflate: gix_zlib::Inflate::default(),
            buffer: Vec::new(),
            size: 0,
        }
    }

    /// The last object's content.
    pub(crate) fn content(&self) -> &[u8] {
        &self.buffer[..self.size]
    }

    /// Lets `fill` write an object into the buffer.
    pub(crate) fn fill<T>(
        &mut self,
        fill: impl FnOnce(&mut Vec<u8>, &mut gix_zlib::Inflate) -> T,
    ) -> T {
        let answer = fill(&mut self.buffer, &mut self.inflate);
        self.size = self.buffer.len();
        answer
    }

    /// Inflates `deflated`. Returns whether it expanded to exactly `size` bytes.
    fn inflate(&mut self, deflated: &[u8], size: usize) -> bool {
        let Some(room) = size.checked_add(HEADROOM) else {
            return false;
        };
        if self.buffer.len() < room {
            self.buffer.resize(room, 0);
        }
        self.size = size;
        self.inflate.reset();
        match self.inflate.once(deflated, &mut self.buffer) {
            Ok((status, _, written)) => status == gix_zlib::Status::StreamEnd && written == size,
            Err(_) => false,
        }
    }

    /// Frees the memory that one huge object took.
    pub(crate) fn shrink(&mut self) {
        const KEPT: usize = 1 << 20;
        if self.buffer.capacity() > KEPT {
            self.buffer = Vec::new();
            self.size = 0;
        }
    }
}

impl Pack {
    /// Opens the pack whose index is at `path`.
    pub(crate) fn open(path: &Path, format: ObjectFormat) -> Result<Self, Failure> {
        let index = index::File::at(path, format.kind()).map_err(|error| error.to_string())?;
        let data = data::File::at(path.with_extension("pack"), format.kind())
            .map_err(|error| error.to_string())?
            .with_alloc_limit_bytes(Some(LARGEST_OBJECT));
        Ok(Self {
            index,
            data,
            offsets: None,
            seen: Bits::default(),
        })
    }

    /// The offset of the object `id`; `None` when the pack does not have it.
    pub(crate) fn find(&self, id: &ObjectId) -> Option<u64> {
        let position = self.index.lookup(to_gix(id))?;
        Some(self.index.pack_offset_at_index(position))
    }

    /// Position of the entry at `offset` in pack order; `None` when there is no such entry.
    pub(crate) fn position(&mut self, offset: u64) -> Option<u32> {
        let Self { index, data, .. } = self;
        self.offsets
            .get_or_insert_with(|| Offsets::new(index, data.pack_end() as u64))
            .position(offset)
    }

    /// Whether the entry at `offset` was part of an earlier run.
    pub(crate) fn is_seen(&mut self, offset: u64) -> bool {
        self.position(offset)
            .is_some_and(|position| self.seen.contains(position))
    }

    /// The run of commits that starts at `position`, up to the next earlier run.
    ///
    /// A run is taken in strides that end in a commit: checking every entry here would be work that the
    /// decoding threads cannot share. [`Pack::decode_commit`] skips the other objects in a run.
    pub(crate) fn run_from(&mut self, position: u32) -> Range<u32> {
        let Some(offsets) = &mut self.offsets else {
            return position..position;
        };
        let mut run = position..position;
        loop {
            let stride = run.end..offsets.len().min(run.end.saturating_add(STRIDE));
            offsets.sort(stride.clone());
            let end = stride
                .clone()
                .find(|next| self.seen.contains(*next))
                .unwrap_or(stride.end);
            let last = (stride.start..end)
                .rev()
                .find(|next| is_commit(&self.data, offsets.at(*next)));
            let Some(last) = last else {
                return run;
            };
            for next in stride.start..=last {
                self.seen.insert(next);
            }
            run.end = last + 1;
        }
    }

    /// Offsets of a run's entries.
    pub(crate) fn offsets(&self, run: Range<u32>) -> impl Iterator<Item = u64> + '_ {
        self.offsets
            .iter()
            .flat_map(move |offsets| offsets.range(run.clone()))
    }

    /// Decodes the entry at `offset` if it is a commit. Returns whether it was an intact commit.
    pub(crate) fn decode_commit(&self, offset: u64, decoder: &mut Decoder) -> bool {
        is_commit(&self.data, offset) && self.decode(offset, decoder) == Ok(Kind::Commit)
    }

    /// Decodes the entry at `offset`.
    pub(crate) fn decode(&self, offset: u64, decoder: &mut Decoder) -> Result<Kind, Failure> {
        let entry = self.data.entry(offset).map_err(|error| error.to_string())?;
        let end = self.data.pack_end() as u64;
        let deflated = self.data.entry_slice(entry.data_offset..end);
        let (Some(deflated), Ok(size)) = (deflated, usize::try_from(entry.decompressed_size))
        else {
            return Err("the pack ends before the entry".to_owned());
        };
        if size > LARGEST_OBJECT || !expands_to(deflated.len(), size) {
            return Err("the pack entry claims more bytes than it can hold".to_owned());
        }
        match entry.header.as_kind() {
            Some(kind) if decoder.inflate(deflated, size) => Ok(kind),
            Some(_) => Err("the pack entry is damaged".to_owned()),
            None => self.decode_delta(entry, decoder),
        }
    }

    fn decode_delta(&self, entry: data::Entry, decoder: &mut Decoder) -> Result<Kind, Failure> {
        let resolve = |id: &gix_hash::oid, _: &mut Vec<u8>| {
            self.index
                .lookup(id)
                .map(|position| self.data.entry(self.index.pack_offset_at_index(position)))
                .transpose()
                .map(|entry| entry.map(data::decode::entry::ResolvedBase::InPack))
        };
        decoder
            .fill(|buffer, inflate| {
                self.data
                    .decode_entry(entry, buffer, inflate, &resolve, &mut cache::Never)
            })
            .map(|outcome| outcome.kind)
            .map_err(|error| error.to_string())
    }
}

/// Whether `deflated` bytes can expand to `size` bytes. A false header must not cost memory.
fn expands_to(deflated: usize, size: usize) -> bool {
    size <= deflated.saturating_mul(LARGEST_EXPANSION)
}

/// Whether the entry at `offset` is a commit, or a delta of one by offset.
fn is_commit(data: &data::File, mut offset: u64) -> bool {
    loop {
        let Ok(entry) = data.entry(offset) else {
            return false;
        };
        match entry.header {
            Header::Commit => return true,
            // A base is before its deltas in the pack, so this ends.
            Header::OfsDelta { base_distance } if (1..=offset).contains(&base_distance) => {
                offset -= base_distance;
            }
            _ => return false,
        }
    }
}
