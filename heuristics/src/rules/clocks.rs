//! Readings of a person's clocks, local and in the browser, for the heuristics that compare them.

use std::collections::BTreeMap;

use crate::days::separate_days;
use crate::evidence::{Evidence, Fact};
use countersign_facts::{Commit, Moment, ObjectId, Offset};
use countersign_people::Dossier;

/// The first second of 2017. Before that, GitHub's web editor committed in the user's name with its server's clock,
/// and such commits cannot be distinguished from local ones.
const OWN_CLOCKS_SINCE: i64 = 1_483_228_800;
/// Offsets at most this far apart are one time zone in summer and winter, in minutes.
pub(super) const ONE_ZONE: u32 = 60;
/// Author and committer date of one commit that are at most this many seconds apart are one reading.
const ONE_READING: u64 = 60;
/// If the two differ in offset but by less than this in time, in seconds, one of the offsets was typed or copied, and
/// neither is a reading. `split-clock` reports that.
const SPLIT: u64 = 600;
/// A stay counts within this many seconds before and after.
const STAY_REACH: i64 = 120 * 86_400;
/// A stay is at least this many readings ...
const STAY_READINGS: usize = 5;
/// ... on at least this many days.
const STAY_DAYS: usize = 3;
/// Strange combinations of clocks become 20 to 100 times as common among people with very many active days. Beyond
/// this number, several signs are only context.
const MOST_DAYS: usize = 150;

/// One of the two dates of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Author,
    Committer,
}

/// What a clock showed at one moment.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// The commit that shows it.
    pub(super) commit: Commit<'a>,
    /// Unix seconds.
    pub(super) at: i64,
    /// The offset; never UTC.
    pub(super) offset: Offset,
    side: Side,
}

impl<'a> Reading<'a> {
    fn author(commit: Commit<'a>) -> Option<Self> {
        let authored = commit.authored();
        Some(Self {
            commit,
            at: authored.seconds,
            offset: usable_offset(authored)?,
            side: Side::Author,
        })
    }

    fn committer(commit: Commit<'a>) -> Option<Self> {
        let committed = commit.committed();
        Some(Self {
            commit,
            at: committed.seconds,
            offset: usable_offset(committed)?,
            side: Side::Committer,
        })
    }

    /// The date as evidence.
    pub(super) fn fact(&self) -> Fact {
        match self.side {
            Side::Author => Fact::author_date(&self.commit),
            Side::Committer => Fact::committer_date(&self.commit),
        }
    }

    /// This reading as a record that contradicts the other one.
    pub(super) fn against(&self, other: &Self) -> Evidence {
        Evidence::of(&self.commit, self.fact(), Some(other.fact()))
    }

    pub(super) fn key(&self) -> (i64, ObjectId) {
        (self.at, self.commit.id())
    }
}

/// The offset of a moment since 2017, unless it is UTC.
fn usable_offset(moment: Moment) -> Option<Offset> {
    moment
        .informative_offset()
        .filter(|_| moment.seconds >= OWN_CLOCKS_SINCE)
}

/// What the browsers of a person showed, by time. Commits in UTC are left out.
pub(super) fn browser_readings<'a>(dossier: &Dossier<'a>) -> Vec<Reading<'a>> {
    let commits = dossier.authored();
    commits
        .filter(|commit| commit.clock_source().shows_browser())
        .filter_map(Reading::author)
        .collect()
}

/// The clock of a person's own machines.
pub(super) struct LocalClock<'a> {
    /// By time, then by id.
    readings: Vec<Reading<'a>>,
    /// The times at which each offset was shown, in order.
    shown: BTreeMap<Offset, Vec<i64>>,
}

impl<'a> LocalClock<'a> {
    pub(super) fn of(dossier: &Dossier<'a>) -> Self {
        let population = dossier.population();
        let local = |commit| local_readings(commit, population.is_dated_by_server(&commit));
        let mut readings: Vec<_> = dossier.self_committed().flat_map(local).collect();
        readings.sort_by_key(Reading::key);
        let mut shown: BTreeMap<Offset, Vec<i64>> = BTreeMap::new();
        for reading in &readings {
            shown.entry(reading.offset).or_default().push(reading.at);
        }
        Self { readings, shown }
    }

