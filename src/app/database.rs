//! The database: where it is, and whether its tables are there.

use std::path::{Path, PathBuf};

use countersign_store::{ConnectOptions, Store, StoreError};
use etcetera::BaseStrategy as _;
use secrecy::{ExposeSecret as _, SecretString};

use super::settings;
use crate::exit::Failure;
use crate::output;

/// Where jobs and reviews are kept.
#[derive(Clone, Debug, clap::Args)]
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

    /// The SQLite file in `folder`.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self {
            database: Some(url_in(folder).into()),
        }
    }

    /// Whether there is a database in `folder`.
    pub(crate) fn is_in(folder: &Path) -> bool {
        folder.join(FILE).is_file()
    }

    /// The user's data folder, where there is one.
    pub(crate) fn default_folder() -> Option<PathBuf> {
        default_folder().ok()
    }

    /// The folder of a SQLite file; `None` for a server's database.
    pub(crate) fn folder(&self) -> Result<Option<PathBuf>, Failure> {
        let Some(url) = &self.database else {
            return default_folder().map(Some);
        };
        let file = url.expose_secret().strip_prefix("sqlite:");
        let file = file.map(|file| file.trim_start_matches("//"));
        let file = file.and_then(|file| file.split('?').next());
        Ok(file.map(|file| match Path::new(file).parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        }))
    }

    /// Whether the user named one.
    pub(crate) fn is_named(&self) -> bool {
        self.database.is_some()
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

/// The database's file in its folder.
const FILE: &str = "countersign.db";

fn url_in(folder: &Path) -> String {
    format!("sqlite://{}", folder.join(FILE).display())
}

fn default_url() -> Result<String, Failure> {
    let folder = default_folder()?;
    output::create_folder(&folder)?;
    Ok(url_in(&folder))
}

fn default_folder() -> Result<PathBuf, Failure> {
    let folders = etcetera::choose_base_strategy().map_err(|_| {
        Failure::storage(anyhow::Error::msg("failed to find the user's data folder"))
            .hint("name a database with --database")
    })?;
    Ok(folders.data_dir().join("countersign"))
}
