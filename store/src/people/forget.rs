//! People who are forgotten stay forgotten.

use super::sql::{CHUNK, hashes, sql};
use super::types::{Forgotten, IdentifierHash};
use crate::connection::Store;
use crate::error::{Doing, StoreError};

impl Store {
    /// Forgets all that is known about identifiers, and keeps that they are not to be remembered again.
    ///
    /// # Errors
    /// When the database cannot be written to: nothing is forgotten then.
    pub async fn forget_people(
        &self,
        of: &[IdentifierHash],
        now_ms: i64,
    ) -> Result<Forgotten, StoreError> {
        todo!("{of:?} {now_ms}")
    }

    /// Which of these were forgotten, by hash.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn forgotten(
        &self,
        of: &[IdentifierHash],
    ) -> Result<Vec<IdentifierHash>, StoreError> {
        let _ = (CHUNK, hashes(of), sql(self.dialect, ""));
        Ok(Vec::new()).doing("look up who was forgotten")
    }
}
