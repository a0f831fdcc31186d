//! The two processes: started, killed, stopped.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use countersign_webhooks::Clock;
use countersign_world::World;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::child;

/// Processes at once.
pub(crate) const SEATS: usize = 2;
/// The world's log is dated by its story, which begins on this day (Unix milliseconds).
const STORY_MS: i64 = 1_780_315_200_000;
/// Longer than any job waits for its next run.
const LATER_MS: i64 = 3 * 3_600_000;

/// The processes.
pub(crate) struct Crew {
    database: String,
    github: String,
    secret: String,
    cache: PathBuf,
    offset: AtomicI64,
    seats: [Seat; SEATS],
}

#[derive(Default)]
struct Seat {
    child: tokio::sync::Mutex<Option<Child>>,
    address: Mutex<Option<SocketAddr>>,
}

impl Seat {
    fn now_at(&self, address: Option<SocketAddr>) {
        *self.address.lock().unwrap_or_else(PoisonError::into_inner) = address;
    }
}

impl Crew {
    /// Processes on one database and one folder of mirrors, not started yet.
    pub(crate) fn new(database: &str, world: &World, cache: &Path) -> Self {
        Self {
            database: database.to_owned(),
            github: world.api_url(),
            secret: world.secret(),
            cache: cache.to_owned(),
            offset: AtomicI64::new(STORY_MS - Clock::system().now_ms()),
            seats: Default::default(),
        }
    }

    /// Where a process listens, while it lives.
    pub(crate) fn address(&self, seat: usize) -> Option<SocketAddr> {
        *self.seats[seat]
            .address
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a process and waits until it listens.
    pub(crate) async fn start(&self, seat: usize) {
        let mut place = self.seats[seat].child.lock().await;
        let program = std::env::current_exe().expect("this program has a file");
        let mut child = Command::new(program)
            .env(child::DATABASE, &self.database)
            .env(child::GITHUB, &self.github)
            .env(child::CACHE, &self.cache)
            .env(child::SECRET, &self.secret)
            .env(
                child::OFFSET,
                self.offset.load(Ordering::Relaxed).to_string(),
            )
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("this program can be started");
        let output = child.stdout.take().expect("its output is ours");
        let mut line = String::new();
        let said = BufReader::new(output).read_line(&mut line).await;
        said.expect("it can be listened to");
        let address = line.trim().parse().expect("it says where it listens");
        self.seats[seat].now_at(Some(address));
        *place = Some(child);
    }

    /// Kills a process with SIGKILL.
    pub(crate) async fn kill(&self, seat: usize) {
        let mut place = self.seats[seat].child.lock().await;
        if let Some(mut child) = place.take() {
            child.kill().await.expect("it is our child");
        }
        self.seats[seat].now_at(None);
    }

    /// Asks a process to stop, and waits until it has.
    async fn stop(&self, seat: usize) {
        let mut place = self.seats[seat].child.lock().await;
        if let Some(mut child) = place.take() {
            drop(child.stdin.take());
            let ended = child.wait().await.expect("it is our child");
            assert!(
                ended.success(),
                "a process did not stop in good order: {ended}"
            );
        }
        self.seats[seat].now_at(None);
    }

    pub(crate) async fn start_all(&self) {
        for seat in 0..SEATS {
            self.start(seat).await;
        }
    }

    pub(crate) async fn stop_all(&self) {
        for seat in 0..SEATS {
            self.stop(seat).await;
        }
    }

    /// Lets so much time pass for processes started from now on that all that waits may run.
    pub(crate) fn let_time_pass(&self) {
        self.offset.fetch_add(LATER_MS, Ordering::Relaxed);
    }
}
