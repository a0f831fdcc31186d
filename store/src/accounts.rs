//! What installations saw of accounts over time: GitHub no longer shows logins and keys that were removed. What an
//! account shows is public; when somebody looked at it is known to that installation and the operator only.

use sqlx::any::AnyRow;
use sqlx::{Any, FromRow, Row, Transaction};

use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};
use crate::people::Viewer;

/// An account with all its keys, as GitHub shows it at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSnapshot {
    /// GitHub's id, which stays when the login changes.
    pub id: i64,
    /// Its name.
    pub login: String,
    /// When it was created, Unix milliseconds.
    pub created: Option<i64>,
    /// All its signing keys; a key that is missing here counts as removed.
    pub keys: Vec<KeySnapshot>,
}

/// A signing key as GitHub shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySnapshot {
    /// The signature system; the caller defines the names.
    pub kind: String,
    /// The key's identifier in that system.
    pub id: String,
    /// When it was added to the account or created, Unix milliseconds.
    pub created: Option<i64>,
    /// The title that its owner gave it.
    pub title: Option<String>,
}

/// What is known of an account. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// GitHub's id.
    pub id: i64,
    /// Its latest login.
    pub login: String,
    /// When it was created.
    pub created: Option<i64>,
    /// When it was first seen.
    pub first_seen: i64,
    /// When it was last seen.
    pub last_seen: i64,
    /// Every login it was seen with, by the time it was first seen.
    pub logins: Vec<SeenLogin>,
    /// Every key it was seen with, by the time it was first seen.
    pub keys: Vec<SeenKey>,
}

impl Account {
    /// The keys that were gone when the account was last seen.
    pub fn removed_keys(&self) -> impl Iterator<Item = &SeenKey> {
        let is_gone = |key: &&SeenKey| key.last_seen < self.last_seen;
        self.keys.iter().filter(is_gone)
    }
}

/// A login that an account had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenLogin {
    /// The name.
    pub login: String,
    /// When it was first seen, Unix milliseconds.
    pub first_seen: i64,
    /// When it was last seen, Unix milliseconds.
    pub last_seen: i64,
}

impl FromRow<'_, AnyRow> for SeenLogin {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            login: row.try_get("login")?,
            first_seen: row.try_get("first_seen")?,
            last_seen: row.try_get("last_seen")?,
        })
    }
}

/// A key that an account had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenKey {
    /// The key, as last seen.
    pub key: KeySnapshot,
    /// When it was first seen, Unix milliseconds.
    pub first_seen: i64,
    /// When it was last seen, Unix milliseconds.
    pub last_seen: i64,
}

impl FromRow<'_, AnyRow> for SeenKey {
    fn from_row(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            key: KeySnapshot {
                kind: row.try_get("kind")?,
                id: row.try_get("id")?,
                created: row.try_get("created")?,
                title: row.try_get("title")?,
            },
            first_seen: row.try_get("first_seen")?,
            last_seen: row.try_get("last_seen")?,
        })
    }
}

impl Store {
    /// Adds what GitHub shows of an account at `now_ms` to what the installation knows. Snapshots may come in any order.
    ///
    /// # Errors
    /// When the database cannot be written to: nothing is added then.
    pub async fn snapshot_account(
        &self,
        installation: i64,
        snapshot: &AccountSnapshot,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let doing = "save an account";
        let seen = Seen {
            installation,
            account: snapshot.id,
            now_ms,
        };
        let mut transaction = self.begin().await.doing(doing)?;
        save_account(&mut transaction, seen, snapshot)
            .await
            .doing(doing)?;
        // Always in the same order: two workers that save the same account must not wait for each other.
        let mut keys: Vec<_> = snapshot.keys.iter().collect();
        keys.sort_by_key(|key| (&key.kind, &key.id));
        for key in keys {
            save_key(&mut transaction, seen, key).await.doing(doing)?;
        }
        transaction.commit().await.doing(doing)
    }

