//! What the subcommands of the GitHub App have in common.

mod database;
mod settings;

use std::future::Future;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::Context as _;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

pub(crate) use database::DatabaseArgs;
pub(crate) use settings::{AppArgs, cache_folder, read_policy, secret};

use crate::exit::Failure;
use crate::interrupt;

/// How often a signal is looked for.
const INTERVAL: Duration = Duration::from_millis(100);

/// Threads for work that talks to databases and networks. There is one set of them: a connection dies with
/// the threads on which it was made.
static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// Runs work that talks to databases and networks.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = match RUNTIME.get() {
        Some(runtime) => runtime,
        None => {
            let built = runtime()?;
            RUNTIME.get_or_init(|| built)
        }
    };
    runtime.block_on(work)
}

/// Runs a service until it ends or a signal asks it to, which is its ordinary end.
pub(crate) fn serve_until_asked<F>(
    service: impl FnOnce(CancellationToken) -> F,
) -> Result<(), Failure>
where
    F: Future<Output = Result<(), Failure>>,
{
    let runtime = runtime()?;
    interrupt::in_good_order(|asked| {
        runtime.block_on(async {
            let stop = CancellationToken::new();
            let watch = async {
                while !asked.load(Ordering::Relaxed) {
                    tokio::time::sleep(INTERVAL).await;
                }
                stop.cancel();
                std::future::pending::<()>().await;
            };
            tokio::select! {
                ended = service(stop.clone()) => ended,
                () = watch => Ok(()),
            }
        })
    })
}

fn runtime() -> Result<Runtime, Failure> {
    let built = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    built
        .context("failed to start threads")
        .map_err(Failure::storage)
}

/// Lets the service's log go to stderr: one JSON object a line, or plain lines for a terminal.
/// `RUST_LOG` says how much.
pub(crate) fn start_log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second start changes nothing.
    let _ = if json {
        log.json().try_init()
    } else {
        log.with_ansi(false).try_init()
    };
}
