//! One of the processes that are killed: what `countersign serve` runs.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::time::Duration;

use countersign_store::{ConnectOptions, Store};
use countersign_webhooks::{Clock, Intake, Service};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::github;

/// Where a process finds what it needs.
pub(crate) const DATABASE: &str = "COUNTERSIGN_SOAK_DATABASE";
pub(crate) const GITHUB: &str = "COUNTERSIGN_SOAK_GITHUB";
pub(crate) const CACHE: &str = "COUNTERSIGN_SOAK_CACHE";
pub(crate) const SECRET: &str = "COUNTERSIGN_SOAK_SECRET";
/// Milliseconds that its clock goes before the machine's.
pub(crate) const OFFSET: &str = "COUNTERSIGN_SOAK_OFFSET";

/// Workers in each process.
const WORKERS: usize = 2;
/// So short that a killed worker's jobs run again during the soak.
const LEASE: Duration = Duration::from_secs(10);

/// What a process is asked to do.
pub(crate) struct Asked {
    database: String,
    github: String,
    cache: PathBuf,
    secret: String,
    offset: i64,
}

impl Asked {
    /// `None` in the process that people start.
    pub(crate) fn of_environment() -> Option<Self> {
        let variable = |name| std::env::var(name).ok();
        Some(Self {
            database: variable(DATABASE)?,
            github: variable(GITHUB)?,
            cache: variable(CACHE)?.into(),
            secret: variable(SECRET)?,
            offset: variable(OFFSET)?.parse().ok()?,
        })
    }
}

/// Serves until its input closes, and says where.
pub(crate) async fn run(asked: Asked) {
    let store = connect(&asked.database).await;
    let (machine, offset) = (Clock::system(), asked.offset);
    let clock = Clock::from_fn(move || machine.now_ms() + offset);
    let context = github::context(
        store.clone(),
        &asked.github,
        &asked.cache,
        &clock,
        |settings| {
            settings.lease = LEASE;
            settings.grace = Duration::from_secs(5);
            settings.poll = Duration::from_millis(200);
        },
    );
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("there is a free port");
    say(&listener
        .local_addr()
        .expect("a listener has an address")
        .to_string());
    let stop = CancellationToken::new();
    let asked_to_stop = stop.clone();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read(&mut [0]);
        asked_to_stop.cancel();
    });
    let intake = Intake::new(store.clone(), vec![asked.secret.into()], clock);
    Service::new(context)
        .serve(listener, intake, WORKERS, stop)
        .await;
    store.close().await;
}

/// The database may be away when a process starts.
async fn connect(url: &str) -> Store {
    for _ in 0..60 {
        let options = ConnectOptions {
            max_connections: 6,
            connect_timeout: Duration::from_secs(5),
            ..ConnectOptions::default()
        };
        if let Ok(store) = Store::connect(url, options).await {
            return store;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("the database stays away");
}

fn say(line: &str) {
    let mut output = std::io::stdout();
    let _ = writeln!(output, "{line}");
    let _ = output.flush();
}
