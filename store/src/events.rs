//! Privilege events: which account gained or lost which right, and when.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};

/// An account, as an event names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// GitHub's id.
    pub id: i64,
    /// Its login at the time.
    pub login: String,
}

/// A right that was granted or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivilegeEvent {
    /// GUID of the delivery that reported it; it identifies the event.
    pub delivery: String,
    /// The installation that received it. The record is removed with the installation.
    pub installation: i64,
    /// The repository it concerns; `None` for all repositories of an organisation.
    pub repository: Option<i64>,
    /// The organisation it concerns.
    pub organization: Option<i64>,
    /// What happened; the caller defines the kinds.
    pub kind: String,
    /// The account that did it.
    pub actor: Option<Person>,
    /// The account it was done to.
    pub subject: Option<Person>,
    /// When, Unix milliseconds.
    pub at: i64,
    /// Further details, as JSON.
    pub detail: String,
}

impl FromRow<'_, AnyRow> for PrivilegeEvent {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        let person = |id, login| -> Result<Option<Person>, sqlx::Error> {
            let (id, login): (Option<i64>, Option<String>) =
                (row.try_get(id)?, row.try_get(login)?);
            Ok(id.zip(login).map(|(id, login)| Person { id, login }))
        };
        Ok(Self {
            delivery: row.try_get("delivery")?,
            installation: row.try_get("installation")?,
            repository: row.try_get("repository")?,
            organization: row.try_get("organization")?,
            kind: row.try_get("kind")?,
            actor: person("actor_id", "actor_login")?,
            subject: person("subject_id", "subject_login")?,
            at: row.try_get("at")?,
            detail: row.try_get("detail")?,
        })
    }
}

/// Which events to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventScope {
    /// The installation that asks; it sees only the events that it received.
    pub installation: i64,
    /// Only events of this repository and of its organisation; `None` for all events.
    pub repository: Option<i64>,
    /// Only events since this time, Unix milliseconds.
    pub since: i64,
}

impl Store {
    /// Saves an event, unless one of the same delivery is recorded.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn record_event(&self, event: &PrivilegeEvent) -> Result<(), StoreError> {
        const INSERT: &str = "
            INSERT INTO privilege_event
                (delivery, installation, repository, organization, kind,
                actor_id, actor_login, subject_id, subject_login, at, detail)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (delivery) DO NOTHING";
        let (actor, subject) = (event.actor.as_ref(), event.subject.as_ref());
        let recorded = sqlx::query(INSERT)
            .bind(text(&event.delivery))
            .bind(event.installation)
            .bind(event.repository)
            .bind(event.organization)
            .bind(text(&event.kind))
            .bind(actor.map(|person| person.id))
            .bind(actor.map(|person| text(&person.login)))
            .bind(subject.map(|person| person.id))
            .bind(subject.map(|person| text(&person.login)))
            .bind(event.at)
            .bind(text(&event.detail))
            .execute(&self.writer)
            .await;
        recorded.map(drop).doing("save a privilege event")
    }

    /// Events in the order they happened.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn events(&self, scope: &EventScope) -> Result<Vec<PrivilegeEvent>, StoreError> {
        const SELECT: &str = "
            SELECT delivery, installation, repository, organization, kind,
                actor_id, actor_login, subject_id, subject_login, at, detail
            FROM privilege_event
            WHERE installation = $1 AND at >= $3
                AND ($2 IS NULL OR repository IS NULL OR repository = $2)
            ORDER BY at, delivery";
        sqlx::query_as(SELECT)
            .bind(scope.installation)
            .bind(scope.repository)
            .bind(scope.since)
            .fetch_all(&self.reader)
            .await
            .doing("read privilege events")
    }
}
