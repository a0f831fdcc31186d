//! The database by its URL, or as a SQLite file in a folder.

use std::path::{Path, PathBuf};

use countersign_store::{ConnectOptions, Store};
use etcetera::BaseStrategy as _;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use secrecy::{ExposeSecret as _, SecretString};

use crate::exit::Failure;
use crate::{output, secret};

/// The database's file in its folder.
const FILE: &str = "countersign.db";

/// The database.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct DatabaseArgs {
    /// Database: sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME
    ///
    /// Default: the file countersign/countersign.db in the user's data folder.
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true,
        value_parser = secret::from_option)]
    database: Option<SecretString>,
}

impl DatabaseArgs {
    /// Connects. The tables of a SQLite file are updated; those of a PostgreSQL database must be up to
    /// date, since other processes may use them at the same time.
    pub(crate) async fn open(&self) -> Result<Store, Failure> {
        let store = self.connect().await?;
        if self.is_sqlite() {
            store.migrate().await.map_err(Failure::storage)?;
        } else if !store.pending().await.map_err(Failure::storage)?.is_empty() {
            let message = "the database lacks tables that this version needs";
            return Err(Failure::storage(anyhow::Error::msg(message))
                .hint("create them: countersign migrate"));
        }
        Ok(store)
    }

    /// Connects to the database as it is.
    pub(crate) async fn connect(&self) -> Result<Store, Failure> {
        let url = match &self.database {
            Some(url) => url.expose_secret().to_owned(),
            None => {
                let folder = default_folder()?;
                output::create_folder(&folder)?;
                url_in(&folder)?
            }
        };
        Store::connect(&url, ConnectOptions::default())
            .await
            .map_err(Failure::storage)
    }

    /// The SQLite file in `folder`.
    pub(super) fn in_folder(folder: &Path) -> Result<Self, Failure> {
        Ok(Self {
            database: Some(url_in(folder)?.into()),
        })
    }

    /// Whether there is a database in `folder`.
    pub(super) fn is_in(folder: &Path) -> bool {
        folder.join(FILE).is_file()
    }

    /// The SQLite file; `None` for a server's database.
    pub(crate) fn file(&self) -> Result<Option<PathBuf>, Failure> {
        let Some(url) = &self.database else {
            return Ok(Some(default_folder()?.join(FILE)));
        };
        let file = url.expose_secret().strip_prefix("sqlite:");
        let file = file.map(|file| file.strip_prefix("//").unwrap_or(file));
        let file = file.and_then(|file| file.split('?').next());
        // In a URL, %20 is a space.
        let file = file.map(|file| percent_decode_str(file).decode_utf8_lossy());
        Ok(file.map(|file| PathBuf::from(&*file)))
    }

    /// The folder of a SQLite file; `None` for a server's database.
    pub(crate) fn folder(&self) -> Result<Option<PathBuf>, Failure> {
        let file = self.file()?;
        Ok(file.map(|file| match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        }))
    }

    /// Whether the user named a database.
    pub(super) fn is_named(&self) -> bool {
        self.database.is_some()
    }

    /// Whether it is a SQLite file.
    pub(crate) fn is_sqlite(&self) -> bool {
        let url = self.database.as_ref();
        url.is_none_or(|url| url.expose_secret().starts_with("sqlite:"))
    }
}

/// The URL of the database in `folder`. A path is not a URL: what would mean something else in one is escaped.
fn url_in(folder: &Path) -> Result<String, Failure> {
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    let file = std::path::absolute(folder.join(FILE)).map_err(|error| {
        let context = format!("cannot use the folder {}", folder.display());
        Failure::storage(anyhow::Error::new(error).context(context))
    })?;
    let text = file.to_str().ok_or_else(|| {
        Failure::usage(format!("the path {} is not UTF-8", file.display()))
            .hint("name a folder whose path is UTF-8: --data DIR")
    })?;
    Ok(format!("sqlite://{}", utf8_percent_encode(text, ESCAPED)))
}

/// `countersign` in the user's data folder.
pub(super) fn default_folder() -> Result<PathBuf, Failure> {
    let folders = etcetera::choose_base_strategy().map_err(|_| {
        Failure::storage(anyhow::Error::msg("cannot find the user's data folder"))
            .hint("name a database with --database, or a folder with --data")
    })?;
    Ok(folders.data_dir().join("countersign"))
}
