//! The App under test, and the two databases it runs on.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use countersign_github::{App as Github, AppConfig, Server};
use countersign_store::{ConnectOptions, JobFilter, JobState, Store};
use countersign_webhooks::{
    Clock, Context, Drained, Intake, Jitter, Settings, Worker, pages, router,
};
use countersign_world::{APP_ID, Delivery, PRIVATE_KEY, World};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::postgres;

/// Longer than any pause or backoff that a story meets.
pub(crate) const LATER: i64 = 3 * 3_600_000;

/// A database engine; every story runs on each.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// Runs a story on an empty database of the engine.
pub(crate) fn run<F, R>(engine: Engine, story: F)
where
    F: FnOnce(String) -> R,
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
                story(format!("sqlite://{}/store.db", folder.path().display())).await;
            }
            Engine::Postgres => {
                let database = postgres::Database::create(false).await;
                story(database.url.clone()).await;
                database.remove().await;
            }
        }
    });
}

/// Declares stories that run on both engines: each becomes `name::sqlite` and `name::postgres`.
macro_rules! stories {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn story($database: String) $body

            #[test]
            fn sqlite() {
                $crate::app::run($crate::app::Engine::Sqlite, story);
            }

            #[test]
            fn postgres() {
                $crate::app::run($crate::app::Engine::Postgres, story);
            }
        }
    )*};
}

pub(crate) use stories;

/// The App: its receiver, and one worker that runs on request.
pub(crate) struct App {
    pub(crate) world: World,
    pub(crate) store: Store,
    pub(crate) context: Context,
    worker: Worker,
    router: Router,
    offset: Arc<AtomicI64>,
    cache: TempDir,
}

impl App {
    /// An App at a new GitHub.
    pub(crate) async fn start(database: &str) -> Self {
        Self::start_at(World::start().await, database, |_| {}).await
    }

    /// The same with other settings.
    pub(crate) async fn start_at(
        world: World,
        database: &str,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let options = ConnectOptions {
            max_connections: 4,
            connect_timeout: Duration::from_secs(60),
            max_attempts: 5,
        };
        let store = Store::connect(database, options).await.unwrap();
        store.migrate().await.unwrap();
        let cache = tempfile::tempdir().unwrap();
        let offset = Arc::new(AtomicI64::new(0));
        let clock = {
            let (offset, machine) = (Arc::clone(&offset), Clock::system());
            Clock::from_fn(move || machine.now_ms() + offset.load(Ordering::Relaxed))
        };
        let mut config = AppConfig::new(
            APP_ID,
            PRIVATE_KEY.into(),
            Server::new(&world.api_url()).unwrap(),
        );
        config.clock = clock.clone();
        let github = Github::new(config).unwrap();
        let mut settings = Settings::new(cache.path().to_owned());
        change(&mut settings);
        let jitter = Jitter::from_fn(|| 0.5);
        let context = Context::new(store.clone(), github, settings, clock.clone(), jitter);
        let secrets = vec![world.secret().into(), "the secret before".into()];
        let intake = Intake::new(store.clone(), secrets, clock);
        Self {
            world,
            store,
            worker: Worker::new(context.clone(), "worker"),
            router: router(intake).merge(pages(&context)),
            context,
            offset,
            cache,
        }
    }

    /// Sends any request to the router.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Sends any request to the router: its status.
    pub(crate) async fn send(&self, request: Request<Body>) -> u16 {
        self.answer(request).await.status().as_u16()
    }

    /// Delivers a webhook as GitHub does.
    pub(crate) async fn post(&self, delivery: &Delivery) -> u16 {
        let mut request = Request::post("/webhook");
        for (name, value) in delivery.headers() {
            request = request.header(name, value);
        }
        let body = Body::from(delivery.body.clone());
        let status = self.send(request.body(body).unwrap()).await;
        self.world.answered(delivery, status);
        status
    }

    /// Delivers a webhook that is new.
    pub(crate) async fn deliver(&self, delivery: &Delivery) {
        assert_eq!(self.post(delivery).await, 202);
    }

    /// Runs all jobs that may start now.
    pub(crate) async fn drain(&self) -> Drained {
        self.worker.drain().await.unwrap()
    }

    /// Delivers a webhook and runs all jobs that follow from it.
    pub(crate) async fn deal_with(&self, delivery: &Delivery) {
        self.deliver(delivery).await;
        self.drain().await;
    }

    /// Lets time pass for the App.
    pub(crate) fn advance(&self, milliseconds: i64) {
        self.offset.fetch_add(milliseconds, Ordering::Relaxed);
    }

    /// Sets the App's clock.
    pub(crate) fn set_clock(&self, at: &str) {
        let at: jiff::Timestamp = at.parse().unwrap();
        let offset = at.as_millisecond() - Clock::system().now_ms();
        self.offset.store(offset, Ordering::Relaxed);
    }

    /// Lets enough time pass that every waiting job may start, and runs them.
    pub(crate) async fn later(&self) -> Drained {
        self.advance(LATER);
        self.drain().await
    }

    /// The present as the App sees it.
    pub(crate) fn now_ms(&self) -> i64 {
        Clock::system().now_ms() + self.offset.load(Ordering::Relaxed)
    }

    /// The folder of a repository's mirror.
    pub(crate) fn folder_of_mirror(&self, repository: u64) -> std::path::PathBuf {
        self.cache.path().join(repository.to_string())
    }

    /// Ends the story: every request was known, and every job is done.
    pub(crate) async fn finish(self) {
        assert_eq!(
            self.world.unexpected(),
            [""; 0],
            "requests that GitHub does not know"
        );
        let left = self.store.jobs(&JobFilter::default()).await.unwrap();
        let left: Vec<_> = left
            .iter()
            .map(|job| (&job.kind, job.state, &job.error))
            .collect();
        assert_eq!(left, [], "jobs that nobody finished");
        self.store.close().await;
    }

    /// How many jobs are in a state.
    pub(crate) async fn jobs(&self, state: JobState) -> i64 {
        self.store.counts().await.unwrap().in_state(state)
    }
}
