//! What a worker needs to work at a world.

use std::path::Path;

use countersign_github::{App, AppConfig, Server};
use countersign_store::Store;
use countersign_webhooks::{Clock, Context, Jitter, Settings};
use countersign_world::{APP_ID, PRIVATE_KEY};

/// A context of the App at the GitHub whose API is at `api_url`, with mirrors in `cache`.
pub(crate) fn context(
    store: Store,
    api_url: &str,
    cache: &Path,
    clock: &Clock,
    change: impl FnOnce(&mut Settings),
) -> Context {
    let server = Server::new(api_url).expect("the world's address is one");
    let mut config = AppConfig::new(APP_ID, PRIVATE_KEY.into(), server);
    config.clock = clock.clone();
    let github = App::new(config).expect("the world's key is one");
    let mut settings = Settings::new(cache.to_owned());
    change(&mut settings);
    Context::new(store, github, settings, clock.clone(), Jitter::system())
}
