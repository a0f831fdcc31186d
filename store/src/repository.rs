//! A repository that an installation covers, as it is recorded.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

/// A repository that an installation covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// GitHub's id, which stays when the name or the owner changes.
    pub id: i64,
    /// The installation that covers it.
    pub installation: i64,
    /// Login of its owner.
    pub owner: String,
    /// Its name.
    pub name: String,
    /// Whether it is private.
    pub private: bool,
    /// When its history was read, Unix milliseconds.
    pub backfilled: Option<i64>,
    /// When GitHub last reported this, Unix milliseconds.
    pub updated: i64,
}

impl FromRow<'_, AnyRow> for Repository {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            installation: row.try_get("installation")?,
            owner: row.try_get("owner")?,
            name: row.try_get("name")?,
            private: row.try_get::<i64, _>("private")? == 1,
            backfilled: row.try_get("backfilled")?,
            updated: row.try_get("updated")?,
        })
    }
}
