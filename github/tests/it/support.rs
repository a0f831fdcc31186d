//! What all stories begin with.

use std::future::Future;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use countersign_facts::{InstallationId, PullRequestNumber};
use countersign_github::{App, AppConfig, Client, Clock, RepositoryName, Server};
use countersign_world::{APP_ID, Commit, PRIVATE_KEY, World};

pub(crate) const ADA: &str = "Ada <ada@example.org>";
pub(crate) const NOON: &str = "2026-05-01T12:00:00+02:00";

/// The pull request of most stories.
pub(crate) const SEVEN: PullRequestNumber = PullRequestNumber::new(7);

/// GitHub's number for the installation on an account.
pub(crate) fn installation_of(world: &World, account: &str) -> InstallationId {
    InstallationId::try_from(world.installation(account).id()).unwrap()
}

/// A world, an App in it, and a clock that only goes on by hand.
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) app: App,
    pub(crate) now_ms: Arc<AtomicI64>,
}

impl Stage {
    /// The App's client in the installation of `acme`.
    pub(crate) fn client(&self) -> Client {
        self.app.installation(installation_of(&self.world, "acme"))
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::SeqCst);
    }
}

/// Tells a story and looks whether the world was surprised.
pub(crate) async fn story<F: Future<Output = ()>>(tell: impl FnOnce(Stage) -> F) {
    static ONE_AT_A_TIME: OnceLock<tokio::sync::Mutex<()>> = OnceLock::new();
    match std::env::var("COUNTERSIGN_PRISM") {
        Err(_) => in_world(World::start().await, tell).await,
        Ok(setting) => {
            let _turn = ONE_AT_A_TIME.get_or_init(Default::default).lock().await;
            let (front, port) = setting.split_once(' ').unwrap();
            let port = port.parse().unwrap();
            in_world(World::start_behind(front, port).await, tell).await;
        }
    }
}

pub(crate) async fn in_world<F: Future<Output = ()>>(world: World, tell: impl FnOnce(Stage) -> F) {
    let (clock, now_ms) = clock();
    let config = AppConfig {
        clock,
        timeout: std::time::Duration::from_secs(20),
        ..AppConfig::new(APP_ID, PRIVATE_KEY.into(), server(&world))
    };
    let app = App::new(config).unwrap();
    tell(Stage {
        world: world.clone(),
        app,
        now_ms,
    })
    .await;
    assert_eq!(world.unexpected(), Vec::<String>::new());
}

/// A clock that stands at the present until it is moved.
pub(crate) fn clock() -> (Clock, Arc<AtomicI64>) {
    let present = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now_ms = Arc::new(AtomicI64::new(present.as_millis().try_into().unwrap()));
    let shared = Arc::clone(&now_ms);
    (
        Clock::from_fn(move || shared.load(Ordering::SeqCst)),
        now_ms,
    )
}

pub(crate) fn server(world: &World) -> Server {
    Server::new(&world.api_url()).unwrap()
}

pub(crate) fn widget() -> RepositoryName {
    "acme/widget".parse().unwrap()
}

/// A repository with one commit and pull request 7 from a fork.
pub(crate) fn pull_seven(world: &World) -> countersign_world::PullStory {
    let first = Commit::new(ADA, NOON).file("README.md", "widget\n");
    let repository = world.repository("acme/widget").commit(first);
    let work = Commit::new("Mallory <mallory@example.org>", NOON).file("src/lib.rs", "// new\n");
    repository.fork("mallory").push("patch", &[work]);
    repository.open_as(7, "mallory", "mallory:patch", "Improve things")
}
