//! The secrets with which GitHub signs webhooks.

use std::path::PathBuf;

use secrecy::SecretString;

use crate::exit::Failure;
use crate::secret;

/// Where the webhook's secrets are.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct SecretArgs {
    /// File with the webhook's secret
    #[arg(long, value_name = "FILE", env = "COUNTERSIGN_WEBHOOK_SECRET_FILE")]
    pub(crate) webhook_secret_file: Option<PathBuf>,
    /// File with the webhook's former secret, which is still accepted
    #[arg(
        long,
        value_name = "FILE",
        env = "COUNTERSIGN_WEBHOOK_SECRET_FORMER_FILE"
    )]
    former_webhook_secret_file: Option<PathBuf>,
}

impl SecretArgs {
    /// The secrets with which webhooks may be signed.
    pub(crate) fn read(&self) -> Result<Vec<SecretString>, Failure> {
        let current = secret::needed_from_file_or_variable(
            "COUNTERSIGN_WEBHOOK_SECRET",
            ("--webhook-secret-file", self.webhook_secret_file.as_deref()),
            "the webhook's secret",
        )?;
        let former = secret::from_file_or_variable(
            "COUNTERSIGN_WEBHOOK_SECRET_FORMER",
            self.former_webhook_secret_file.as_deref(),
            "the webhook's former secret",
        )?;
        Ok([current].into_iter().chain(former).collect())
    }
}
