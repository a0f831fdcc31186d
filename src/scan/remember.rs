//! Remembering the people of the repositories that a scan read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use countersign_facts::{HashKey, History, RepositoryIndex};
use countersign_heuristics::findings_to_remember;
use countersign_history::{MailmapReading, mailmap, origin};
use countersign_memory::{Examined, Identified, reading};
use countersign_people::Population;
use countersign_store::{IdentifierHash, Reading, Source};
use indicatif::HumanCount;

use super::Found;
use super::history_of;
use super::read::Folder;
use crate::app;
use crate::exit::{Exit, Failure};
use crate::indicators::PlaceArgs;
use crate::output::Console;
use crate::when::now_ms;

/// GitHub's holders go without their host, as the App knows them.
const GITHUB: &str = "github.com/";

/// Remembers everybody who appears in the repositories, each by itself, with what the scan found there.
pub(super) fn remember(
    place: &PlaceArgs,
    found: &Found<'_>,
    console: Console,
) -> Result<(), Failure> {
    let store = app::block_on(place.open())?;
    let made = place.key()?;
    made.keep(console)?;
    let key = made.key;
    let findings = findings_to_remember(found.population, found.assessments);
    let mut people = Sets::default();
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
            // Who is who in a repository depends on nothing but the repository.
            _ => {
                let (_, history) = history_of(&folder.path, console)?;
                read(folder, &key, &Population::new(history), examined)?
            }
        };
        let now = now_ms();
        let remembered = store.remember_people(&reading, now);
        app::block_on(async { remembered.await.map_err(Failure::storage) })?;
        people.add(&reading);
        repositories += 1;
    }
    console.hint(&format!(
        "remembered {} of {}: see `countersign person`",
        counted(people.count(), "person", "people"),
        counted(repositories, "repository", "repositories"),
    ));
    Ok(())
}

fn counted(number: u64, one: &str, many: &str) -> String {
    let what = if number == 1 { one } else { many };
    format!("{} {what}", HumanCount(number))
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

/// The people of a repository that was read by itself, with its `.mailmap`.
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

/// The repository as the memory names it. Whether others may see it is not known here, so only whoever
/// runs the program may.
pub(crate) fn source(folder: &Path) -> Result<Source, Failure> {
    let origin = origin(folder).map_err(|error| Failure::new(Exit::NoneRead, error))?;
    let holder = origin.organisation.unwrap_or_default();
    let name = match holder.is_empty() {
        false => origin.place.split_once('/').map(|(_, path)| path),
        true => origin.place.rsplit('/').next(),
    };
    let name = name.unwrap_or(&origin.place).to_owned();
    Ok(Source {
        name,
        organisation: holder.strip_prefix(GITHUB).unwrap_or(&holder).to_owned(),
        place: origin.place,
        repository: None,
        installation: None,
        private: true,
    })
}

/// Who is one person over several readings.
#[derive(Default)]
struct Sets {
    above: BTreeMap<IdentifierHash, IdentifierHash>,
    appear: BTreeSet<IdentifierHash>,
}

impl Sets {
    fn add(&mut self, reading: &Reading) {
        let appear = reading.appearances.iter().map(|one| one.identifier);
        self.appear.extend(appear);
        for join in &reading.joins {
            let (a, b) = (self.root(join.a), self.root(join.b));
            if a != b {
                self.above.insert(a, b);
            }
        }
    }

    fn root(&self, mut one: IdentifierHash) -> IdentifierHash {
        while let Some(above) = self.above.get(&one) {
            one = *above;
        }
        one
    }

    /// People with commits.
    fn count(&self) -> u64 {
        let roots = self.appear.iter().map(|one| self.root(*one));
        roots.collect::<BTreeSet<_>>().len() as u64
    }
}
