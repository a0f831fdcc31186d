//! What the subcommands of the GitHub App have in common.

mod manifest;
mod private_key;
mod settings;
mod site;
mod start;
mod webhook_secret;

use tracing_subscriber::EnvFilter;

use crate::exit::{self, Exit};

pub(crate) use manifest::Manifest;
pub(crate) use settings::{AppArgs, cache_folder, read_policy};
pub(crate) use start::announce;
pub(crate) use webhook_secret::SecretArgs;

/// The exit codes of the App's services.
pub(crate) fn exit_codes() -> String {
    exit::codes(&[
        (Exit::Done, "stopped in good order by a signal"),
        (Exit::Usage, "wrong arguments, or a secret is missing"),
        (
            Exit::Storage,
            "a file, the database, the cache or the network could not be used",
        ),
    ])
}

/// Writes the service's log to stderr: as JSON, one object a line, or as plain lines. The environment
/// variable `RUST_LOG` sets what is logged; default: `info`.
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
