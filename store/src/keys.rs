//! Deploy keys that installations reported, and where a key was seen.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};
use crate::events::Person;

/// A deploy key of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeployKey {
    /// The installation that reported it. The record is removed with the installation.
    pub installation: i64,
    /// The repository's id.
    pub repository: i64,
    /// The repository's `owner/name`.
    pub repository_name: String,
    /// The key's fingerprint, in the form of [`KeySnapshot::id`](crate::KeySnapshot::id).
    pub fingerprint: String,
    /// The account that added it.
    pub added_by: Person,
}

/// An account or repository that has a key. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPlace {
    /// The account or repository.
    pub holder: KeyHolder,
    /// When the key was first seen there.
    pub first_seen: i64,
    /// When it was last seen there.
    pub last_seen: i64,
}

/// An account or repository that has a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyHolder {
    /// An account lists the key in public.
    Account(Person),
    /// A repository of the asking installation accepts it as a deploy key.
    Repository {
        /// Its id.
        id: i64,
        /// Its `owner/name`.
        name: String,
        /// The account that added the key there.
        added_by: Person,
    },
}

impl FromRow<'_, AnyRow> for KeyPlace {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        let person = Person {
            id: row.try_get("person")?,
            login: row.try_get("login")?,
        };
        let (id, name): (Option<i64>, Option<String>) =
            (row.try_get("repository")?, row.try_get("name")?);
        let holder = match id.zip(name) {
            Some((id, name)) => KeyHolder::Repository {
                id,
                name,
                added_by: person,
            },
            None => KeyHolder::Account(person),
        };
        Ok(Self {
            holder,
            first_seen: row.try_get("first_seen")?,
            last_seen: row.try_get("last_seen")?,
        })
    }
}

impl Store {
    /// Saves that a deploy key existed at `now_ms` (Unix milliseconds). Calls may come in any order.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn see_deploy_key(&self, key: &DeployKey, now_ms: i64) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO deploy_key
                (installation, repository, repository_name, fingerprint, added_by, added_by_login,
                first_seen, last_seen)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
            ON CONFLICT (installation, fingerprint, repository, added_by) DO UPDATE SET
                repository_name = CASE WHEN deploy_key.last_seen <= excluded.last_seen
                    THEN excluded.repository_name ELSE deploy_key.repository_name END,
                added_by_login = CASE WHEN deploy_key.last_seen <= excluded.last_seen
                    THEN excluded.added_by_login ELSE deploy_key.added_by_login END,
                first_seen = CASE WHEN excluded.first_seen < deploy_key.first_seen
                    THEN excluded.first_seen ELSE deploy_key.first_seen END,
                last_seen = CASE WHEN deploy_key.last_seen < excluded.last_seen
                    THEN excluded.last_seen ELSE deploy_key.last_seen END";
        let seen = sqlx::query(UPSERT)
            .bind(key.installation)
            .bind(key.repository)
            .bind(text(&key.repository_name))
            .bind(text(&key.fingerprint))
            .bind(key.added_by.id)
            .bind(text(&key.added_by.login))
            .bind(now_ms)
            .execute(&self.writer);
        seen.await.map(drop).doing("save a deploy key")
    }

    /// Saves that a deploy key existed until `now_ms` (Unix milliseconds), no matter which account added it.
    /// Returns whether it was known.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn end_deploy_key(
        &self,
        installation: i64,
        repository: i64,
        fingerprint: &str,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        const UPDATE: &str = "
            UPDATE deploy_key SET
                last_seen = CASE WHEN last_seen < $4 THEN $4 ELSE last_seen END
            WHERE installation = $1 AND repository = $2 AND fingerprint = $3";
        let ended = sqlx::query(UPDATE)
            .bind(installation)
            .bind(repository)
            .bind(text(fingerprint))
            .bind(now_ms)
            .execute(&self.writer);
        Ok(ended.await.doing("end a deploy key")?.rows_affected() > 0)
    }

    /// The accounts and repositories that have a key, by the time it was first seen: accounts on which this installation
    /// saw a key of this `kind`, and repositories that it reported.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn places_of_key(
        &self,
        installation: i64,
        kind: &str,
        fingerprint: &str,
    ) -> Result<Vec<KeyPlace>, StoreError> {
        const SELECT: &str = "
            SELECT account.id AS person, account.login AS login,
                CAST(NULL AS BIGINT) AS repository, CAST(NULL AS TEXT) AS name,
                account_key.first_seen AS first_seen, account_key.last_seen AS last_seen
            FROM account_key JOIN account ON account.id = account_key.account
                AND account.installation = account_key.installation
            WHERE account_key.installation = $1 AND account_key.kind = $2 AND account_key.id = $3
            UNION ALL
            SELECT added_by, added_by_login, repository, repository_name, first_seen, last_seen
            FROM deploy_key WHERE installation = $1 AND fingerprint = $3
            ORDER BY first_seen, person, repository";
        sqlx::query_as(SELECT)
            .bind(installation)
            .bind(text(kind))
            .bind(text(fingerprint))
            .fetch_all(&self.reader)
            .await
            .doing("look up a key")
    }
}
