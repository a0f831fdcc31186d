//! The key under which addresses and indicators are hashed: beside the database, in a file of its own.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use countersign_facts::HashKey;
use countersign_store::{Store, StoreError};
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use secrecy::ExposeSecret as _;

use crate::exit::{Exit, Failure};
use crate::output::Console;
use crate::secret;

/// The key's file beside the database.
const FILE: &str = "hash.key";
/// The variable that may hold the key itself, for services that get their secrets from the environment.
const VARIABLE: &str = "COUNTERSIGN_HASH_KEY";
/// Length of the key in bytes.
const LENGTH: usize = 32;

/// The key under which addresses and indicators are hashed.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct KeyArgs {
    /// File with the key for hashing addresses and indicators: 64 hexadecimal digits
    ///
    /// Default: hash.key next to the SQLite database. The variable COUNTERSIGN_HASH_KEY can hold the key
    /// itself instead.
    #[arg(long, value_name = "FILE", env = "COUNTERSIGN_HASH_KEY_FILE")]
    hash_key_file: Option<PathBuf>,
}

impl KeyArgs {
    /// The key, if there is one: from the file, the variable, or the folder of the database.
    pub(crate) fn find(&self, folder: Option<&Path>) -> Result<Option<HashKey>, Failure> {
        let file = self.hash_key_file.as_deref();
        if let Some(text) = secret::from_file_or_variable(VARIABLE, file, "the hash key")? {
            let from = file.map_or_else(
                || format!("the variable {VARIABLE}"),
                |file| file.display().to_string(),
            );
            return parse(text.expose_secret(), &from).map(Some);
        }
        match folder {
            Some(folder) => read(&folder.join(FILE)),
            None => Ok(None),
        }
    }

    /// The key; if there is none, a new one for `folder`, which is not written yet.
    pub(super) fn find_or_draw(&self, folder: Option<&Path>) -> Result<NewKey, Failure> {
        if let Some(key) = self.find(folder)? {
            return Ok(NewKey { key, due: None });
        }
        let folder = folder.ok_or_else(|| {
            Failure::usage("cannot find the key for hashing addresses and indicators").hint(
                "create one: openssl rand -hex 32 > hash.key; then add --hash-key-file hash.key",
            )
        })?;
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes)
            .map_err(|error| Failure::storage(anyhow!("cannot draw a random key: {error}")))?;
        Ok(NewKey {
            key: HashKey::new(bytes),
            due: Some((folder.join(FILE), bytes)),
        })
    }
}

/// Checks that a key is the one under which the database holds people, and notes it if the database holds none.
pub(crate) async fn claim(store: &Store, key: &NewKey) -> Result<(), Failure> {
    let id = key.key.id();
    let claimed = store.claim_hash_key(&id, key.due.is_some()).await;
    claimed.map_err(refused)
}

/// The same for a key that was found, or for none: people who were forgotten must be recognised.
pub(crate) async fn claim_found(store: &Store, key: Option<&HashKey>) -> Result<(), Failure> {
    let claimed = match key {
        Some(key) => store.claim_hash_key(&key.id(), false).await,
        None => store.check_hash_key(None).await,
    };
    claimed.map_err(refused)
}

/// Checks the same, and notes nothing.
pub(crate) async fn check(store: &Store, key: &HashKey) -> Result<(), Failure> {
    let checked = store.check_hash_key(Some(&key.id())).await;
    checked.map_err(refused)
}

fn refused(error: StoreError) -> Failure {
    let is_other = matches!(error, StoreError::OtherHashKey { .. });
    let failure = Failure::storage(error);
    match is_other {
        true => failure.hint(
            "restore the key from your backup, as hash.key beside the database or with --hash-key-file; without it, start \
             with a new database and read the repositories again",
        ),
        false => failure,
    }
}

/// A key that may have to be written still.
pub(crate) struct NewKey {
    pub(crate) key: HashKey,
    /// The file that a new key must still be written to, and its bytes.
    due: Option<(PathBuf, [u8; LENGTH])>,
}

impl NewKey {
    /// Writes a new key to a file that only the user can read.
    pub(crate) fn keep(&self, console: Console) -> Result<(), Failure> {
        let Some((path, bytes)) = &self.due else {
            return Ok(());
        };
        write(path, bytes).map_err(|error| {
            let context = format!("cannot create the key {}", path.display());
            let is_there = error.kind() == io::ErrorKind::AlreadyExists;
            let failure = Failure::storage(anyhow::Error::new(error).context(context));
            match is_there {
                true => failure.hint("run this again: another command created the key just now"),
                false => failure,
            }
        })?;
        console.hint(&format!(
            "created the key {}; back it up: without it, import the lists and read the repositories again",
            path.display()
        ));
        Ok(())
    }
}

/// The key in a file; `None` if there is no such file.
fn read(path: &Path) -> Result<Option<HashKey>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text, &path.display().to_string()).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let context = format!("cannot read the key {}", path.display());
            Err(Failure::storage(anyhow::Error::new(error).context(context)))
        }
    }
}

fn write(path: &Path, bytes: &[u8; LENGTH]) -> io::Result<()> {
    let mut open = OpenOptions::new();
    open.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    let mut file = open.open(path)?;
    file.write_all(format!("{}\n", HEXLOWER.encode(bytes)).as_bytes())?;
    file.sync_all()
}

fn parse(text: &str, from: &str) -> Result<HashKey, Failure> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok();
    let bytes: Option<[u8; LENGTH]> = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes.map(HashKey::new).ok_or_else(|| {
        let message = anyhow!("{from} is not a key of 64 hexadecimal digits");
        Failure::new(Exit::Usage, message).hint(
            "restore the key from your backup; a new key matches nothing that was stored before",
        )
    })
}
