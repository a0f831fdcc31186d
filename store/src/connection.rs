//! Connections to the database: addresses, pools, and the differences between SQLite and PostgreSQL.

use std::str::FromStr;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Any, AnyConnection, AnyPool, Connection as _, Executor, Transaction};
use url::Url;

use crate::error::{Doing, StoreError, is_sqlite_lock};

/// How long a SQLite writer waits for another process's transaction, in milliseconds.
const BUSY_TIMEOUT: &str = "PRAGMA busy_timeout = 10000";

/// How much of the database a SQLite connection keeps in memory; a negative number is in KiB. Histories show
/// people in any order: with SQLite's default of 2 MiB the writer would read most pages of a reading again.
const WRITER_CACHE: &str = "PRAGMA cache_size = -65536";
const READER_CACHE: &str = "PRAGMA cache_size = -8192";

/// How often a switch to WAL is tried while another process does the same, and the wait between two tries.
const WAL_ATTEMPTS: u32 = 100;
const WAL_WAIT: Duration = Duration::from_millis(50);

/// How a store uses its database.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    /// The largest number of open connections. On SQLite they only read; one more connection writes.
    pub max_connections: u32,
    /// How long a call waits for a free connection, and a new connection waits for the server.
    pub connect_timeout: Duration,
    /// How many failed runs make a job a dead letter.
    pub max_attempts: i64,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            max_connections: 8,
            connect_timeout: Duration::from_secs(10),
            max_attempts: 8,
        }
    }
}

/// The kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The text for this database, where both cannot use the same.
    pub(crate) fn pick(self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite => sqlite,
            Self::Postgres => postgres,
        }
    }
}

/// The database. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Store {
    /// On SQLite one connection, so that writers of one process queue instead of polling a lock.
    pub(crate) writer: AnyPool,
    pub(crate) reader: AnyPool,
    pub(crate) dialect: Dialect,
    pub(crate) max_attempts: i64,
}

impl Store {
    /// Connects to `sqlite://path/to/file` (made when missing, readable by its owner only) or
    /// `postgres://user:password@host/database`.
    ///
    /// Tables are not touched: see [`Store::migrate`].
    ///
    /// # Errors
    /// When the address is neither of the two, or no database answers there.
    pub async fn connect(url: &str, options: ConnectOptions) -> Result<Self, StoreError> {
        install_default_drivers();
        let scheme = url.split(':').next().unwrap_or_default();
        match scheme {
            "sqlite" => connect_sqlite(url, &options).await,
            "postgres" | "postgresql" => connect_postgres(url, &options).await,
            _ => Err(bad_address(
                url,
                "it starts with neither sqlite:// nor postgres://",
            )),
        }
    }

    /// Closes every connection, waiting for those in use.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    /// A transaction that may write. On SQLite it takes the write lock at once: a transaction that reads
    /// first cannot always get the lock later.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        match self.dialect {
            Dialect::Sqlite => self.writer.begin_with("BEGIN IMMEDIATE").await,
            Dialect::Postgres => self.writer.begin().await,
        }
    }
}

async fn connect_postgres(url: &str, options: &ConnectOptions) -> Result<Store, StoreError> {
    let parsed = AnyConnectOptions::from_str(url).map_err(|_| {
        bad_address(
            url,
            "it is not a valid URL; escape special characters as %XX",
        )
    })?;
    let pool = AnyPoolOptions::new()
        .max_connections(options.max_connections)
        .acquire_timeout(options.connect_timeout)
        .connect_with(parsed)
        .await
        .map_err(|error| StoreError::Connect {
            url: without_password(url),
            advice: "check that PostgreSQL runs there and that the user, password and database are right",
            source: error.into(),
        })?;
    Ok(Store {
        writer: pool.clone(),
        reader: pool,
        dialect: Dialect::Postgres,
        max_attempts: options.max_attempts,
    })
}

async fn connect_sqlite(url: &str, options: &ConnectOptions) -> Result<Store, StoreError> {
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(bad_address(
            url,
            "a database in memory is lost when the program ends; name a file",
        ));
    }
    let url_with_mode = if url.contains("mode=") {
        url.to_owned()
    } else {
        format!("{url}{}mode=rwc", if url.contains('?') { '&' } else { '?' })
    };
    let parse_failed = |_| {
        bad_address(
            url,
            "it is not a valid URL; escape special characters as %XX",
        )
    };
    let parsed = AnyConnectOptions::from_str(&url_with_mode).map_err(parse_failed)?;
    let file = SqliteConnectOptions::from_str(&url_with_mode).map_err(parse_failed)?;
    let refused = |source| StoreError::Connect {
        url: url.to_owned(),
        advice: "check that its folder exists and is writable",
        source,
    };
    if url_with_mode.contains("mode=rwc") {
        create_private(file.get_filename()).map_err(|error| refused(error.into()))?;
    }
    let pool = |connections, cache| {
        AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(options.connect_timeout)
            .test_before_acquire(false)
            .after_release(|connection, _| Box::pin(is_usable(connection)))
            .after_connect(move |connection, _| Box::pin(prepare_sqlite(connection, cache)))
    };
    let writer = pool(1, WRITER_CACHE)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(parsed.clone())
        .await
        .map_err(|error| refused(error.into()))?;
    let mut connection = writer.acquire().await.doing("connect")?;
    use_wal(&mut connection)
        .await
        .doing("switch the database to write-ahead logging")?;
    drop(connection);
    Ok(Store {
        writer,
        reader: pool(options.max_connections, READER_CACHE).connect_lazy_with(parsed),
        dialect: Dialect::Sqlite,
        max_attempts: options.max_attempts,
    })
}

