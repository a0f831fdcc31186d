//! `countersign serve`: takes in webhooks, and works.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use countersign_webhooks::{Clock, Intake, Service};
use metrics_exporter_prometheus::PrometheusBuilder;
use secrecy::SecretString;
use tokio::net::TcpListener;

use crate::app::{self, AppArgs, DatabaseArgs};
use crate::exit::{Exit, Failure};

/// Run the GitHub App: take in webhooks, and review pull requests.
///
/// GitHub delivers to POST /webhook; /healthz, /readyz and /metrics are for operators. The webhook's
/// secret comes from COUNTERSIGN_WEBHOOK_SECRET or a file, and while it is exchanged the former one from
/// COUNTERSIGN_WEBHOOK_SECRET_FORMER or a file.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Address to listen on.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "COUNTERSIGN_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    listen: SocketAddr,
    /// Only take in webhooks; `countersign work` does the rest.
    #[arg(long)]
    no_work: bool,
    /// File with the webhook's secret.
    #[arg(long, value_name = "FILE", env = "COUNTERSIGN_WEBHOOK_SECRET_FILE")]
    webhook_secret_file: Option<PathBuf>,
    /// File with the webhook's former secret.
    #[arg(
        long,
        value_name = "FILE",
        env = "COUNTERSIGN_WEBHOOK_SECRET_FORMER_FILE"
    )]
    former_webhook_secret_file: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    app: AppArgs,
}

impl Args {
    /// The secrets that webhooks may be signed with.
    fn secrets(&self) -> Result<Vec<SecretString>, Failure> {
        let current = app::secret(
            "COUNTERSIGN_WEBHOOK_SECRET",
            self.webhook_secret_file.as_deref(),
            "the webhook's secret",
        )?;
        let current = current.ok_or_else(|| {
            Failure::usage("the webhook's secret is missing")
                .hint("name its file with --webhook-secret-file")
        })?;
        let former = app::secret(
            "COUNTERSIGN_WEBHOOK_SECRET_FORMER",
            self.former_webhook_secret_file.as_deref(),
            "the webhook's former secret",
        )?;
        Ok([current].into_iter().chain(former).collect())
    }
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    app::start_log(args.app.log_json);
    let secrets = args.secrets()?;
    let metrics = PrometheusBuilder::new()
        .install_recorder()
        .context("failed to count")
        .map_err(Failure::storage)?;
    app::serve_until_asked(async |stop| {
        let store = args.database.open().await?;
        let context = args.app.context(store.clone(), &args.database)?;
        let intake = Intake::new(store.clone(), secrets, Clock::system()).with_metrics(metrics);
        let listener = TcpListener::bind(args.listen)
            .await
            .with_context(|| format!("failed to listen on {}", args.listen))
            .map_err(Failure::storage)?;
        let workers = if args.no_work { 0 } else { args.app.workers };
        let served = Service::new(context)
            .serve(listener, intake, workers, stop)
            .await;
        store.close().await;
        served
            .context("failed to take in connections")
            .map_err(Failure::storage)
    })?;
    Ok(Exit::Done)
}
