//! Whom the user means, among those who are remembered.

use countersign_facts::HashKey;
use countersign_memory::{Candidate, Found, find};
use countersign_store::{IdentifierHash, Store, Viewer};

use crate::exit::Failure;
use crate::indicators::PlaceArgs;

/// So many people, and repositories of each, are named to choose from.
const MOST_CANDIDATES: usize = 5;
const MOST_REPOSITORIES: usize = 2;

/// A memory that can be asked.
pub(crate) struct Memory {
    pub(crate) store: Store,
    pub(crate) key: HashKey,
}

impl Memory {
    /// The memory, which must be there.
    pub(crate) async fn open(place: &PlaceArgs) -> Result<Self, Failure> {
        let missing =
            |what: &str| Failure::usage(what).hint("`countersign scan --remember PATH` makes one");
        let store = place.find().await?;
        let store = store.ok_or_else(|| missing("failed to find a memory of people"))?;
        let key = place.find_key()?.ok_or_else(|| {
            Failure::usage("failed to find the key under which people are remembered")
                .hint("name its file with --hash-key-file, or read the repositories again")
        })?;
        Ok(Self { store, key })
    }

    /// The memory, where there is one.
    pub(crate) async fn open_if_there(place: &PlaceArgs) -> Result<Option<Self>, Failure> {
        let store = place.find().await?;
        Ok(store
            .zip(place.find_key()?)
            .map(|(store, key)| Self { store, key }))
    }
}

/// The one person whom a text means.
pub(crate) async fn known(
    memory: &Memory,
    text: &str,
    viewer: Viewer,
) -> Result<Vec<IdentifierHash>, Failure> {
    let found = find(&memory.store, &memory.key, text, viewer).await;
    match found.map_err(Failure::storage)? {
        Found::One(named) => Ok(named),
        Found::Nobody { forgotten: true } => Err(Failure::usage(format!(
            "{text:?} was forgotten, and is not remembered again"
        ))),
        Found::Nobody { forgotten: false } => Err(Failure::usage(format!(
            "nobody who is remembered goes by {text:?}"
        ))
        .hint(
            "give an address, a login, a key or a name in full; `countersign scan --remember PATH` \
                 remembers the people of a repository",
        )),
        Found::Several(candidates) => {
            let message = format!("{text:?} may mean {} people", candidates.len());
            let shown = candidates.iter().take(MOST_CANDIDATES).map(candidate);
            let shown: Vec<_> = shown.collect();
            Err(Failure::usage(message).hint(format!("name one by id: {}", shown.join(", "))))
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
