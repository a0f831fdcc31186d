//! Shared and ported history: commits that repositories of several holders have are evidence for none of
//! them. A fork is nobody's second job.

use std::collections::{BTreeMap, BTreeSet};

use countersign_people::remembered::{Appearance, Remembered};

/// An identifier and the second in which it authored something. Several commits may be of one second.
type Authored<'a> = (&'a str, i64);

/// Commits in one or more repositories, each counted once: a commit that several repositories have was made
/// once.
pub(super) fn tally<'a>(
    all: impl IntoIterator<Item = &'a Appearance>,
) -> BTreeMap<Authored<'a>, u64> {
    let mut here: BTreeMap<(Authored<'_>, usize), u64> = BTreeMap::new();
    for one in all {
        for (second, _) in &one.moments {
            let authored = (one.identifier.as_str(), *second);
            *here.entry((authored, one.source)).or_default() += 1;
        }
    }
    let mut tally = BTreeMap::new();
    for ((authored, _), commits) in here {
        let most = tally.entry(authored).or_insert(commits);
        *most = commits.max(*most);
    }
    tally
}

/// Who holds each commit of a person.
pub(super) struct Held<'a>(BTreeMap<Authored<'a>, BTreeSet<&'a str>>);

impl<'a> Held<'a> {
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

    /// How many commits of a tally only one holder has.
    pub(super) fn own(&self, tally: &BTreeMap<Authored<'_>, u64>) -> u64 {
        let is_own = |authored: &Authored<'_>| {
            let holders = self.0.get(authored);
            holders.is_some_and(|holders| holders.len() == 1)
        };
        let own = tally.iter().filter(|(authored, _)| is_own(authored));
        own.map(|(_, commits)| commits).sum()
    }
}
