//! Where indicator lists and the memory of people are: in a folder of the user's, or in the App's database.

use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, FromArgMatches};
use countersign_facts::HashKey;
use countersign_store::Store;

use super::hash_key::{KeyArgs, NewKey};
use super::url::{DatabaseArgs, default_folder};
use crate::exit::Failure;
use crate::output;

/// The folder with indicator lists, for commands that only compare people with them.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct DataArgs {
    /// Folder with the indicator lists and the memory of people
    ///
    /// Default: countersign in the user's data folder. An option outweighs the environment, so --database
    /// outweighs COUNTERSIGN_DATA. Options that name two databases are an error, and so are two variables.
    #[arg(long, value_name = "DIR", env = "COUNTERSIGN_DATA")]
    data: Option<PathBuf>,
}

impl DataArgs {
    /// The folder that the user named.
    pub(crate) fn named(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    /// The database of the folder with its hash key; `None` if there is no database, and nothing is created.
    pub(crate) async fn find(&self) -> Result<Option<(Store, Option<HashKey>)>, Failure> {
        let folder = match &self.data {
            Some(folder) => Some(folder.clone()),
            None => default_folder().ok(),
        };
        let Some(folder) = folder.filter(|folder| DatabaseArgs::is_in(folder)) else {
            return Ok(None);
        };
        let key = KeyArgs::default().find(Some(&folder))?;
        let store = DatabaseArgs::in_folder(&folder)?.open().await?;
        Ok(Some((store, key)))
    }
}

/// Indicator lists and the memory of people on this machine, or in the database of the App.
#[derive(Clone, Debug)]
pub(crate) struct StorageArgs {
    data: DataArgs,
    database: DatabaseArgs,
    key: KeyArgs,
    /// Which of the two names the database.
    choice: Choice,
}

/// Which setting names the database: an option before the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    /// The folder of `--data`.
    Folder,
    /// `--database`, or the default if there is neither.
    Database,
    /// The environment names both, and no option decides.
    Unclear,
}

impl Choice {
    fn of(matches: &ArgMatches) -> Result<Self, clap::Error> {
        use ValueSource::{CommandLine, DefaultValue, EnvVariable};
        let source = |id| matches.value_source(id);
        match (source("data"), source("database")) {
            (Some(CommandLine), Some(CommandLine)) => Err(clap::Error::raw(
                ErrorKind::ArgumentConflict,
                "--data and --database name two databases: give only one of them\n",
            )),
            (Some(EnvVariable), Some(EnvVariable)) => Ok(Self::Unclear),
            // A default is what the file with the settings says; it names only one of the two.
            (Some(CommandLine), _) | (Some(EnvVariable | DefaultValue), None) => Ok(Self::Folder),
            _ => Ok(Self::Database),
        }
    }
}

/// The options as the parser reads them.
#[derive(Clone, Debug, clap::Args)]
struct Options {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    key: KeyArgs,
}

// By hand, because only the parser's matches show whether a value is from an option or from the environment.
impl FromArgMatches for StorageArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let Options {
            data,
            database,
            key,
        } = Options::from_arg_matches(matches)?;
        let choice = Choice::of(matches)?;
        Ok(Self {
            data,
            database,
            key,
            choice,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Args for StorageArgs {
    fn augment_args(command: clap::Command) -> clap::Command {
        Options::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Options::augment_args_for_update(command)
    }
}

impl StorageArgs {
    /// The database with its tables up to date; a new one if there is none.
    pub(crate) async fn open(&self) -> Result<Store, Failure> {
        match self.named_folder()? {
            Some(folder) => {
                output::create_folder(folder)?;
                DatabaseArgs::in_folder(folder)?.open().await
            }
            None => self.database.open().await,
        }
    }

    /// The database if there is one; nothing is created.
    pub(crate) async fn find(&self) -> Result<Option<Store>, Failure> {
        if self.is_missing()? {
            return Ok(None);
        }
        self.open().await.map(Some)
    }

    /// Whether the folder has no database yet. A database that is named by its URL counts as present.
    pub(crate) fn is_missing(&self) -> Result<bool, Failure> {
        let is_named = self.named_folder()?.is_none() && self.database.is_named();
        let folder = self.folder()?.filter(|_| !is_named);
        Ok(folder.is_some_and(|folder| !DatabaseArgs::is_in(&folder)))
    }

    /// The hash key, if there is one.
    pub(crate) fn find_key(&self) -> Result<Option<HashKey>, Failure> {
        self.key.find(self.folder()?.as_deref())
    }

    /// The hash key; a new one, not written yet, if there is none and the database is a file.
    pub(crate) fn key(&self) -> Result<NewKey, Failure> {
        self.key.find_or_draw(self.folder()?.as_deref())
    }

    /// The folder with indicator lists.
    pub(crate) fn data(&self) -> &DataArgs {
        &self.data
    }

    /// The folder that names the database, unless `--database` does.
    fn named_folder(&self) -> Result<Option<&Path>, Failure> {
        match self.choice {
            Choice::Folder => Ok(self.data.named()),
            Choice::Database => Ok(None),
            Choice::Unclear => Err(Failure::usage(
                "the variables COUNTERSIGN_DATA and DATABASE_URL name two databases",
            )
            .hint("choose one with --data or --database, or unset one of the variables")),
        }
    }

    /// The folder of the database; `None` for a server's database.
    fn folder(&self) -> Result<Option<PathBuf>, Failure> {
        match self.named_folder()? {
            Some(folder) => Ok(Some(folder.to_owned())),
            None => self.database.folder(),
        }
    }
}
