//! Whether the database can be written to.

use crate::connection::Store;
use crate::error::{Doing, StoreError};

impl Store {
    /// Writes the present (Unix milliseconds) into a row of its own, over the last time.
    ///
    /// # Errors
    /// When the database cannot be written to; [`StoreError::class`] says why.
    pub async fn probe_write(&self, now_ms: i64) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO note (name, value) VALUES ('last-probe', $1)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let probe = sqlx::query(UPSERT).bind(now_ms.to_string());
        let probed = probe.execute(&self.writer).await;
        probed.map(drop).doing("write to the database")
    }
}
