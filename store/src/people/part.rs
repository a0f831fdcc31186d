//! People's word that two identifiers are two people's.

use super::types::{IdentifierHash, Parting};
use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};

impl Store {
    /// Keeps that two identifiers are two people's, from now (Unix milliseconds) on and however often they
    /// are joined again. A later word for the same installation takes the place of the one before.
    ///
    /// What joins them by way of others is not touched.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn part(
        &self,
        a: IdentifierHash,
        b: IdentifierHash,
        parting: &Parting,
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
        let parted = sqlx::query(UPSERT)
            .bind(a.min(b).0.to_vec())
            .bind(a.max(b).0.to_vec())
            .bind(parting.installation.unwrap_or_default())
            .bind(text(&parting.who))
            .bind(text(&parting.reason))
            .bind(now_ms)
            .execute(&self.writer);
        parted.await.map(drop).doing("part two people")
    }

    /// Takes back what [`Store::part`] keeps for the installation, or with `None` for whoever runs the
    /// program. Returns whether there was anything.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn unpart(
        &self,
        a: IdentifierHash,
        b: IdentifierHash,
        installation: Option<i64>,
    ) -> Result<bool, StoreError> {
        const DELETE: &str = "DELETE FROM parting WHERE a = $1 AND b = $2 AND installation = $3";
        let unparted = sqlx::query(DELETE)
            .bind(a.min(b).0.to_vec())
            .bind(a.max(b).0.to_vec())
            .bind(installation.unwrap_or_default())
            .execute(&self.writer);
        Ok(unparted.await.doing("take back a parting")?.rows_affected() == 1)
    }
}
