//! Installations of the App and their repositories, which own the data.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::connection::{Store, text};
use crate::error::{Doing, Races, StoreError};
use crate::people::remove_sources;
use crate::repository::Repository;

/// An account's installation of the App.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installation {
    /// GitHub's id.
    pub id: i64,
    /// GitHub's id of the account that installed it.
    pub account_id: i64,
    /// That account's login.
    pub account_login: String,
    /// When it was suspended, Unix milliseconds.
    pub suspended: Option<i64>,
    /// When GitHub last reported this, Unix milliseconds.
    pub updated: i64,
}

impl FromRow<'_, AnyRow> for Installation {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            account_id: row.try_get("account_id")?,
            account_login: row.try_get("account_login")?,
            suspended: row.try_get("suspended")?,
            updated: row.try_get("updated")?,
        })
    }
}

impl Store {
    /// Saves an installation, unless the stored record is newer.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn upsert_installation(&self, seen: &Installation) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO installation (id, account_id, account_login, suspended, updated)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (id) DO UPDATE SET
                account_id = excluded.account_id,
                account_login = excluded.account_login,
                suspended = excluded.suspended,
                updated = excluded.updated
            WHERE installation.updated <= excluded.updated";
        let saved = sqlx::query(UPSERT)
            .bind(seen.id)
            .bind(seen.account_id)
            .bind(text(&seen.account_login))
            .bind(seen.suspended)
            .bind(seen.updated)
            .execute(&self.writer)
            .await;
        saved.map(drop).doing("save an installation")
    }

    /// Marks an installation as suspended since a time (Unix milliseconds), or as active again.
    /// Returns whether it is recorded.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn suspend_installation(
        &self,
        id: i64,
        since_ms: Option<i64>,
    ) -> Result<bool, StoreError> {
        const UPDATE: &str = "UPDATE installation SET suspended = $2 WHERE id = $1";
        let suspended = sqlx::query(UPDATE).bind(id).bind(since_ms);
        let suspended = suspended.execute(&self.writer).await;
        Ok(suspended.doing("suspend an installation")?.rows_affected() == 1)
    }

    /// Removes an installation and its private data: its repositories with their reviews and decisions, the
    /// people that its sources show, its separations, privilege events and deploy keys, what it saw of accounts,
    /// its pause, its jobs that do not run, and the bodies of its deliveries.
    ///
    /// These stay: the GUIDs of its deliveries, so that an old delivery does not count as new; and a running job,
    /// which its worker ends (that worker may be the caller).
    ///
    /// # Errors
    /// When the database cannot be written to: nothing is removed then.
    pub async fn remove_installation(&self, id: i64) -> Result<(), StoreError> {
        let mut races = Races::default();
        loop {
            // It locks many rows; another transaction may lock two of them in the other order.
            match self.try_remove_installation(id).await {
                Err(error) if races.lost(&error) => {}
                other => return other.doing("remove an installation"),
            }
        }
    }

    async fn try_remove_installation(&self, id: i64) -> Result<(), sqlx::Error> {
        const SOURCES: &str = "SELECT id FROM known_source WHERE installation = $1";
        const STATEMENTS: [&str; 10] = [
            "DELETE FROM parting WHERE installation = $1",
            "DELETE FROM job WHERE installation = $1 AND state <> 'leased'",
            "UPDATE delivery SET body = '' WHERE installation = $1",
            "DELETE FROM privilege_event WHERE installation = $1",
            "DELETE FROM deploy_key WHERE installation = $1",
            "DELETE FROM account WHERE installation = $1",
            "DELETE FROM repository WHERE installation = $1",
            "DELETE FROM pause WHERE installation = $1",
            "DELETE FROM turn WHERE installation = $1",
            "DELETE FROM installation WHERE id = $1",
        ];
        let mut transaction = self.begin_forgetting().await?;
        let sources = sqlx::query_scalar(SOURCES).bind(id);
        let sources: Vec<i64> = sources.fetch_all(&mut *transaction).await?;
        remove_sources(&mut transaction, self.dialect, &sources).await?;
        for statement in STATEMENTS {
            let removal = sqlx::query(statement).bind(id);
            removal.execute(&mut *transaction).await?;
        }
        transaction.commit().await
    }

    /// Every installation, by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn installations(&self) -> Result<Vec<Installation>, StoreError> {
        const SELECT: &str = "
            SELECT id, account_id, account_login, suspended, updated
            FROM installation ORDER BY id";
        let installations = sqlx::query_as(SELECT).fetch_all(&self.reader);
        installations.await.doing("list installations")
    }

    /// Saves a repository, unless the stored record is newer. The record decides who may see the people that
    /// the repository shows. It does not change when the history was read: see [`Store::mark_backfilled`].
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn upsert_repository(&self, seen: &Repository) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO repository (id, installation, owner, name, private, backfilled, updated)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (id) DO UPDATE SET
                installation = excluded.installation,
                owner = excluded.owner,
                name = excluded.name,
                private = excluded.private,
                updated = excluded.updated
            WHERE repository.updated <= excluded.updated";
        let saved = sqlx::query(UPSERT)
            .bind(seen.id)
            .bind(seen.installation)
            .bind(text(&seen.owner))
            .bind(text(&seen.name))
            .bind(i64::from(seen.private))
            .bind(seen.backfilled)
            .bind(seen.updated)
            .execute(&self.writer)
            .await;
        saved.map(drop).doing("save a repository")
    }

    /// Removes a repository with its reviews, decisions, the people that it shows, privilege events and deploy
    /// keys, if the installation still covers it: it may have moved to another one.
    ///
    /// # Errors
    /// When the database cannot be written to: nothing is removed then.
    pub async fn remove_repository(&self, installation: i64, id: i64) -> Result<(), StoreError> {
        let mut races = Races::default();
        loop {
            match self.try_remove_repository(installation, id).await {
                Err(error) if races.lost(&error) => {}
                other => return other.doing("remove a repository"),
            }
        }
    }

    async fn try_remove_repository(&self, installation: i64, id: i64) -> Result<(), sqlx::Error> {
        const SOURCES: &str =
            "SELECT id FROM known_source WHERE installation = $1 AND repository = $2";
        const STATEMENTS: [&str; 3] = [
            "DELETE FROM privilege_event WHERE installation = $1 AND repository = $2",
            "DELETE FROM deploy_key WHERE installation = $1 AND repository = $2",
            "DELETE FROM repository WHERE installation = $1 AND id = $2",
        ];
        let mut transaction = self.begin_forgetting().await?;
        let sources = sqlx::query_scalar(SOURCES).bind(installation).bind(id);
        let sources: Vec<i64> = sources.fetch_all(&mut *transaction).await?;
        remove_sources(&mut transaction, self.dialect, &sources).await?;
        for statement in STATEMENTS {
            let removal = sqlx::query(statement).bind(installation).bind(id);
            removal.execute(&mut *transaction).await?;
        }
        transaction.commit().await
    }

    /// Records when a repository's history was read (Unix milliseconds), or with `None` that it must be read
    /// again. Returns whether the repository is recorded.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn mark_backfilled(&self, id: i64, at_ms: Option<i64>) -> Result<bool, StoreError> {
        const UPDATE: &str = "UPDATE repository SET backfilled = $2 WHERE id = $1";
        let marked = sqlx::query(UPDATE).bind(id).bind(at_ms);
        let marked = marked.execute(&self.writer).await;
        Ok(marked.doing("mark a repository")?.rows_affected() == 1)
    }

    /// One repository.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn repository(&self, id: i64) -> Result<Option<Repository>, StoreError> {
        const SELECT: &str = "
            SELECT id, installation, owner, name, private, backfilled, updated
            FROM repository WHERE id = $1";
        let repository = sqlx::query_as(SELECT).bind(id).fetch_optional(&self.reader);
        repository.await.doing("read a repository")
    }

    /// The repositories an installation covers, by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn repositories(&self, installation: i64) -> Result<Vec<Repository>, StoreError> {
        const SELECT: &str = "
            SELECT id, installation, owner, name, private, backfilled, updated
            FROM repository WHERE installation = $1 ORDER BY id";
        let repositories = sqlx::query_as(SELECT)
            .bind(installation)
            .fetch_all(&self.reader);
        repositories.await.doing("list repositories")
    }
}
