//! The threads on which work with databases, networks and signals runs.

use std::future::Future;
use std::sync::OnceLock;

use anyhow::Context as _;
use tokio::runtime::{Builder, Runtime};

use crate::exit::Failure;

/// One runtime for the whole process: a connection dies with the runtime on which it was made.
static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// The runtime, which the first call starts.
pub(crate) fn runtime() -> Result<&'static Runtime, Failure> {
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let started = Builder::new_multi_thread().enable_all().build();
    let started = started
        .context("cannot start threads")
        .map_err(Failure::storage)?;
    Ok(RUNTIME.get_or_init(|| started))
}

/// Runs work that uses databases or networks.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    runtime()?.block_on(work)
}
