//! A door for benchmarks and tests that read commits by other means than this crate's reader.

use countersign_facts::{Batch, ObjectId};

/// Parses a commit object and adds it to `batch`; whether it was one.
pub fn push_commit(id: ObjectId, raw: &[u8], batch: &mut Batch) -> bool {
    crate::parse::commit(id, raw).is_ok_and(|record| {
        batch.push(&record);
        true
    })
}
