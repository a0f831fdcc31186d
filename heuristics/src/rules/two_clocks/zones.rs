//! Which time zones a person's local clock showed, and when.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::wording::{counted, zone};
use countersign_facts::{Commit, Offset};
use countersign_people::Dossier;

/// Offsets at most this far apart are one time zone in summer and winter, in minutes.
const ONE_ZONE: u32 = 60;
/// A time zone that the local clock showed within this many seconds is a known one: people travel.
const ACQUAINTED: i64 = 120 * 86_400;
/// A summary names at most this many offsets.
const MOST_NAMED: usize = 3;

/// The clock of a person's own machines, commit by commit. Commits in UTC are left out.
pub(super) struct LocalClock<'a> {
    /// By committer date, then by id.
    commits: Vec<(Commit<'a>, Offset)>,
    /// The times at which each offset was shown, in order.
    shown: BTreeMap<Offset, Vec<i64>>,
}

impl<'a> LocalClock<'a> {
    pub(super) fn of(dossier: &Dossier<'a>) -> Self {
        let mut commits: Vec<_> = dossier
            .self_committed()
            .filter_map(|commit| Some((commit, commit.committed().informative_offset()?)))
            .collect();
        commits.sort_by(|(a, _), (b, _)| {
            let by_time = a.committed().seconds.cmp(&b.committed().seconds);
            by_time.then_with(|| a.id().cmp(&b.id()))
        });
        let mut shown: BTreeMap<Offset, Vec<i64>> = BTreeMap::new();
        for (commit, offset) in &commits {
            let times = shown.entry(*offset).or_default();
            times.push(commit.committed().seconds);
        }
        Self { commits, shown }
    }

    /// The commit nearest to `instant`, or the earlier of two that are equally near.
    pub(super) fn nearest(&self, instant: i64) -> Option<(Commit<'a>, Offset)> {
        let next = self
            .commits
            .partition_point(|(commit, _)| commit.committed().seconds < instant);
        [next.checked_sub(1), Some(next)]
            .into_iter()
            .flatten()
            .filter_map(|position| self.commits.get(position))
            .min_by_key(|(commit, _)| commit.committed().seconds.abs_diff(instant))
            .copied()
    }

    /// Whether the clock showed the time zone of `offset` around `instant`.
    pub(super) fn showed(&self, offset: Offset, instant: i64) -> bool {
        let from = instant.saturating_sub(ACQUAINTED);
        let to = instant.saturating_add(ACQUAINTED);
        self.shown
            .iter()
            .filter(|(shown, _)| shown.apart(offset) <= ONE_ZONE)
            .any(|(_, times)| {
                let first = times.partition_point(|time| *time < from);
                times.get(first).is_some_and(|time| *time <= to)
            })
    }

    /// How many time zones the clock ever showed.
    pub(super) fn zones(&self) -> usize {
        let counts = self.shown.iter();
        ZoneCounts(
            counts
                .map(|(offset, times)| (*offset, times.len()))
                .collect(),
        )
        .zones(1)
    }
}

/// How often each offset was seen.
pub(super) struct ZoneCounts(BTreeMap<Offset, usize>);

impl ZoneCounts {
    pub(super) fn of(offsets: impl Iterator<Item = Offset>) -> Self {
        let mut counts = BTreeMap::new();
        offsets.for_each(|offset| *counts.entry(offset).or_default() += 1);
        Self(counts)
    }

    /// How many time zones were seen at least `least` times. An offset with its summer or winter time is one.
    pub(super) fn zones(&self, least: usize) -> usize {
        let mut centres: Vec<(Offset, usize)> = Vec::new();
        for (offset, count) in self.most_common() {
            let near = |(centre, _): &&mut (Offset, usize)| centre.apart(offset) <= ONE_ZONE;
            match centres.iter_mut().find(near) {
                Some((_, seen)) => *seen += count,
                None => centres.push((offset, count)),
            }
        }
        centres.iter().filter(|(_, seen)| *seen >= least).count()
    }

    /// The most common offsets in words.
    pub(super) fn list(&self) -> String {
        let offsets = self.most_common();
        let mut names: Vec<_> = offsets
            .iter()
            .take(MOST_NAMED)
            .map(|(offset, _)| zone(offset.minutes()))
            .collect();
        if offsets.len() > MOST_NAMED {
            let more = offsets.len() - MOST_NAMED;
            names.push(counted(more, "other", "others"));
        }
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => names.concat(),
        }
    }

    fn most_common(&self) -> Vec<(Offset, usize)> {
        let mut offsets: Vec<_> = self
            .0
            .iter()
            .map(|(offset, count)| (*offset, *count))
            .collect();
        offsets.sort_by_key(|(offset, count)| (Reverse(*count), *offset));
        offsets
    }
}
