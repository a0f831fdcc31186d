//! What a service says about itself when it starts.

use std::time::Duration;

use countersign_github::App;

use super::AppArgs;
use crate::database::DatabaseArgs;

/// Longest wait for GitHub before the service starts all the same.
const PATIENCE: Duration = Duration::from_secs(10);

/// Logs what runs, with which settings, and as which App; warns if GitHub does not answer.
///
/// `listen` is the address of a service that receives webhooks.
pub(crate) async fn announce(
    app: &App,
    args: &AppArgs,
    database: &DatabaseArgs,
    listen: Option<String>,
) {
    let version = env!("CARGO_PKG_VERSION");
    let (dry_run, remembering) = (args.dry_run, args.remember);
    let database = match database.is_sqlite() {
        true => "SQLite",
        false => "PostgreSQL",
    };
    let listen = listen.unwrap_or_else(|| "nothing".to_owned());
    let (api, workers) = (args.api_url.as_str(), args.workers);
    let evidence_pages = args.site.evidence();
    tracing::info!(
        version,
        listen,
        database,
        api,
        workers,
        dry_run,
        remembering,
        evidence_pages,
        "Countersign starts"
    );
    match tokio::time::timeout(PATIENCE, app.identity()).await {
        Ok(Ok(identity)) => {
            tracing::info!(
                app = identity.name,
                id = identity.id,
                "GitHub knows the App"
            );
        }
        Ok(Err(error)) => tracing::warn!(
            reason = error.to_string(),
            "GitHub does not show the App; jobs fail until it does: countersign doctor says why"
        ),
        Err(_) => tracing::warn!(
            reason = "no answer in time",
            "GitHub does not show the App; jobs fail until it does: countersign doctor says why"
        ),
    }
}
