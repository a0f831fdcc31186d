//! Where lists, the memory of people and the key to both are.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use countersign_facts::HashKey;
use countersign_indicators::{Lists, load};
use countersign_store::Store;

use crate::app::{self, DatabaseArgs};
use crate::exit::{Exit, Failure};
use crate::output::{self, Console};
use crate::when::now_ms;

/// The key's file beside the database.
const KEY_FILE: &str = "hash.key";
/// The variable that may hold the key itself, for services that get their secrets so.
const KEY_VARIABLE: &str = "COUNTERSIGN_HASH_KEY";

/// Where imported lists are, for commands that only look at them.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct DataArgs {
    /// Folder with imported lists and the memory of people [default: countersign in the user's data folder].
    #[arg(long, value_name = "DIR", env = "COUNTERSIGN_DATA")]
    data: Option<PathBuf>,
}

/// The key under which indicators and addresses are hashed.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct KeyArgs {
    /// File with the key under which indicators and addresses are hashed: 64 hexadecimal digits. Beside a
    /// SQLite database hash.key when left out. The variable COUNTERSIGN_HASH_KEY may hold the
    /// key itself instead.
    #[arg(long, value_name = "FILE", env = "COUNTERSIGN_HASH_KEY_FILE")]
    hash_key_file: Option<PathBuf>,
}

impl KeyArgs {
    /// The key, where there is one: from the file, the variable, or `beside` the database.
    pub(crate) fn find(&self, beside: Option<&Path>) -> Result<Option<HashKey>, Failure> {
        let file = self.hash_key_file.as_deref();
        if let Some(text) = app::secret(KEY_VARIABLE, file, "the key of the indicators")? {
            use secrecy::ExposeSecret as _;
            let from = file.map_or_else(
                || format!("the variable {KEY_VARIABLE}"),
                |file| file.display().to_string(),
            );
            return parse(text.expose_secret(), &from).map(Some);
        }
        match beside {
            Some(folder) => read_key(&folder.join(KEY_FILE)),
            None => Ok(None),
        }
    }
}

/// Lists and the memory of people on this machine, or in the database of the App.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct PlaceArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    key: KeyArgs,
}

impl PlaceArgs {
    /// The database, its tables up to date.
    pub(crate) async fn open(&self) -> Result<Store, Failure> {
        match &self.data.data {
            Some(folder) => {
                output::create_folder(folder)?;
                DatabaseArgs::in_folder(folder).open().await
            }
            None => self.database.open().await,
        }
    }

    /// The database, where there is one with a memory; nothing is made.
    pub(crate) async fn find(&self) -> Result<Option<Store>, Failure> {
        if self.is_missing()? {
            return Ok(None);
        }
        self.open().await.map(Some)
    }

    /// Whether the folder has no database yet. One that is named by its address counts as there.
    pub(crate) fn is_missing(&self) -> Result<bool, Failure> {
        let is_named = self.data.data.is_none() && self.database.is_named();
        let folder = self.folder()?.filter(|_| !is_named);
        Ok(folder.is_some_and(|folder| !DatabaseArgs::is_in(&folder)))
    }

    /// The key, where there is one.
    pub(crate) fn find_key(&self) -> Result<Option<HashKey>, Failure> {
        self.key.find(self.folder()?.as_deref())
    }

    /// Where lists are.
    pub(crate) fn data(&self) -> &DataArgs {
        &self.data
    }

    /// The key; where there is none and a place for one, a new one that is not kept yet.
    pub(crate) fn key(&self) -> Result<Key, Failure> {
        let folder = self.folder()?;
        if let Some(key) = self.key.find(folder.as_deref())? {
            return Ok(Key { key, due: None });
        }
        let folder = folder.ok_or_else(|| {
            Failure::usage("there is no key to hash indicators and addresses under").hint(
                "make one with `openssl rand -hex 32`, and name its file with --hash-key-file",
            )
        })?;
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)
            .map_err(|error| Failure::storage(anyhow!("failed to draw a key: {error}")))?;
        Ok(Key {
            key: HashKey::new(bytes),
            due: Some((folder.join(KEY_FILE), bytes)),
        })
    }

    /// The folder of the database, where that is a file.
    fn folder(&self) -> Result<Option<PathBuf>, Failure> {
        match &self.data.data {
            Some(folder) => Ok(Some(folder.clone())),
            None => self.database.folder(),
        }
    }
}

