//! The database: where it is, and whether its tables are there.

use countersign_store::{ConnectOptions, Store, StoreError};
use etcetera::BaseStrategy as _;
use secrecy::{ExposeSecret as _, SecretString};

use super::settings;
use crate::exit::Failure;
use crate::output;

/// Where jobs and reviews are kept.
#[derive(Debug, clap::Args)]
pub(crate) struct DatabaseArgs {
    /// The database: sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME. A SQLite file in the user's
    /// data folder when left out.
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true,
        value_parser = settings::secret_value)]
    database: Option<SecretString>,
}

impl DatabaseArgs {
    /// Connects. A SQLite file is brought up to date; a PostgreSQL database must be, since others may
    /// use it at the same time.
    pub(crate) async fn open(&self) -> Result<Store, Failure> {
        let store = self.connect().await?;
        if self.is_sqlite() {
            store.migrate().await.map_err(failed)?;
        } else if !store.pending().await.map_err(failed)?.is_empty() {
            let message = "the database lacks tables of this version";
            return Err(Failure::storage(anyhow::Error::msg(message))
                .hint("run `countersign migrate` once"));
        }
        Ok(store)
    }

    /// Connects to the database as it is.
    pub(crate) async fn connect(&self) -> Result<Store, Failure> {
        let url = match &self.database {
            Some(url) => url.expose_secret().to_owned(),
            None => default_url()?,
        };
        Store::connect(&url, ConnectOptions::default())
            .await
            .map_err(failed)
    }

    fn is_sqlite(&self) -> bool {
        let url = self.database.as_ref();
        url.is_none_or(|url| url.expose_secret().starts_with("sqlite:"))
    }
}

/// A failure of the database.
pub(crate) fn failed(error: StoreError) -> Failure {
    Failure::storage(error)
}

fn default_url() -> Result<String, Failure> {
    let folders = etcetera::choose_base_strategy().map_err(|_| {
        Failure::storage(anyhow::Error::msg("failed to find the user's data folder"))
            .hint("name a database with --database")
    })?;
    let folder = folders.data_dir().join("countersign");
    output::create_folder(&folder)?;
    Ok(format!(
        "sqlite://{}",
        folder.join("countersign.db").display()
    ))
}
