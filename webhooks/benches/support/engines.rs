//! The two databases that every figure is given for, durable as in production.

use std::time::Duration;

use countersign_store::{ConnectOptions, Store};
use tempfile::TempDir;

use crate::postgres;

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// An empty database, and what keeps it there.
pub(crate) struct Database {
    pub(crate) url: String,
    server: Option<postgres::Database>,
    _folder: Option<TempDir>,
}

impl Engine {
    /// Every engine, or the one that the command line names.
    pub(crate) fn chosen() -> Vec<Self> {
        let named = |engine: &Self| std::env::args().any(|word| word == engine.name());
        let all = [Self::Sqlite, Self::Postgres];
        let chosen: Vec<_> = all.into_iter().filter(named).collect();
        if chosen.is_empty() {
            all.to_vec()
        } else {
            chosen
        }
    }

    /// Its name on the command line and in tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// An empty database: a file in the temporary folder, or one on a server of our own.
    pub(crate) async fn database(self) -> Database {
        match self {
            Self::Sqlite => {
                let folder = tempfile::tempdir().expect("a folder can be made");
                Database {
                    url: format!("sqlite://{}/store.db", folder.path().display()),
                    server: None,
                    _folder: Some(folder),
                }
            }
            Self::Postgres => {
                let database = postgres::Database::create(true).await;
                Database {
                    url: database.url.clone(),
                    server: Some(database),
                    _folder: None,
                }
            }
        }
    }
}

impl Database {
    /// Connects and makes the tables.
    pub(crate) async fn open(&self) -> Store {
        let options = ConnectOptions {
            connect_timeout: Duration::from_secs(60),
            ..ConnectOptions::default()
        };
        let store = Store::connect(&self.url, options)
            .await
            .expect("the database answers");
        store.migrate().await.expect("it takes the tables");
        store
    }

    /// Removes it.
    pub(crate) async fn remove(self) {
        if let Some(server) = self.server {
            server.remove().await;
        }
    }
}

/// The first number on the command line, or another.
pub(crate) fn number_or(other: usize) -> usize {
    let mut words = std::env::args().skip(1);
    words.find_map(|word| word.parse().ok()).unwrap_or(other)
}

#[expect(
    clippy::print_stdout,
    reason = "the figures are what a benchmark is for"
)]
pub(crate) fn report(line: &str) {
    println!("{line}");
}
