//! For benchmarks and tests that read commits with another reader than this crate's.

use std::sync::LazyLock;

use countersign_facts::{Batch, ObjectId};

use crate::platform::{Commits, PlatformKeys};

static KEYS: LazyLock<PlatformKeys> = LazyLock::new(PlatformKeys::default);

/// Parses commit objects into a batch.
pub struct Parser(Commits<'static>);

impl Default for Parser {
    fn default() -> Self {
        Self(Commits::new(&KEYS))
    }
}

impl Parser {
    /// Parses a commit object and adds it. Returns whether it was a commit.
    pub fn push(&mut self, id: ObjectId, raw: &[u8]) -> bool {
        self.0.push(id, raw).is_ok()
    }

    /// All of them.
    #[must_use]
    pub fn finish(mut self) -> Batch {
        self.0.take()
    }
}