/// Creates the file if it is missing, readable by its owner only: it holds findings about private
/// repositories. SQLite gives its log files the same permissions.
fn create_private(file: &std::path::Path) -> std::io::Result<()> {
    let mut open = std::fs::OpenOptions::new();
    open.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    open.open(file).map(drop)
}

/// What every SQLite connection needs; the journal mode belongs to the file instead.
async fn prepare_sqlite(
    connection: &mut AnyConnection,
    cache: &'static str,
) -> Result<(), sqlx::Error> {
    for pragma in [
        BUSY_TIMEOUT,
        "PRAGMA foreign_keys = ON",
        "PRAGMA synchronous = FULL",
        cache,
    ] {
        connection.execute(pragma).await?;
    }
    Ok(())
}

/// Whether a SQLite connection that was given back can be used again. If the disk is full, SQLite rolls a transaction back
/// itself; the driver's own rollback fails then, and the driver goes on to count an open transaction. Such a connection
/// refuses everything, so the pool replaces it.
async fn is_usable(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    // Runs what is left to be run, such as the rollback of a transaction that was dropped.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// Switches the file to write-ahead logging. SQLite does not wait for the lock here, so this tries again while
/// another process starts at the same moment.
async fn use_wal(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    for _ in 1..WAL_ATTEMPTS {
        match connection.execute("PRAGMA journal_mode = WAL").await {
            Err(sqlx::Error::Database(error))
                if is_sqlite_lock(&error.code().unwrap_or_default()) =>
            {
                tokio::time::sleep(WAL_WAIT).await;
            }
            other => return other.map(drop),
        }
    }
    connection
        .execute("PRAGMA journal_mode = WAL")
        .await
        .map(drop)
}

fn bad_address(url: &str, reason: &'static str) -> StoreError {
    StoreError::Address {
        url: without_password(url),
        reason,
    }
}

/// The address without its password. Of an address that cannot be parsed, only the scheme is kept.
fn without_password(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url) else {
        let scheme = url.split_once("://").map(|(scheme, _)| scheme);
        return scheme.map_or_else(|| "…".to_owned(), |scheme| format!("{scheme}://…"));
    };
    if parsed.password().is_some() && parsed.set_password(Some("…")).is_err() {
        return format!("{}://…", parsed.scheme());
    }
    if parsed
        .query_pairs()
        .any(|(key, _)| key.contains("password"))
    {
        parsed.set_query(None);
    }
    parsed.to_string().replace("%E2%80%A6", "…")
}

/// Text that both databases can store: PostgreSQL refuses U+0000.
pub(crate) fn text(value: &str) -> String {
    value.replace('\0', "\u{FFFD}")
}

#[cfg(test)]
mod tests {
    use std::future::Future;

    use sqlx::AssertSqlSafe;

    use super::{ConnectOptions, Store, without_password};
    use crate::error::StoreError;
    use crate::inbox::{Delivery, Received};

    /// A delivery that needs new pages of the file.
    fn large(guid: &str) -> Delivery {
        Delivery {
            guid: guid.to_owned(),
            event: "push".to_owned(),
            action: None,
            installation: None,
            body: "x".repeat(100_000),
        }
    }

    /// Lets the writer's file grow no more: SQLite then says what it says when the disk is full.
    async fn fill_up(store: &Store) {
        let pages = sqlx::query_scalar("PRAGMA page_count").fetch_one(&store.writer);
        let pages: i64 = pages.await.unwrap();
        let limit = AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
        let limited = sqlx::query(limit).fetch_all(&store.writer);
        limited.await.unwrap();
    }

    /// Whether a call fails because the disk is full, and the next one does not fail.
    async fn recovers<T: std::fmt::Debug, F>(store: &Store, call: impl Fn() -> F)
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        fill_up(store).await;
        let error = call().await.unwrap_err();
        assert_eq!(error.class(), "disk-full", "{error:?}");
        assert!(error.is_transient());
        // The connection is a new one, so its file may grow again: space was freed.
        call().await.unwrap();
    }

    #[tokio::test]
    async fn work_goes_on_after_the_disk_was_full() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/store.db", folder.path().display());
        let store = Store::connect(&url, ConnectOptions::default())
            .await
            .unwrap();
        store.migrate().await.unwrap();
        for round in 0..3 {
            let delivery = large(&format!("guid-{round}"));
            recovers(&store, || store.receive(&delivery, None, 1)).await;
            let again = store.receive(&delivery, None, 1).await.unwrap();
            assert_eq!(again, Received::Known, "it was stored once");
        }
        assert_eq!(store.counts().await.unwrap().deliveries, 3);
    }

    #[test]
    fn passwords_are_not_shown() {
        for (url, shown) in [
            ("postgres://me:secret@db/app", "postgres://me:…@db/app"),
            ("postgres://me@db/app", "postgres://me@db/app"),
            (
                "postgres:///app?host=/run&password=secret",
                "postgres:///app",
            ),
            ("postgres://me:sec/ret@db:x/app", "postgres://…"),
            ("sqlite://data/app.db", "sqlite://data/app.db"),
            ("secret", "…"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }
}
