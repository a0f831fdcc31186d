//! The settings of the GitHub App.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use countersign_facts::PullRequestNumber;
use countersign_github::{App, AppConfig, GithubError, Server};
use countersign_store::Store;
use countersign_webhooks::review::Plan;
use countersign_webhooks::{Clock, Context, Jitter, Settings, policy};
use secrecy::SecretString;

use super::private_key;
use super::site::SiteArgs;
use crate::database::{DatabaseArgs, KeyArgs, claim_found};
use crate::exit::{Exit, Failure};
use crate::platforms::PlatformArgs;
use crate::{output, secret};

/// Heading of these options.
const APP: &str = "The App";

/// The settings of the GitHub App.
#[derive(Debug, clap::Args)]
pub(crate) struct AppArgs {
    /// Number of the App on GitHub
    #[arg(long, value_name = "NUMBER", env = "COUNTERSIGN_APP_ID", help_heading = APP)]
    app_id: Option<u64>,
    /// File with the App's private key (PEM)
    ///
    /// The variable COUNTERSIGN_PRIVATE_KEY can hold the key itself instead, also on one line with \n between its lines,
    /// or in base64.
    #[arg(long, value_name = "FILE", env = "COUNTERSIGN_PRIVATE_KEY_FILE", help_heading = APP)]
    pub(crate) private_key_file: Option<PathBuf>,
    /// Address of GitHub's API; https://HOST/api/v3 for an Enterprise server
    #[arg(long, value_name = "URL", env = "COUNTERSIGN_API_URL", help_heading = APP,
        default_value = "https://api.github.com")]
    pub(crate) api_url: String,
    /// Folder for the commits of repositories
    ///
    /// Default: countersign/app in the user's cache folder.
    #[arg(long, value_name = "DIR", env = "COUNTERSIGN_CACHE", help_heading = APP)]
    pub(crate) cache: Option<PathBuf>,
    /// Policy for repositories and organisations that set nothing themselves
    #[arg(long, value_name = "FILE", env = "COUNTERSIGN_POLICY", help_heading = APP)]
    pub(crate) policy: Option<PathBuf>,
    /// Number of jobs at the same time
    ///
    /// While all of these are busy, one more runs for an installation that nobody works for.
    #[arg(long, value_name = "N", env = "COUNTERSIGN_WORKERS", default_value_t = 2, help_heading = APP)]
    pub(crate) workers: usize,
    /// Print what would be written, and write nothing to GitHub
    #[arg(long, env = "COUNTERSIGN_DRY_RUN", help_heading = APP)]
    pub(crate) dry_run: bool,
    /// Store the people of the repositories in the memory; needs a hash key
    ///
    /// The memory holds who appears where, under which names and keys.
    #[arg(long, env = "COUNTERSIGN_REMEMBER", help_heading = APP)]
    pub(crate) remember: bool,
    /// Delete data that no repository has shown for N days [default: keep everything]
    ///
    /// Hourly, for people, accounts, rights, deploy keys and evidence pages.
    #[arg(long, value_name = "N", env = "COUNTERSIGN_KEEP_DAYS", help_heading = APP,
        value_parser = clap::value_parser!(u32).range(1..))]
    keep_days: Option<u32>,
    /// Write the log as JSON, one object per line
    #[arg(long, env = "COUNTERSIGN_LOG_JSON", help_heading = APP)]
    pub(crate) log_json: bool,
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    #[command(flatten)]
    pub(crate) platforms: PlatformArgs,
    #[command(flatten)]
    pub(crate) hash_key: KeyArgs,
}

impl AppArgs {
    /// What every job uses. `app` is [`AppArgs::app`].
    pub(crate) async fn context(
        &self,
        app: App,
        store: Store,
        database: &DatabaseArgs,
    ) -> Result<Context, Failure> {
        let mut settings = self.settings()?;
        settings.hash_key = self.hash_key.find(database.folder()?.as_deref())?;
        claim_found(&store, settings.hash_key.as_ref()).await?;
        Ok(Context::new(
            store,
            app,
            settings,
            Clock::system(),
            Jitter::system(),
        ))
    }

    /// The App's number.
    pub(crate) fn id(&self) -> Result<u64, Failure> {
        self.app_id.ok_or_else(|| {
            Failure::usage("the App's number is missing").hint(
                "set COUNTERSIGN_APP_ID to the App ID on its page on GitHub; `countersign setup` creates an App",
            )
        })
    }

    /// The App's private key in PEM form.
    pub(crate) fn key(&self) -> Result<SecretString, Failure> {
        let key = secret::needed_from_file_or_variable(
            "COUNTERSIGN_PRIVATE_KEY",
            ("--private-key-file", self.private_key_file.as_deref()),
            "the App's private key",
        )?;
        private_key::pem(&key)
    }

    /// The server that the App belongs to.
    pub(crate) fn server(&self) -> Result<Server, Failure> {
        Server::new(&self.api_url).map_err(refused)
    }

    /// The App on GitHub. Must be called within the runtime.
    pub(crate) fn app(&self) -> Result<App, Failure> {
        App::new(AppConfig::new(self.id()?, self.key()?, self.server()?)).map_err(refused)
    }

    fn settings(&self) -> Result<Settings, Failure> {
        let mut settings = Settings::new(cache_folder(self.cache.as_deref())?);
        if let Some(path) = &self.policy {
            let file = read_policy(path)?;
            settings.policy = settings.policy.overlaid(&file);
        }
        settings.remember = self.remember;
        settings.keep_days = self.keep_days;
        settings.platforms = self.platforms.read()?;
        settings.site = self.site.read()?;
        settings.lease = Duration::from_secs(60);
        if self.dry_run {
            settings.dry_run = Some(Arc::new(print_plan));
        }
        Ok(settings)
    }
}

/// Reads a policy file.
pub(crate) fn read_policy(path: &Path) -> Result<policy::PolicyFile, Failure> {
    let bytes = fs::read(path)
        .with_context(|| format!("cannot read {}", path.display()))
        .map_err(Failure::storage)?;
    policy::parse(&bytes)
        .map_err(|error| Failure::new(Exit::Usage, anyhow::anyhow!("{}: {error}", path.display())))
}

/// The folder for repositories' commits, created if it does not exist.
pub(crate) fn cache_folder(wanted: Option<&Path>) -> Result<PathBuf, Failure> {
    use etcetera::BaseStrategy as _;
    let folder = match wanted {
        Some(folder) => folder.to_owned(),
        None => {
            let folders = etcetera::choose_base_strategy().map_err(|_| {
                Failure::storage(anyhow::Error::msg("cannot find the user's cache folder"))
                    .hint("name a folder with --cache DIR")
            })?;
            folders.cache_dir().join("countersign").join("app")
        }
    };
    output::create_folder(&folder)?;
    Ok(folder)
}

fn print_plan(repository: &str, number: PullRequestNumber, plan: &Plan) {
    let line = serde_json::json!({ "repository": repository, "number": number, "plan": plan });
    // A closed stdout does not stop the service.
    let _ = output::print(format!("{line}\n").as_bytes());
}

/// The failure for a setting that GitHub's client cannot use.
fn refused(error: GithubError) -> Failure {
    Failure::new(Exit::Usage, error)
}
