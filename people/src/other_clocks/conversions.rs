//! Parts of repositories that were converted from another system (Mercurial, Subversion, Bazaar, CVS, Fossil). These
//! record one date for each change, and the conversion writes it as author date and as committer date.

use std::collections::BTreeMap;

use crate::{People, PersonIndex};
use countersign_facts::{ClockSource, Commit, History, Traces};

/// A converted part has at least this many commits ...
const LEAST_COMMITS: usize = 50;
/// ... by at least this many people, each with this many of them. Somebody's own repository, where nobody ever rebased,
/// looks the same.
const LEAST_PEOPLE: usize = 2;
const LEAST_EACH: usize = 10;
/// At most one in this many of its commits has two dates: git made a few under a wrong clock, or rewrote them later with an
/// old date. Repositories that git alone wrote have far more.
const EXCEPTIONS: usize = 100;

/// For each repository, the last second of its converted part.
#[derive(Debug, Default)]
pub(crate) struct Conversions(Vec<Option<i64>>);

impl Conversions {
    /// Finds the converted parts.
    pub(crate) fn of(history: &History, people: &People) -> Self {
        let mut dates: Vec<Vec<(i64, bool)>> = vec![Vec::new(); history.repositories().len()];
        for commit in history.commits().filter(counts) {
            let date = (commit.committed().seconds, is_by_git(&commit));
            dates[usize::from(commit.repository().0)].push(date);
        }
        let mut ends: Vec<_> = dates.into_iter().map(end).collect();
        if ends.iter().any(Option::is_some) {
            let authors = authors(history, people, &ends);
            for (end, authors) in ends.iter_mut().zip(authors) {
                let many = authors.values().filter(|commits| **commits >= LEAST_EACH);
                *end = end.filter(|_| many.count() >= LEAST_PEOPLE);
            }
        }
        Self(ends)
    }

    /// Whether the commit is in a converted part.
    pub(crate) fn hold(&self, commit: &Commit<'_>) -> bool {
        let end = self.0[usize::from(commit.repository().0)];
        end.is_some_and(|end| commit.committed().seconds <= end && !is_by_git(commit))
    }
}

/// Whether the commit says anything: a merge that only claims to be a platform's is nobody's.
fn counts(commit: &Commit<'_>) -> bool {
    commit.has_readable_times() && commit.clock_source() != ClockSource::UnprovenMerge
}

/// Whether git or a platform certainly made the commit: it has two dates, a signature, or a trace of a tool for git.
fn is_by_git(commit: &Commit<'_>) -> bool {
    let is_own = matches!(
        commit.clock_source(),
        ClockSource::SelfCommitted | ClockSource::Applied
    );
    commit.authored().seconds != commit.committed().seconds
        || !is_own
        || commit.signature().is_some()
        || commit.traces() != Traces::empty()
}

/// The last second before which hardly any commit is certainly by git, if enough commits are not.
fn end(mut dates: Vec<(i64, bool)>) -> Option<i64> {
    dates.sort_unstable();
    let mut exceptions = 0;
    let mut end = None;
    for (position, (second, is_by_git)) in dates.iter().enumerate() {
        exceptions += usize::from(*is_by_git);
        if exceptions * EXCEPTIONS <= position && position + 1 >= LEAST_COMMITS {
            end = Some(*second);
        }
    }
    end
}

/// How many commits of each converted part each person authored.
fn authors(
    history: &History,
    people: &People,
    ends: &[Option<i64>],
) -> Vec<BTreeMap<Option<PersonIndex>, usize>> {
    let mut authors = vec![BTreeMap::new(); ends.len()];
    for commit in history.commits().filter(counts) {
        let repository = usize::from(commit.repository().0);
        if ends[repository].is_some_and(|end| commit.committed().seconds <= end) {
            let author = people.of(commit.author_index());
            *authors[repository].entry(author).or_default() += 1;
        }
    }
    authors
}
