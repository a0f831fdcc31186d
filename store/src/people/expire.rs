//! What nothing has shown for long is forgotten.

use super::types::Expired;
use crate::connection::Store;
use crate::error::StoreError;

impl Store {
    /// Forgets what was last seen before a time, Unix milliseconds: sources that were not read since,
    /// appearances, joins, uses of keys and findings that no reading showed since, accounts that were not
    /// looked at, privilege events, deploy keys not heard of, and the bodies of deliveries whose jobs are
    /// done or dropped. What people decided stays: partings, and who is forgotten.
    ///
    /// # Errors
    /// When the database cannot be written to: what was forgotten until then stays forgotten.
    pub async fn expire(&self, before_ms: i64) -> Result<Expired, StoreError> {
        todo!("{before_ms}")
    }
}
