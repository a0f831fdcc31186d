//! A compact table of object ids: every id once, with its position.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use crate::object_id::ObjectId;

/// Position of a commit in a [`History`](crate::History).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitIndex(pub u32);

/// Every object id named so far, once, in order of first appearance.
///
/// It may hold both SHA-1 and SHA-256 ids. Each kind has its own arena, and `sha256_positions` says which ids
/// are in the second one.
#[derive(Debug, Default)]
pub(super) struct Ids {
    sha1: Vec<[u8; 20]>,
    sha256: Vec<[u8; 32]>,
    /// Positions of the SHA-256 ids among all, ascending; all others are SHA-1.
    sha256_positions: Vec<u32>,
    table: HashTable<u32>,
}

impl Ids {
    /// Index of `id`; `None` when it was never named.
    pub(super) fn find(&self, id: &ObjectId) -> Option<CommitIndex> {
        let is_same = |position: &u32| self.bytes(*position) == id.as_bytes();
        let position = self.table.find(hash(id.as_bytes()), is_same)?;
        Some(CommitIndex(*position))
    }

    /// Index of `id`, added when new.
    pub(super) fn intern(&mut self, id: &ObjectId) -> CommitIndex {
        if let Some(index) = self.find(id) {
            return index;
        }
        let hash = hash(id.as_bytes());
        let position = u32::try_from(self.len()).expect("fewer than 2^32 commits in a scan");
        match id.as_bytes().try_into() {
            Ok(short) => self.sha1.push(short),
            Err(_) => {
                self.sha256
                    .push(id.as_bytes().try_into().expect("an id has 20 or 32 bytes"));
                self.sha256_positions.push(position);
            }
        }
        let mut table = std::mem::take(&mut self.table);
        table.insert_unique(hash, position, |other| self::hash(self.bytes(*other)));
        self.table = table;
        CommitIndex(position)
    }

    /// The id at `index`.
    #[inline]
    pub(super) fn get(&self, index: CommitIndex) -> ObjectId {
        ObjectId::from_bytes(self.bytes(index.0)).expect("an id has 20 or 32 bytes")
    }

    /// How many ids there are.
    pub(super) fn len(&self) -> usize {
        self.sha1.len() + self.sha256.len()
    }

    fn bytes(&self, position: u32) -> &[u8] {
        if self.sha256_positions.is_empty() {
            return &self.sha1[position as usize];
        }
        match self.sha256_positions.binary_search(&position) {
            Ok(long) => &self.sha256[long],
            Err(longs_before) => &self.sha1[position as usize - longs_before],
        }
    }
}

/// Object ids are hashes already; Fx only folds them.
fn hash(bytes: &[u8]) -> u64 {
    FxBuildHasher.hash_one(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_hash_kinds_share_one_table() {
        let mut ids = Ids::default();
        let id = |length: usize, byte: u8| ObjectId::from_bytes(&vec![byte; length]).unwrap();
        let all = [id(20, 1), id(32, 1), id(20, 2), id(32, 2), id(20, 3)];
        for (position, id) in (0..).zip(&all) {
            assert_eq!(ids.find(id), None);
            assert_eq!(ids.intern(id), CommitIndex(position));
        }
        for (position, id) in (0..).zip(&all) {
            assert_eq!(ids.find(id), Some(CommitIndex(position)));
            assert_eq!(ids.intern(id), CommitIndex(position));
            assert_eq!(ids.get(CommitIndex(position)), *id);
        }
        assert_eq!(ids.len(), 5);
    }
}
