//! `countersign work`: does jobs that a receiver took in.

use countersign_webhooks::Service;

use crate::app::{self, AppArgs, DatabaseArgs};
use crate::exit::{Exit, Failure};

/// Do the GitHub App's jobs, beside `countersign serve`; as many as you like on one database.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    app: AppArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    app::start_log(args.app.log_json);
    app::serve_until_asked(async |stop| {
        let store = args.database.open().await?;
        let context = args.app.context(store.clone(), &args.database)?;
        Service::new(context)
            .work(args.app.workers.max(1), &stop)
            .await;
        store.close().await;
        Ok(())
    })?;
    Ok(Exit::Done)
}