/// What a command line compares people with: nothing where nothing was ever imported.
pub(crate) async fn local(args: &DataArgs, console: Console) -> Result<Arc<Lists>, Failure> {
    let folder = match &args.data {
        Some(folder) => Some(folder.clone()),
        None => DatabaseArgs::default_folder(),
    };
    let Some(folder) = folder.filter(|folder| DatabaseArgs::is_in(folder)) else {
        return match &args.data {
            Some(folder) => Err(Failure::storage(anyhow!(
                "failed to find imported lists in {}",
                folder.display()
            ))
            .hint("`countersign indicators import --data DIR` makes them")),
            None => Ok(Arc::default()),
        };
    };
    let key = KeyArgs::default().find(Some(&folder))?;
    let store = DatabaseArgs::in_folder(&folder).open().await?;
    let Some(key) = key else {
        let lists = store.indicator_lists().await.map_err(Failure::storage)?;
        if !lists.is_empty() {
            console.warn("the key of the imported lists is missing, so they match nothing");
        }
        return Ok(Arc::default());
    };
    let loaded = load(&store, &key, now_ms()).await;
    let loaded = loaded.map_err(Failure::storage)?;
    for name in &loaded.expired {
        console.hint(&format!(
            "the imported list {name:?} has expired and matches nothing; import a newer one"
        ));
    }
    for name in &loaded.other_key {
        console.warn(&format!(
            "the list {name:?} was imported under another key and matches nothing; import it again"
        ));
    }
    Ok(Arc::new(Lists::new(store, Some(key))))
}

/// The key in a file; `None` where there is no file.
fn read_key(path: &Path) -> Result<Option<HashKey>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text, &path.display().to_string()).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(not_read(path, error)),
    }
}

fn not_read(path: &Path, error: io::Error) -> Failure {
    let context = format!("failed to read the key {}", path.display());
    Failure::storage(anyhow::Error::new(error).context(context))
}

/// A key to import under.
pub(crate) struct Key {
    pub(crate) key: HashKey,
    /// The file that a new one is still to be written to, and its bytes.
    due: Option<(PathBuf, [u8; 32])>,
}

impl Key {
    /// Writes a new key where nobody but the user can read it.
    pub(crate) fn keep(&self, console: Console) -> Result<(), Failure> {
        let Some((path, bytes)) = &self.due else {
            return Ok(());
        };
        write_key(path, bytes).map_err(|error| {
            let context = format!("failed to make the key {}", path.display());
            let is_there = error.kind() == io::ErrorKind::AlreadyExists;
            let failure = Failure::storage(anyhow::Error::new(error).context(context));
            match is_there {
                true => failure.hint("another import made one at the same moment: import again"),
                false => failure,
            }
        })?;
        console.hint(&format!(
            "made the key {}: without it, lists have to be imported and repositories read again",
            path.display()
        ));
        Ok(())
    }
}

fn write_key(path: &Path, bytes: &[u8; 32]) -> io::Result<()> {
    let mut open = OpenOptions::new();
    open.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    let mut file = open.open(path)?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    file.write_all(format!("{text}\n").as_bytes())?;
    file.sync_all()
}

fn parse(text: &str, from: &str) -> Result<HashKey, Failure> {
    let wrong = || {
        Failure::new(
            Exit::Usage,
            anyhow!("{from} holds no key of 64 hexadecimal digits"),
        )
    };
    let text = text.trim();
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    for (byte, place) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&text[place..place + 2], 16).map_err(|_| wrong())?;
    }
    Ok(HashKey::new(bytes))
}
