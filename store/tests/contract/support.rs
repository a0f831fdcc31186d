//! An empty, migrated database on either engine, and shorthands to fill it.

use std::future::Future;
use std::time::Duration;

use countersign_store::{ConnectOptions, Delivery, Lane, Lease, NewJob, Received, Serves, Store};

use crate::postgres;

/// The present of every test, Unix milliseconds; nothing depends on which it is.
pub(crate) const NOW: i64 = 1_790_000_000_000;

/// Length of every lease that is meant to hold.
pub(crate) const LEASE: i64 = 60_000;

/// An engine the contract holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// A database of one test. Opened several times it is what several processes see.
pub(crate) struct Database {
    pub(crate) url: String,
}

impl Database {
    /// Another way in, with connections of its own.
    pub(crate) async fn open(&self) -> Store {
        let options = ConnectOptions {
            max_connections: 4,
            connect_timeout: Duration::from_secs(60),
            max_attempts: 3,
        };
        Store::connect(&self.url, options).await.unwrap()
    }

    /// The same, with its tables.
    pub(crate) async fn migrated(&self) -> Store {
        let store = self.open().await;
        store.migrate().await.unwrap();
        store
    }
}

/// Runs a test on an empty database of the engine.
pub(crate) fn run<F, R>(engine: Engine, test: F)
where
    F: FnOnce(Database) -> R,
    R: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let url = format!("sqlite://{}/store.db", folder.path().display());
                test(Database { url }).await;
            }
            Engine::Postgres => {
                let database = postgres::Database::create(false).await;
                let url = database.url.clone();
                test(Database { url }).await;
                database.remove().await;
            }
        }
    });
}

/// Runs each of these tests on both engines, as `name::sqlite` and `name::postgres`. One that is left
/// out is dead code to the compiler.
macro_rules! on_both_engines {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::support::run($crate::support::Engine::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                $crate::support::run($crate::support::Engine::Postgres, super::$name);
            }
        }
    )*};
}

/// A job that runs at once and stands for itself.
pub(crate) fn job(group: &str, payload: &str) -> NewJob {
    NewJob {
        kind: "review".to_owned(),
        group: group.to_owned(),
        installation: Some(1),
        payload: payload.to_owned(),
        run_at: NOW,
        lane: Lane::Prompt,
        coalesce: false,
    }
}

/// A job that merges with one of its group that waits.
pub(crate) fn merging(group: &str, payload: &str) -> NewJob {
    NewJob {
        coalesce: true,
        ..job(group, payload)
    }
}

/// A delivery with this GUID.
pub(crate) fn delivery(guid: &str) -> Delivery {
    Delivery {
        guid: guid.to_owned(),
        event: "pull_request".to_owned(),
        action: Some("opened".to_owned()),
        installation: Some(1),
        body: "{}".to_owned(),
    }
}

/// Offers a delivery that asks for `job`, at [`NOW`].
pub(crate) async fn receive(store: &Store, guid: &str, job: &NewJob) -> Received {
    let received = store.receive(&delivery(guid), Some(job), NOW).await;
    received.unwrap()
}

/// Claims what may start at [`NOW`].
pub(crate) async fn claim(store: &Store) -> Option<Lease> {
    claim_at(store, NOW).await
}

/// Claims what may start at a time.
pub(crate) async fn claim_at(store: &Store, now: i64) -> Option<Lease> {
    store
        .claim("worker", Serves::All, LEASE, now)
        .await
        .unwrap()
}

pub(crate) use on_both_engines;
