//! A history by person. This is what heuristics see.

use std::collections::BinaryHeap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::other_clocks::{Conversions, Servers};
use crate::{People, Person, PersonIndex};
use countersign_facts::content::Contents;
use countersign_facts::{
    Brackets, ClockSource, Commit, CommitIndex, History, Indicators, RepositoryIndex,
};

/// Number of a repository's first commits that [`Population::old_commits`] returns.
const MOST_OLDEST: usize = 20;

/// All repositories of one scan as one population.
#[derive(Debug)]
pub struct Population {
    history: History,
    people: People,
    authored: Lists,
    applied: Lists,
    indicators: Arc<Indicators>,
    contents: Contents,
    /// When the first commits of each repository were committed. Filled on first use.
    oldest: OnceLock<Vec<Vec<i64>>>,
    /// Filled on first use.
    brackets: OnceLock<Brackets>,
    /// Until when each repository has no committer dates. Filled on first use.
    conversions: OnceLock<Conversions>,
    /// Which repositories a server commits to. Filled on first use.
    servers: OnceLock<Servers>,
}

/// A list of commits for each person, stored one after another.
#[derive(Debug, Default)]
struct Lists {
    starts: Vec<u32>,
    commits: Vec<CommitIndex>,
}

impl Lists {
    /// Groups the commits by owner; each list is sorted by `time`, then object id.
    fn new(
        history: &History,
        people: usize,
        owner: impl Fn(&Commit<'_>) -> Option<PersonIndex>,
        time: impl Fn(&Commit<'_>) -> i64 + Sync,
    ) -> Self {
        let mut starts = vec![0; people + 1];
        for commit in history.commits() {
            if let Some(owner) = owner(&commit) {
                starts[owner.0 as usize + 1] += 1;
            }
        }
        for person in 0..people {
            starts[person + 1] += starts[person];
        }
        let mut next = starts.clone();
        let mut commits = vec![CommitIndex(0); starts[people] as usize];
        for commit in history.commits() {
            if let Some(owner) = owner(&commit) {
                let slot = &mut next[owner.0 as usize];
                commits[*slot as usize] = commit.index();
                *slot += 1;
            }
        }
        let mut rest = &mut commits[..];
        let mut lists = Vec::with_capacity(people);
        for person in 0..people {
            let length = starts[person + 1] - starts[person];
            let (list, others) = rest.split_at_mut(length as usize);
            lists.push(list);
            rest = others;
        }
        let at = |index: CommitIndex| history.get(index).map(|commit| time(&commit));
        lists.into_par_iter().for_each(|list| {
            list.sort_unstable_by(|a, b| {
                let by_time = at(*a).cmp(&at(*b));
                by_time.then_with(|| history.id(*a).cmp(&history.id(*b)))
            });
        });
        Self { starts, commits }
    }

    fn of(&self, person: PersonIndex) -> &[CommitIndex] {
        let person = person.0 as usize;
        &self.commits[self.starts[person] as usize..self.starts[person + 1] as usize]
    }
}

impl Population {
    /// Resolves the people of a sealed history and sorts its commits by person.
    #[must_use]
    pub fn new(history: History) -> Self {
        let people = People::resolve(&history);
        let count = people.all().len();
        // Test merges are GitHub's, unproven merges nobody's, and a commit without readable times cannot be ordered.
        let counts = |commit: &Commit<'_>| {
            commit.has_readable_times() && !commit.clock_source().is_nobodys()
        };
        let author =
            |commit: &Commit<'_>| people.of(commit.author_index()).filter(|_| counts(commit));
        let applier = |commit: &Commit<'_>| {
            let applied = counts(commit) && commit.clock_source() == ClockSource::Applied;
            people.of(commit.committer_index()).filter(|_| applied)
        };
        let (authored, applied) = rayon::join(
            || Lists::new(&history, count, author, |commit| commit.authored().seconds),
            || {
                Lists::new(&history, count, applier, |commit| {
                    commit.committed().seconds
                })
            },
        );
        Self {
            history,
            people,
            authored,
            applied,
            indicators: Arc::default(),
            contents: Contents::default(),
            oldest: OnceLock::new(),
            brackets: OnceLock::new(),
            conversions: OnceLock::new(),
            servers: OnceLock::new(),
        }
    }

    /// The same population with the lists that the user imported.
    #[must_use]
    pub fn with_indicators(self, indicators: impl Into<Arc<Indicators>>) -> Self {
        Self {
            indicators: indicators.into(),
            ..self
        }
    }

    /// The same population with what was found in its commits' changes.
    #[must_use]
    pub fn with_contents(self, contents: Contents) -> Self {
        Self { contents, ..self }
    }

