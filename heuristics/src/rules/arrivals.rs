//! When each person came to a repository.

use std::collections::BTreeMap;

use countersign_facts::{CommitIndex, RepositoryIndex};
use countersign_people::{PersonIndex, Population};

/// The first second of 2005-04-07, when git began. Earlier dates come from an import or a stopped clock.
const GIT_BEGAN: i64 = 1_112_832_000;

/// The first commit that a person authored in a repository, by committer date.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    pub(super) at: i64,
    pub(super) person: PersonIndex,
    pub(super) commit: CommitIndex,
}

/// The arrivals of all people by repository, in order. Programs are left out.
pub(super) fn arrivals(population: &Population) -> BTreeMap<RepositoryIndex, Vec<Arrival>> {
    let mut arrivals: BTreeMap<RepositoryIndex, Vec<Arrival>> = BTreeMap::new();
    for dossier in population.dossiers() {
        let mut first: BTreeMap<RepositoryIndex, Arrival> = BTreeMap::new();
        for commit in dossier.authored() {
            let at = commit.committed().seconds;
            let known = first.get(&commit.repository());
            if at >= GIT_BEGAN && known.is_none_or(|known| at < known.at) {
                let arrival = Arrival {
                    at,
                    person: dossier.index(),
                    commit: commit.index(),
                };
                first.insert(commit.repository(), arrival);
            }
        }
        for (repository, arrival) in first {
            arrivals.entry(repository).or_default().push(arrival);
        }
    }
    for list in arrivals.values_mut() {
        list.sort_by_key(|arrival| (arrival.at, population.history().id(arrival.commit)));
    }
    arrivals
}
