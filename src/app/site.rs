//! The pages for people: where they are, and with what the App signs people in.

use std::path::PathBuf;

use countersign_webhooks::{PublicUrl, SignInSettings, Site};
use secrecy::SecretString;

use crate::exit::Failure;
use crate::secret;

/// Heading of these options.
const PAGES: &str = "Pages";

/// The settings of the pages for people.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct SiteArgs {
    /// Address at which people reach the service, such as https://HOST
    ///
    /// Comments link to the pages of heuristics below it, and to the evidence if people can sign in.
    #[arg(long, value_name = "URL", env = "COUNTERSIGN_PUBLIC_URL", help_heading = PAGES)]
    public_url: Option<PublicUrl>,
    /// Client id of the App, to sign people in on the evidence pages
    #[arg(long, value_name = "ID", env = "COUNTERSIGN_CLIENT_ID", help_heading = PAGES)]
    client_id: Option<String>,
    /// File with the App's client secret, to sign people in
    ///
    /// The variable COUNTERSIGN_CLIENT_SECRET can hold the secret itself instead.
    #[arg(
        long,
        value_name = "FILE",
        env = "COUNTERSIGN_CLIENT_SECRET_FILE",
        help_heading = PAGES
    )]
    client_secret_file: Option<PathBuf>,
}

impl SiteArgs {
    /// The pages; `None` without an address.
    pub(crate) fn read(&self) -> Result<Option<Site>, Failure> {
        let secret = self.client_secret()?;
        let Some(url) = self.public_url.clone() else {
            return Ok(None);
        };
        let sign_in = self.client_id().zip(secret);
        let sign_in = sign_in.map(|(client_id, client_secret)| SignInSettings {
            client_id: client_id.to_owned(),
            client_secret,
        });
        Ok(Some(Site { url, sign_in }))
    }

    /// Where evidence is shown, or which settings are missing for that.
    pub(crate) fn evidence(&self) -> String {
        let has_secret = self.client_secret().is_ok_and(|secret| secret.is_some());
        let needed = [
            (self.public_url.is_some(), "COUNTERSIGN_PUBLIC_URL"),
            (self.client_id().is_some(), "COUNTERSIGN_CLIENT_ID"),
            (has_secret, "COUNTERSIGN_CLIENT_SECRET"),
        ];
        let missing: Vec<_> = needed
            .into_iter()
            .filter_map(|(is_set, name)| (!is_set).then_some(name))
            .collect();
        match &self.public_url {
            Some(url) if missing.is_empty() => format!("{}/reviews", url.as_str()),
            _ => format!("off: set {}", missing.join(", ")),
        }
    }

    /// An empty variable counts as unset.
    fn client_id(&self) -> Option<&str> {
        self.client_id.as_deref().filter(|id| !id.is_empty())
    }

    fn client_secret(&self) -> Result<Option<SecretString>, Failure> {
        secret::from_file_or_variable(
            "COUNTERSIGN_CLIENT_SECRET",
            self.client_secret_file.as_deref(),
            "the App's client secret",
        )
    }
}
