//! `countersign work`: does the jobs of the GitHub App without receiving webhooks.

use countersign_webhooks::Service;

use crate::app::{self, AppArgs};
use crate::database::DatabaseArgs;
use crate::exit::{Exit, Failure};
use crate::interrupt;

/// Do the GitHub App's jobs in an additional process
///
/// Any number of these processes can work on one PostgreSQL database, beside `countersign serve`.
#[derive(Debug, clap::Args)]
#[command(after_help = app::exit_codes())]
pub(crate) struct Args {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    app: AppArgs,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    app::start_log(args.app.log_json);
    interrupt::serve(async |stop| {
        let store = args.database.open().await?;
        let app = args.app.app()?;
        let context = args
            .app
            .context(app.clone(), store.clone(), &args.database)
            .await?;
        app::announce(&app, &args.app, &args.database, None).await;
        Service::new(context)
            .work(args.app.workers.max(1), &stop)
            .await;
        store.close().await;
        Ok(())
    })?;
    Ok(Exit::Done)
}
