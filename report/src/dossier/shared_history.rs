//! Shared and ported history: commits that repositories of several organisations have count for none of them,
//! because the owner of a fork did not make its commits.

use std::collections::{BTreeMap, BTreeSet};

use countersign_people::remembered::{Appearance, Remembered};

/// An identifier and the second in which it authored something. Several commits can share a second.
type Authored<'a> = (&'a str, i64);

/// Commits in one or more repositories. A commit that several repositories have counts once.
pub(super) fn tally<'a>(
    all: impl IntoIterator<Item = &'a Appearance>,
) -> BTreeMap<Authored<'a>, u64> {
    let mut by_source: BTreeMap<(Authored<'_>, usize), u64> = BTreeMap::new();
    for one in all {
        for (second, _) in &one.moments {
            let authored = (one.identifier.as_str(), *second);
            *by_source.entry((authored, one.source)).or_default() += 1;
        }
    }
    let mut tally = BTreeMap::new();
    for ((authored, _), commits) in by_source {
        let most = tally.entry(authored).or_insert(commits);
        *most = commits.max(*most);
    }
    tally
}

/// The organisations that have each commit of a person.
pub(super) struct Holders<'a>(BTreeMap<Authored<'a>, BTreeSet<&'a str>>);

impl<'a> Holders<'a> {
    pub(super) fn of(remembered: &'a Remembered) -> Self {
        let mut by: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for one in &remembered.appearances {
            let holder = remembered.sources[one.source].holder();
            for (second, _) in &one.moments {
                let authored = (one.identifier.as_str(), *second);
                by.entry(authored).or_default().insert(holder);
            }
        }
        Self(by)
    }

    /// How many commits of a tally only one organisation has.
    pub(super) fn own(&self, tally: &BTreeMap<Authored<'_>, u64>) -> u64 {
        let is_own = |authored: &Authored<'_>| {
            let holders = self.0.get(authored);
            holders.is_some_and(|holders| holders.len() == 1)
        };
        let own = tally.iter().filter(|(authored, _)| is_own(authored));
        own.map(|(_, commits)| commits).sum()
    }
}