    /// What the viewer knows of an account: an installation what it saw itself, the operator what all saw.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn account(&self, id: i64, viewer: Viewer) -> Result<Option<Account>, StoreError> {
        const ACCOUNTS: &str = "
            SELECT login, created, first_seen, last_seen FROM account
            WHERE id = $1 AND ($2 IS NULL OR installation = $2) ORDER BY last_seen, installation";
        const LOGINS: &str = "
            SELECT login, MIN(first_seen) AS first_seen, MAX(last_seen) AS last_seen
            FROM account_login WHERE account = $1 AND ($2 IS NULL OR installation = $2)
            GROUP BY login ORDER BY first_seen, login";
        const KEYS: &str = "
            SELECT kind, id, MAX(created) AS created, MAX(title) AS title,
                MIN(first_seen) AS first_seen, MAX(last_seen) AS last_seen
            FROM account_key WHERE account = $1 AND ($2 IS NULL OR installation = $2)
            GROUP BY kind, id ORDER BY first_seen, kind, id";
        let doing = "read an account";
        let installation = viewer.installation();
        let seen = sqlx::query_as(ACCOUNTS).bind(id).bind(installation);
        let seen = seen.fetch_all(&self.reader);
        let seen: Vec<(String, Option<i64>, i64, i64)> = seen.await.doing(doing)?;
        let Some((login, _, _, last_seen)) = seen.last() else {
            return Ok(None);
        };
        let logins = sqlx::query_as(LOGINS).bind(id).bind(installation);
        let keys = sqlx::query_as(KEYS).bind(id).bind(installation);
        let first_seen = seen.iter().map(|(_, _, first_seen, _)| *first_seen).min();
        Ok(Some(Account {
            id,
            login: login.clone(),
            created: seen.iter().rev().find_map(|(_, created, ..)| *created),
            first_seen: first_seen.unwrap_or(*last_seen),
            last_seen: *last_seen,
            logins: logins.fetch_all(&self.reader).await.doing(doing)?,
            keys: keys.fetch_all(&self.reader).await.doing(doing)?,
        }))
    }

    /// Deletes everything that anyone saw of an account, with its logins and keys. Returns whether there was
    /// anything.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn forget_account(&self, id: i64) -> Result<bool, StoreError> {
        const DELETE: &str = "DELETE FROM account WHERE id = $1";
        let forgotten = sqlx::query(DELETE).bind(id).execute(&self.writer);
        Ok(forgotten.await.doing("forget an account")?.rows_affected() > 0)
    }
}

/// Who saw which account, and when.
#[derive(Clone, Copy)]
struct Seen {
    installation: i64,
    account: i64,
    /// Unix milliseconds.
    now_ms: i64,
}

async fn save_account(
    transaction: &mut Transaction<'static, Any>,
    seen: Seen,
    snapshot: &AccountSnapshot,
) -> Result<(), sqlx::Error> {
    const ACCOUNT: &str = "
        INSERT INTO account (installation, id, login, created, first_seen, last_seen)
        VALUES ($1, $2, $3, $4, $5, $5)
        ON CONFLICT (installation, id) DO UPDATE SET
            login = CASE WHEN account.last_seen <= excluded.last_seen
                THEN excluded.login ELSE account.login END,
            created = COALESCE(excluded.created, account.created),
            first_seen = CASE WHEN excluded.first_seen < account.first_seen
                THEN excluded.first_seen ELSE account.first_seen END,
            last_seen = CASE WHEN account.last_seen < excluded.last_seen
                THEN excluded.last_seen ELSE account.last_seen END";
    const LOGIN: &str = "
        INSERT INTO account_login (installation, account, login, first_seen, last_seen)
        VALUES ($1, $2, $3, $4, $4)
        ON CONFLICT (installation, account, login) DO UPDATE SET
            first_seen = CASE WHEN excluded.first_seen < account_login.first_seen
                THEN excluded.first_seen ELSE account_login.first_seen END,
            last_seen = CASE WHEN account_login.last_seen < excluded.last_seen
                THEN excluded.last_seen ELSE account_login.last_seen END";
    let account = sqlx::query(ACCOUNT)
        .bind(seen.installation)
        .bind(seen.account)
        .bind(text(&snapshot.login))
        .bind(snapshot.created)
        .bind(seen.now_ms);
    account.execute(&mut **transaction).await?;
    let login = sqlx::query(LOGIN)
        .bind(seen.installation)
        .bind(seen.account)
        .bind(text(&snapshot.login))
        .bind(seen.now_ms);
    login.execute(&mut **transaction).await.map(drop)
}

async fn save_key(
    transaction: &mut Transaction<'static, Any>,
    seen: Seen,
    key: &KeySnapshot,
) -> Result<(), sqlx::Error> {
    const UPSERT: &str = "
        INSERT INTO account_key
            (installation, account, kind, id, created, title, first_seen, last_seen)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
        ON CONFLICT (installation, account, kind, id) DO UPDATE SET
            created = COALESCE(excluded.created, account_key.created),
            title = CASE WHEN account_key.last_seen <= excluded.last_seen
                THEN excluded.title ELSE account_key.title END,
            first_seen = CASE WHEN excluded.first_seen < account_key.first_seen
                THEN excluded.first_seen ELSE account_key.first_seen END,
            last_seen = CASE WHEN account_key.last_seen < excluded.last_seen
                THEN excluded.last_seen ELSE account_key.last_seen END";
    let key = sqlx::query(UPSERT)
        .bind(seen.installation)
        .bind(seen.account)
        .bind(text(&key.kind))
        .bind(text(&key.id))
        .bind(key.created)
        .bind(key.title.as_deref().map(text))
        .bind(seen.now_ms);
    key.execute(&mut **transaction).await.map(drop)
}
