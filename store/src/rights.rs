//! What is known of one account's rights, people's words about who is not who, and identifiers by how they
//! are shown.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::connection::Store;
use crate::error::{Doing, StoreError};
use crate::events::PrivilegeEvent;
use crate::people::{IdentifierHash, Parting, Viewer};

/// An event, and where it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenEvent {
    /// The event.
    pub event: PrivilegeEvent,
    /// `owner/name` of the repository, where that is known.
    pub place: Option<String>,
}

/// A deploy key that an account added. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedKey {
    /// `owner/name` of the repository when the key was last heard of.
    pub repository: String,
    /// The key's fingerprint.
    pub fingerprint: String,
    /// When it was first heard of.
    pub first_seen: i64,
    /// When it was last heard of.
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

/// A parting that was said, with its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenParting {
    /// The two, the smaller hash first.
    pub ends: [IdentifierHash; 2],
    /// What was said.
    pub parting: Parting,
    /// When, Unix milliseconds.
    pub at: i64,
}

/// How many identifiers are looked up by how they begin.
const MOST_BEGINNING: i64 = 16;

impl Store {
    /// Events that name an account, in the order they happened, as far as whoever asks may know.
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
        let rows = sqlx::query(SELECT).bind(account).bind(asks(viewer));
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

    /// Deploy keys that an account added, by first sight, as far as whoever asks may know.
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
            .bind(asks(viewer))
            .fetch_all(&self.reader)
            .await
            .doing("read deploy keys of an account")
    }

    /// Takes an account out of what was heard of rights: its deploy keys go, and its name in events; an
    /// event that names nobody else goes too. Returns how many records changed.
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

    /// What was said about an identifier being another person's: partings that hold for whoever asks, by
    /// their ends.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn partings(
        &self,
        of: IdentifierHash,
        viewer: Viewer,
    ) -> Result<Vec<SeenParting>, StoreError> {
        const SELECT: &str = "
            SELECT a, b, installation, who, reason, at FROM parting
            WHERE (a = $1 OR b = $1) AND ($2 IS NULL OR installation = 0 OR installation = $2)
            ORDER BY a, b, installation";
        let doing = "read partings";
        let rows = sqlx::query(SELECT).bind(of.0.to_vec()).bind(asks(viewer));
        let rows = rows.fetch_all(&self.reader).await.doing(doing)?;
        let seen = rows.iter().map(|row| {
            let installation: i64 = row.try_get("installation")?;
            Ok(SeenParting {
                ends: [hash(row, "a")?, hash(row, "b")?],
                parting: Parting {
                    installation: Some(installation).filter(|id| *id != 0),
                    who: row.try_get("who")?,
                    reason: row.try_get("reason")?,
                },
                at: row.try_get("at")?,
            })
        });
        seen.collect::<Result<_, sqlx::Error>>().doing(doing)
    }

    /// The first few identifiers whose hash lies between two, both included, by hash. Whether somebody may
    /// see them, [`Store::identifiers`] tells.
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
        let found = rows.iter().map(|row| hash(row, "hash"));
        found.collect::<Result<_, _>>().doing(doing)
    }
}

fn asks(viewer: Viewer) -> Option<i64> {
    match viewer {
        Viewer::Operator => None,
        Viewer::Installation(id) => Some(id),
    }
}

fn hash(row: &AnyRow, column: &str) -> Result<IdentifierHash, sqlx::Error> {
    let bytes: Vec<u8> = row.try_get(column)?;
    let hash = bytes.try_into().map_err(|bytes: Vec<u8>| {
        sqlx::Error::Decode(format!("a hash has 16 bytes, not {}", bytes.len()).into())
    })?;
    Ok(IdentifierHash(hash))
}
