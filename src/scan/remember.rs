//! Remembering the people of the repositories that a scan read.

use std::collections::BTreeSet;
use std::path::Path;

use countersign_facts::{HashKey, History, RepositoryIndex};
use countersign_heuristics::findings_to_remember;
use countersign_history::{MailmapReading, PlatformKeys, mailmap, origin};
use countersign_memory::{Examined, Identified, reading};
use countersign_people::Population;
use countersign_store::{IdentifierHash, Reading, Source};
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::UnGraphMap;

use super::Found;
use super::history_of;
use super::read::Folder;
use crate::database::{StorageArgs, claim};
use crate::exit::{Exit, Failure};
use crate::output::{Console, counted};
use crate::runtime::block_on;
use crate::when::now_ms;

/// Owners on GitHub are stored without the host, as the App stores them.
const GITHUB: &str = "github.com/";

/// Remembers everyone who appears in the repositories, one reading per repository, with what the scan found.
pub(super) fn remember(
    (storage, platforms): (&StorageArgs, &PlatformKeys),
    found: &Found<'_>,
    console: Console,
) -> Result<(), Failure> {
    let store = block_on(storage.open())?;
    let new = storage.key()?;
    block_on(claim(&store, &new))?;
    new.keep(console)?;
    let key = new.key;
    let findings = findings_to_remember(found.population, found.assessments);
    let mut people = People::default();
    let mut repositories = 0_u64;
    for (position, folder) in (0..).zip(found.folders) {
        let Some(folder) = folder else { continue };
        let examined = Examined {
            population: found.population,
            findings: &findings,
            repository: RepositoryIndex(position),
        };
        let reading = match found.folders.len() {
            1 => read(folder, &key, found.population, examined)?,
            // Who is who in a repository must not depend on the repositories scanned beside it.
            _ => {
                let history = history_of(&folder.path, platforms, console)?.history;
                read(folder, &key, &Population::new(history), examined)?
            }
        };
        let now = now_ms();
        let remembered = store.remember_people(&reading, now);
        block_on(async { remembered.await.map_err(Failure::storage) })?;
        people.add(&reading);
        repositories += 1;
    }
    console.hint(&format!(
        "remembered {} of {}; look someone up: countersign person ADDRESS",
        counted(people.count(), "person", "people"),
        counted(repositories, "repository", "repositories"),
    ));
    Ok(())
}

fn read(
    folder: &Folder,
    key: &HashKey,
    alone: &Population,
    examined: Examined<'_>,
) -> Result<Reading, Failure> {
    let source = source(&folder.path)?;
    let identified = identified(&folder.path, alone.history(), &source.place, key)?;
    let examined = Some(examined);
    Ok(reading(source, &identified, alone, examined, folder.whole))
}

/// The people of one repository, with its `.mailmap`.
pub(crate) fn identified<'a>(
    folder: &Path,
    history: &'a History,
    place: &str,
    key: &'a HashKey,
) -> Result<Identified<'a>, Failure> {
    let reading = mailmap(folder, history);
    let mailmap = match reading.map_err(|error| Failure::new(Exit::NoneRead, error))? {
        MailmapReading::Found(mailmap) => Some(mailmap),
        MailmapReading::Absent | MailmapReading::NotFetched => None,
    };
    Ok(Identified::new(history, mailmap.as_ref(), place, key))
}

/// The repository as the memory stores it. It is marked private, because nothing here shows whether others
/// may see it.
pub(crate) fn source(folder: &Path) -> Result<Source, Failure> {
    let origin = origin(folder).map_err(|error| Failure::new(Exit::NoneRead, error))?;
    let owner = origin.organisation.unwrap_or_default();
    let name = match owner.is_empty() {
        false => origin.place.split_once('/').map(|(_, path)| path),
        true => origin.place.rsplit('/').next(),
    };
    let name = name.unwrap_or(&origin.place).to_owned();
    Ok(Source {
        name,
        organisation: owner.strip_prefix(GITHUB).unwrap_or(&owner).to_owned(),
        place: origin.place,
        repository: None,
        installation: None,
        private: true,
    })
}

/// Who is one person over several readings.
#[derive(Default)]
struct People {
    /// An edge joins identifiers of one person.
    joined: UnGraphMap<IdentifierHash, ()>,
    /// Identifiers with commits.
    appear: BTreeSet<IdentifierHash>,
}

impl People {
    fn add(&mut self, reading: &Reading) {
        for appearance in &reading.appearances {
            self.appear.insert(appearance.identifier);
            self.joined.add_node(appearance.identifier);
        }
        for join in &reading.joins {
            self.joined.add_edge(join.a, join.b, ());
        }
    }

    /// People with commits.
    fn count(&self) -> u64 {
        let people = tarjan_scc(&self.joined).into_iter();
        let appear = |person: &Vec<_>| person.iter().any(|one| self.appear.contains(one));
        people.filter(appear).count() as u64
    }
}
