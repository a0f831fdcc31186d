//! The offsets of a pack's entries in pack order, sorted only where they are used.
//!
//! A full sort of a large pack costs as much as reading a tenth of its commits, and most of it would
//! sort trees and blobs that are never read. So offsets are put into buckets by their high bits, and a
//! bucket is sorted when it is first used.

use std::ops::Range;

use gix_pack::index;

use crate::bits::Bits;

/// Entries a bucket holds on average.
const BUCKET: u64 = 64;

/// Offsets of all entries of one pack, 4 bytes for each.
pub(crate) struct Offsets {
    /// Distance of each entry from the start of its bucket.
    low: Vec<u32>,
    /// First position of every bucket, and the end.
    starts: Vec<u32>,
    sorted: Bits,
    /// Bits of an offset below the bucket's number; at most 32.
    shift: u32,
}

impl Offsets {
    /// Puts the offsets of `index` into buckets. Offsets beyond `pack_end` do not belong to an entry.
    pub(crate) fn new(index: &index::File, pack_end: u64) -> Self {
        Self::bucketed(index.num_objects(), pack_end, |position| {
            index.pack_offset_at_index(position)
        })
    }

    fn bucketed(count: u32, pack_end: u64, offset_at: impl Fn(u32) -> u64) -> Self {
        let buckets = u64::from(count) / BUCKET + 1;
        let shift = (0..32)
            .find(|shift| pack_end >> shift < buckets)
            .unwrap_or(32);
        let all = || {
            (0..count)
                .map(&offset_at)
                .filter(|offset| *offset < pack_end)
        };
        let buckets = usize::try_from(pack_end >> shift).expect("a mapped pack's size is a usize");
        let bucket = |offset: u64| (offset >> shift) as usize;
        let mut starts = vec![0u32; buckets + 2];
        for offset in all() {
            starts[bucket(offset) + 1] += 1;
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut low = vec![0; total as usize];
        for offset in all() {
            let place = &mut next[bucket(offset)];
            low[*place as usize] = (offset & ((1 << shift) - 1)) as u32;
            *place += 1;
        }
        Self {
            low,
            starts,
            sorted: Bits::default(),
            shift,
        }
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> u32 {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Position of the entry at `offset`.
    pub(crate) fn position(&mut self, offset: u64) -> Option<u32> {
        let bucket = usize::try_from(offset >> self.shift).ok()?;
        if bucket + 1 >= self.starts.len() {
            return None;
        }
        self.sort_bucket(bucket);
        let span = self.span(bucket);
        let low = (offset & ((1 << self.shift) - 1)) as u32;
        let inside = self.low[span.start as usize..span.end as usize]
            .binary_search(&low)
            .ok()?;
        Some(span.start + inside as u32)
    }

    /// Sorts the buckets of `run`.
    pub(crate) fn sort(&mut self, run: Range<u32>) {
        if run.is_empty() {
            return;
        }
        for bucket in self.bucket_of(run.start)..=self.bucket_of(run.end - 1) {
            self.sort_bucket(bucket);
        }
    }

    /// Offset of the entry at `position`. [`Offsets::sort`] must have been called for it.
    pub(crate) fn at(&self, position: u32) -> u64 {
        self.offset(self.bucket_of(position), position)
    }

    /// Offsets of the entries of `run`. [`Offsets::sort`] must have been called for it.
    pub(crate) fn range(&self, run: Range<u32>) -> impl Iterator<Item = u64> + '_ {
        let mut bucket = self.bucket_of(run.start);
        run.map(move |position| {
            while self.starts[bucket + 1] <= position {
                bucket += 1;
            }
            self.offset(bucket, position)
        })
    }

    fn bucket_of(&self, position: u32) -> usize {
        self.starts
            .partition_point(|start| *start <= position)
            .saturating_sub(1)
    }

    fn span(&self, bucket: usize) -> Range<u32> {
        self.starts[bucket]..self.starts[bucket + 1]
    }

    fn offset(&self, bucket: usize, position: u32) -> u64 {
        ((bucket as u64) << self.shift) + u64::from(self.low[position as usize])
    }

    fn sort_bucket(&mut self, bucket: usize) {
        let number = u32::try_from(bucket).expect("fewer buckets than entries, or than 4 GiB");
        if self.sorted.insert(number) {
            let span = self.span(bucket);
            self.low[span.start as usize..span.end as usize].sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(offsets: &[u64], pack_end: u64) {
        let count = u32::try_from(offsets.len()).unwrap();
        let mut offsets_in_buckets =
            Offsets::bucketed(count, pack_end, |position| offsets[position as usize]);
        let mut expected: Vec<_> = offsets
            .iter()
            .copied()
            .filter(|offset| *offset < pack_end)
            .collect();
        expected.sort_unstable();
        assert_eq!(offsets_in_buckets.len() as usize, expected.len());
        for (position, offset) in (0u32..).zip(&expected) {
            assert_eq!(offsets_in_buckets.position(*offset), Some(position));
            offsets_in_buckets.sort(position..position + 1);
            assert_eq!(offsets_in_buckets.at(position), *offset);
        }
        assert_eq!(offsets_in_buckets.position(pack_end + 1), None);
        assert_eq!(
            offsets_in_buckets
                .range(0..offsets_in_buckets.len())
                .collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn every_entry_has_its_place() {
        check(&[], 12);
        check(&[12], 40);
        let scattered: Vec<u64> = (0..1000).map(|n| 12 + (n * 7919) % 1000 * 13).collect();
        check(&scattered, 20_000);
        check(&[9 << 40, 12, 1 << 33, (1 << 33) + 1, 1 << 20], 10 << 40);
        check(&[12, 5000, 30], 100);
    }
}