    /// All readings, by time.
    pub(super) fn readings(&self) -> &[Reading<'a>] {
        &self.readings
    }

    /// The reading nearest to `instant`, or the earlier of two that are equally near.
    pub(super) fn nearest(&self, instant: i64) -> Option<&Reading<'a>> {
        let next = self
            .readings
            .partition_point(|reading| reading.at < instant);
        [next.checked_sub(1), Some(next)]
            .into_iter()
            .flatten()
            .filter_map(|position| self.readings.get(position))
            .min_by_key(|reading| reading.at.abs_diff(instant))
    }

    /// Whether the clock stayed in the time zone of `offset` around `instant`. If it did, the person was there, and a
    /// browser or a machine that shows it needs no other explanation.
    pub(super) fn stayed(&self, offset: Offset, instant: i64) -> bool {
        let times = self.times_near(offset, instant, STAY_REACH);
        times.len() >= STAY_READINGS && separate_days(times) >= STAY_DAYS
    }

    /// Whether the clock showed the time zone of `offset` at all within `reach` seconds of `instant`.
    pub(super) fn showed(&self, offset: Offset, instant: i64, reach: i64) -> bool {
        !self.times_near(offset, instant, reach).is_empty()
    }

    /// When the clock showed the time zone of `offset` within `reach` seconds of `instant`, in order.
    fn times_near(&self, offset: Offset, instant: i64, reach: i64) -> Vec<i64> {
        let from = instant.saturating_sub(reach);
        let to = instant.saturating_add(reach);
        let mut near: Vec<i64> = self
            .shown
            .iter()
            .filter(|(shown, _)| shown.apart(offset) <= ONE_ZONE)
            .flat_map(|(_, times)| {
                let first = times.partition_point(|time| *time < from);
                let end = times.partition_point(|time| *time <= to);
                &times[first..end]
            })
            .copied()
            .collect();
        near.sort_unstable();
        near
    }

    /// The readings in runs: neighbours in time that show one time zone.
    pub(super) fn runs(&self) -> Vec<&[Reading<'a>]> {
        let mut runs = Vec::new();
        let mut rest = &self.readings[..];
        while let Some(first) = rest.first() {
            let differs = |reading: &Reading<'_>| first.offset.apart(reading.offset) > ONE_ZONE;
            let end = rest.iter().position(differs).unwrap_or(rest.len());
            let (run, others) = rest.split_at(end);
            runs.push(run);
            rest = others;
        }
        runs
    }
}

/// What one self-committed commit shows: one reading, or two if its dates are apart. Merges are left out, because
/// servers of other platforms write them in their users' names, and so is the committer date that a server wrote.
fn local_readings(
    commit: Commit<'_>,
    is_dated_by_server: bool,
) -> impl Iterator<Item = Reading<'_>> {
    let (authored, committed) = (commit.authored(), commit.committed());
    let apart = authored.seconds.abs_diff(committed.seconds);
    let is_split = authored.offset != committed.offset && apart < SPLIT;
    let is_usable = !commit.is_merge() && !is_split;
    let copied = commit.is_cherry_picked() || apart <= ONE_READING;
    let author = Reading::author(commit).filter(|_| is_usable && !copied);
    let committer = Reading::committer(commit).filter(|_| is_usable && !is_dated_by_server);
    author.into_iter().chain(committer)
}

/// Whether a person has few enough active days for signs that become common with many of them.
pub(super) fn is_short_history(dossier: &Dossier<'_>) -> bool {
    let instants = dossier.authored().map(|commit| commit.authored().seconds);
    separate_days(instants.filter(|instant| *instant >= OWN_CLOCKS_SINCE)) <= MOST_DAYS
}
