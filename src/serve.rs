//! `countersign serve`: the GitHub App, which receives webhooks and does its jobs.

use std::net::{SocketAddr, ToSocketAddrs as _};

use anyhow::Context as _;
use countersign_webhooks::{Clock, Intake, Service};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;

use crate::app::{self, AppArgs, SecretArgs};
use crate::database::DatabaseArgs;
use crate::exit::{Exit, Failure};
use crate::interrupt;

/// Run the GitHub App: receive webhooks and review pull requests
///
/// GitHub delivers to POST /webhook. Operators use /healthz, /readyz and /metrics. The webhook's secret comes
/// from --webhook-secret-file or the variable COUNTERSIGN_WEBHOOK_SECRET. While you replace it, the former
/// secret is accepted too, from --former-webhook-secret-file or COUNTERSIGN_WEBHOOK_SECRET_FORMER.
#[derive(Debug, clap::Args)]
#[command(after_help = app::exit_codes())]
pub(crate) struct Args {
    /// Address to listen on; :8080 listens on all IPv4 addresses of this machine
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "COUNTERSIGN_LISTEN",
        default_value = "127.0.0.1:8080",
        value_parser = address
    )]
    listen: SocketAddr,
    /// Only receive webhooks; run `countersign work` for the jobs
    #[arg(long)]
    no_work: bool,
    #[command(flatten)]
    secrets: SecretArgs,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    app: AppArgs,
}

/// Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` or `:8080`.
fn address(text: &str) -> Result<SocketAddr, String> {
    let whole = match text.strip_prefix(':') {
        Some(port) => format!("0.0.0.0:{port}"),
        None => text.to_owned(),
    };
    let found = whole.to_socket_addrs().ok().and_then(|mut all| all.next());
    found.ok_or_else(|| {
        "expected an address with a port, such as 127.0.0.1:8080 or :8080".to_owned()
    })
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    app::start_log(args.app.log_json);
    let secrets = args.secrets.read()?;
    let metrics = PrometheusBuilder::new()
        .install_recorder()
        .context("cannot set up the metrics")
        .map_err(Failure::storage)?;
    interrupt::serve(async |stop| {
        let store = args.database.open().await?;
        let app = args.app.app()?;
        let context = args
            .app
            .context(app.clone(), store.clone(), &args.database)
            .await?;
        let intake = Intake::new(store.clone(), secrets, Clock::system()).with_metrics(metrics);
        let listener = TcpListener::bind(args.listen)
            .await
            .with_context(|| format!("cannot listen on {}", args.listen))
            .map_err(Failure::storage)?;
        let listen = listener.local_addr().map_err(Failure::storage)?.to_string();
        app::announce(&app, &args.app, &args.database, Some(listen)).await;
        let workers = if args.no_work { 0 } else { args.app.workers };
        Service::new(context)
            .serve(listener, intake, workers, stop)
            .await;
        store.close().await;
        Ok(())
    })?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses_are_read_as_other_programs_take_them() {
        for (text, expected) in [
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            (":8080", "0.0.0.0:8080"),
            ("[::1]:80", "[::1]:80"),
        ] {
            let found = address(text).map(|found| found.to_string());
            assert_eq!(found.as_deref(), Ok(expected), "{text}");
        }
        for text in ["", ":", "8080", "127.0.0.1", ":99999"] {
            assert!(address(text).is_err(), "{text}");
        }
    }
}
