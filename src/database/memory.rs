//! The memory of people, and which person in it a text names.

use countersign_facts::HashKey;
use countersign_memory::{Candidate, Found, find};
use countersign_store::{IdentifierHash, Store, Viewer};

use super::hash_key::check;
use super::storage::StorageArgs;
use crate::exit::Failure;

/// Most people that an error lists to choose from.
const MOST_CANDIDATES: usize = 5;
/// Most repositories that an error lists for each of them.
const MOST_REPOSITORIES: usize = 2;

/// The memory of people: a database and the key under which its identifiers are hashed.
pub(crate) struct Memory {
    pub(crate) store: Store,
    pub(crate) key: HashKey,
}

impl Memory {
    /// Opens the memory, which must exist.
    pub(crate) async fn open(storage: &StorageArgs) -> Result<Self, Failure> {
        let store = storage.find().await?.ok_or_else(|| {
            Failure::usage("the memory of people does not exist yet")
                .hint("read a repository into it: countersign scan --remember PATH")
        })?;
        let key = storage.find_key()?.ok_or_else(|| {
            Failure::usage("cannot find the key under which people are remembered")
                .hint("name its file with --hash-key-file, or read the repositories again")
        })?;
        check(&store, &key).await?;
        Ok(Self { store, key })
    }

    /// Opens the memory if there is one.
    pub(crate) async fn open_if_there(storage: &StorageArgs) -> Result<Option<Self>, Failure> {
        let (store, key) = (storage.find().await?, storage.find_key()?);
        let Some((store, key)) = store.zip(key) else {
            return Ok(None);
        };
        check(&store, &key).await?;
        Ok(Some(Self { store, key }))
    }
}

/// The identifiers of the one person whom a text names: an address, login, account number, key, name or id.
pub(crate) async fn find_person(
    memory: &Memory,
    text: &str,
    viewer: Viewer,
) -> Result<Vec<IdentifierHash>, Failure> {
    let found = find(&memory.store, &memory.key, text, viewer).await;
    match found.map_err(Failure::storage)? {
        Found::One(named) => Ok(named),
        Found::Nobody { forgotten: true } => Err(Failure::usage(format!(
            "{text:?} was forgotten and is never stored again"
        ))),
        Found::Nobody { forgotten: false } => Err(Failure::usage(format!(
            "the memory has nobody with the identifier {text:?}"
        ))
        .hint(
            "give a whole address, login, key or name, or read more repositories: \
             countersign scan --remember PATH",
        )),
        Found::Several(candidates) => {
            let message = format!("{text:?} can mean {} people", candidates.len());
            let shown = candidates.iter().take(MOST_CANDIDATES).map(candidate);
            let shown: Vec<_> = shown.collect();
            Err(Failure::usage(message)
                .hint(format!("give one of these ids: {}", shown.join(", "))))
        }
    }
}

/// `m-0123456789ab (Ada Example in acme/widget)`.
fn candidate(one: &Candidate) -> String {
    let some: Vec<_> = one
        .repositories
        .iter()
        .take(MOST_REPOSITORIES)
        .map(String::as_str)
        .collect();
    format!("{} ({} in {})", one.id, one.name, some.join(", "))
}
