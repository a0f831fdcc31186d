//! The rights of one account, the separations of an identifier, and identifiers by their first digits.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::connection::Store;
use crate::error::{Doing, StoreError};
use crate::events::PrivilegeEvent;
use crate::identifier_hash::IdentifierHash;
use crate::people::{Separation, Viewer, hash_in};

/// An event and its repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenEvent {
    /// The event.
    pub event: PrivilegeEvent,
    /// `owner/name` of the repository, if it is known.
    pub place: Option<String>,
}

/// A deploy key that an account added. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedKey {
    /// `owner/name` of the repository when the key was last reported.
    pub repository: String,
    /// The key's fingerprint.
    pub fingerprint: String,
    /// When it was first reported.
    pub first_seen: i64,
    /// When it was last reported.
    pub last_seen: i64,
}

impl FromRow<'_, AnyRow> for AddedKey {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            repository: row.try_get("repository_name")?,
            fingerprint: row.try_get("fingerprint")?,
            first_seen: row.try_get("first_seen")?,
            last_seen: row.try_get("last_seen")?,
        })
    }
}

/// A separation and the identifiers that it separates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenSeparation {
    /// The two identifiers, the smaller hash first.
    pub ends: [IdentifierHash; 2],
    /// Who stated it, and why.
    pub separation: Separation,
    /// When, Unix milliseconds.
    pub at: i64,
}

/// The largest number of identifiers that a lookup by first digits returns.
const MOST_BEGINNING: i64 = 16;

impl Store {
    /// Events that name an account and that the viewer may see, in the order they happened.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn events_about(
        &self,
        account: i64,
        viewer: Viewer,
    ) -> Result<Vec<SeenEvent>, StoreError> {
        const SELECT: &str = "
            SELECT privilege_event.delivery AS delivery,
                privilege_event.installation AS installation,
                privilege_event.repository AS repository,
                privilege_event.organization AS organization,
                privilege_event.kind AS kind, actor_id, actor_login, subject_id, subject_login,
                privilege_event.at AS at, detail,
                repository.owner AS owner, repository.name AS name
            FROM privilege_event LEFT JOIN repository ON repository.id = privilege_event.repository
            WHERE (actor_id = $1 OR subject_id = $1)
                AND ($2 IS NULL OR privilege_event.installation = $2)
            ORDER BY privilege_event.at, privilege_event.delivery";
        let doing = "read privilege events of an account";
        let rows = sqlx::query(SELECT)
            .bind(account)
            .bind(viewer.installation());
        let rows = rows.fetch_all(&self.reader).await.doing(doing)?;
        let seen = rows.iter().map(|row| {
            let (owner, name): (Option<String>, Option<String>) =
                (row.try_get("owner")?, row.try_get("name")?);
            Ok(SeenEvent {
                event: PrivilegeEvent::from_row(row)?,
                place: owner
                    .zip(name)
                    .map(|(owner, name)| format!("{owner}/{name}")),
            })
        });
        seen.collect::<Result<_, sqlx::Error>>().doing(doing)
    }

    /// Deploy keys that an account added and that the viewer may see, by the time they were first seen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn deploy_keys_by(
        &self,
        account: i64,
        viewer: Viewer,
    ) -> Result<Vec<AddedKey>, StoreError> {
        const SELECT: &str = "
            SELECT repository_name, fingerprint, first_seen, last_seen FROM deploy_key
            WHERE added_by = $1 AND ($2 IS NULL OR installation = $2)
            ORDER BY first_seen, repository_name, fingerprint";
        sqlx::query_as(SELECT)
            .bind(account)
            .bind(viewer.installation())
            .fetch_all(&self.reader)
            .await
            .doing("read deploy keys of an account")
    }

    /// Removes an account from the records of rights: deletes its deploy keys, its login in events, and events
    /// that name no other account. Returns the number of changed records.
    ///
    /// # Errors
    /// When the database cannot be written to: nothing changes then.
    pub async fn forget_rights(&self, account: i64) -> Result<u64, StoreError> {
        const STATEMENTS: [&str; 4] = [
            "DELETE FROM deploy_key WHERE added_by = $1",
            "DELETE FROM privilege_event
             WHERE (actor_id = $1 AND (subject_id IS NULL OR subject_id = $1))
                OR (subject_id = $1 AND actor_id IS NULL)",
            "UPDATE privilege_event SET actor_id = NULL, actor_login = NULL WHERE actor_id = $1",
            "UPDATE privilege_event SET subject_id = NULL, subject_login = NULL
             WHERE subject_id = $1",
        ];
        let doing = "forget the rights of an account";
        let mut transaction = self.begin().await.doing(doing)?;
        let mut changed = 0;
        for statement in STATEMENTS {
            let done = sqlx::query(statement).bind(account);
            let done = done.execute(&mut *transaction).await.doing(doing)?;
            changed += done.rows_affected();
        }
        transaction.commit().await.doing(doing)?;
        Ok(changed)
    }

    /// The separations of an identifier that hold for the viewer, sorted by the two identifiers.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn separations(
        &self,
        of: IdentifierHash,
        viewer: Viewer,
    ) -> Result<Vec<SeenSeparation>, StoreError> {
        const SELECT: &str = "
            SELECT a, b, installation, who, reason, at FROM parting
            WHERE (a = $1 OR b = $1) AND ($2 IS NULL OR installation = 0 OR installation = $2)
            ORDER BY a, b, installation";
        let doing = "read separations";
        let rows = sqlx::query(SELECT)
            .bind(of.0.to_vec())
            .bind(viewer.installation());
        let rows = rows.fetch_all(&self.reader).await.doing(doing)?;
        let seen = rows.iter().map(|row| {
            let installation: i64 = row.try_get("installation")?;
            Ok(SeenSeparation {
                ends: [hash_in(row, "a")?, hash_in(row, "b")?],
                separation: Separation {
                    installation: Some(installation).filter(|id| *id != 0),
                    who: row.try_get("who")?,
                    reason: row.try_get("reason")?,
                },
                at: row.try_get("at")?,
            })
        });
        seen.collect::<Result<_, sqlx::Error>>().doing(doing)
    }

    /// The first 16 identifiers with a hash from `first` to `last`, by hash. [`Store::identifiers`] says which
    /// of them a viewer may see.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn identifiers_between(
        &self,
        first: IdentifierHash,
        last: IdentifierHash,
    ) -> Result<Vec<IdentifierHash>, StoreError> {
        const SELECT: &str = "
            SELECT hash FROM identifier WHERE hash >= $1 AND hash <= $2 ORDER BY hash LIMIT $3";
        let doing = "look up identifiers";
        let rows = sqlx::query(SELECT)
            .bind(first.0.to_vec())
            .bind(last.0.to_vec())
            .bind(MOST_BEGINNING);
        let rows = rows.fetch_all(&self.reader).await.doing(doing)?;
        let found = rows.iter().map(|row| hash_in(row, "hash"));
        found.collect::<Result<_, _>>().doing(doing)
    }
}
