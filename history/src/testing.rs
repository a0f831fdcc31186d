//! For benchmarks and tests that read commits with another reader than this crate's.

use countersign_facts::{Batch, ObjectId};

/// Parses a commit object and adds it to `batch`. Returns whether it was a commit.
pub fn push_commit(id: ObjectId, raw: &[u8], batch: &mut Batch) -> bool {
    crate::parse::commit(id, raw).is_ok_and(|record| {
        batch.push(&record);
        true
    })
}
