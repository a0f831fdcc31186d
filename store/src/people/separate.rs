//! Separations: statements that two identifiers belong to different people.

use super::types::Separation;
use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};
use crate::identifier_hash::IdentifierHash;

impl Store {
    /// Records that two identifiers belong to different people. It holds even if a later reading joins them
    /// again. A later separation for the same installation replaces an earlier one.
    ///
    /// Joins by way of other identifiers stay.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn separate(
        &self,
        a: IdentifierHash,
        b: IdentifierHash,
        separation: &Separation,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO parting (a, b, installation, who, reason, at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (a, b, installation) DO UPDATE SET
                who = excluded.who,
                reason = excluded.reason,
                at = excluded.at
            WHERE parting.at <= excluded.at";
        let separated = sqlx::query(UPSERT)
            .bind(a.min(b).0.to_vec())
            .bind(a.max(b).0.to_vec())
            .bind(separation.installation.unwrap_or_default())
            .bind(text(&separation.who))
            .bind(text(&separation.reason))
            .bind(now_ms)
            .execute(&self.writer);
        separated.await.map(drop).doing("separate two people")
    }

    /// Deletes a separation that [`Store::separate`] recorded for an installation, or with `None` for the
    /// operator. Returns whether there was one.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn undo_separation(
        &self,
        a: IdentifierHash,
        b: IdentifierHash,
        installation: Option<i64>,
    ) -> Result<bool, StoreError> {
        const DELETE: &str = "DELETE FROM parting WHERE a = $1 AND b = $2 AND installation = $3";
        let undone = sqlx::query(DELETE)
            .bind(a.min(b).0.to_vec())
            .bind(a.max(b).0.to_vec())
            .bind(installation.unwrap_or_default())
            .execute(&self.writer);
        Ok(undone.await.doing("undo a separation")?.rows_affected() == 1)
    }
}