    /// The facts.
    #[must_use]
    #[inline]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What was found in its commits' changes; empty unless given.
    #[must_use]
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// The lists that the user imported; empty unless given.
    #[must_use]
    pub fn indicators(&self) -> &Indicators {
        &self.indicators
    }

    /// When the first commits of a repository, as many as `MOST_OLDEST`, were committed: Unix seconds,
    /// ascending.
    pub fn old_commits(&self, repository: RepositoryIndex) -> &[i64] {
        let oldest = self.oldest.get_or_init(|| {
            let mut heaps = vec![BinaryHeap::new(); self.history.repositories().len()];
            for commit in self.history.commits().filter(Commit::has_readable_times) {
                let heap = &mut heaps[usize::from(commit.repository().0)];
                heap.push(commit.committed().seconds);
                if heap.len() > MOST_OLDEST {
                    heap.pop();
                }
            }
            heaps.into_iter().map(BinaryHeap::into_sorted_vec).collect()
        });
        &oldest[usize::from(repository.0)]
    }

    /// Between which platform commits each commit was made.
    pub fn brackets(&self) -> &Brackets {
        self.brackets.get_or_init(|| Brackets::new(&self.history))
    }

    /// Whether the commit has a committer date: in the part of a repository that was converted from another system, the
    /// conversion wrote the author date twice.
    #[must_use]
    pub fn has_committer_date(&self, commit: &Commit<'_>) -> bool {
        let conversions = || Conversions::of(&self.history, &self.people);
        !self.conversions.get_or_init(conversions).hold(commit)
    }

    /// Whether a server (Gerrit) committed it in the committer's name, on its own clock.
    #[must_use]
    pub fn is_dated_by_server(&self, commit: &Commit<'_>) -> bool {
        let servers = || Servers::of(&self.history, &self.people);
        let servers = self.servers.get_or_init(servers);
        servers.dated(commit, self.people.of(commit.maker_index()))
    }

    /// The people.
    #[must_use]
    #[inline]
    pub fn people(&self) -> &People {
        &self.people
    }

    /// Everything about one person.
    ///
    /// # Panics
    /// When `person` belongs to another population.
    #[must_use]
    #[inline]
    pub fn dossier(&self, person: PersonIndex) -> Dossier<'_> {
        assert!(
            (person.0 as usize) < self.people.all().len(),
            "the person is of this population"
        );
        Dossier {
            population: self,
            index: person,
        }
    }

    /// The dossiers of all people except programs, by index.
    #[inline]
    pub fn dossiers(&self) -> impl Iterator<Item = Dossier<'_>> {
        (0..)
            .map(PersonIndex)
            .take(self.people.all().len())
            .map(|person| self.dossier(person))
            .filter(|dossier| !dossier.person().automation)
    }
}

/// Everything the population knows about one person.
#[derive(Clone, Copy, Debug)]
pub struct Dossier<'a> {
    population: &'a Population,
    index: PersonIndex,
}

impl<'a> Dossier<'a> {
    /// The person's position in the population.
    #[must_use]
    #[inline]
    pub fn index(&self) -> PersonIndex {
        self.index
    }

    /// Identities and anchors.
    #[must_use]
    #[inline]
    pub fn person(&self) -> &'a Person {
        &self.population.people.all()[self.index.0 as usize]
    }

    /// The whole population, for what one person's facts must be compared with.
    #[must_use]
    #[inline]
    pub fn population(&self) -> &'a Population {
        self.population
    }

    /// The population's facts.
    #[must_use]
    #[inline]
    pub fn history(&self) -> &'a History {
        &self.population.history
    }

    /// Commits that the person authored, regardless of the committer, by author time, then id. Test merges and
    /// commits without readable times are left out.
    #[inline]
    pub fn authored(&self) -> impl DoubleEndedIterator<Item = Commit<'a>> + use<'a> {
        self.commits(self.population.authored.of(self.index))
    }

    /// Commits that the person authored and committed on their own machine, by author time, then id.
    #[inline]
    pub fn self_committed(&self) -> impl DoubleEndedIterator<Item = Commit<'a>> + use<'a> {
        self.authored()
            .filter(|commit| commit.clock_source() == ClockSource::SelfCommitted)
    }

    /// Commits of other authors that the person committed (applied, rebased, cherry-picked), by
    /// committer time, then id.
    #[inline]
    pub fn applied(&self) -> impl DoubleEndedIterator<Item = Commit<'a>> + use<'a> {
        self.commits(self.population.applied.of(self.index))
    }

    #[inline]
    fn commits(
        &self,
        list: &'a [CommitIndex],
    ) -> impl DoubleEndedIterator<Item = Commit<'a>> + use<'a> {
        let history = self.history();
        list.iter().filter_map(move |index| history.get(*index))
    }
}
