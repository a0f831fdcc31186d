//! One person's committer clock, day by day.

use countersign_facts::{Clock, Commit, CommitIndex, Offset};
use countersign_people::Dossier;

/// Offsets closer than this are neighbours or daylight saving time, in minutes.
const CHANGE: u32 = 120;
/// A change counts only if the days before and after it are at most this many days apart.
const LONGEST_GAP: i64 = 14;
/// Changes of two people's clocks this many days apart can belong to one journey.
const TOGETHER: i64 = 4;

/// The last offset of one day on the wall clock, and the commit that shows it.
#[derive(Clone, Copy, Debug)]
struct Day {
    number: i64,
    offset: Offset,
    commit: CommitIndex,
}

/// The days with a committer date from a person's own machine, in order.
#[derive(Default)]
pub(super) struct Series(Vec<Day>);

/// A change of the offset: the old one, the new one, and the time to within a few days.
pub(super) type Arrival = (Offset, Offset, i64);

/// A change that two people's clocks made between the same two days.
pub(super) struct JointChange {
    /// Each person's last commit on the day before.
    pub(super) before: [CommitIndex; 2],
    /// Each person's last commit on the day after.
    pub(super) after: [CommitIndex; 2],
}

/// What two people's clocks have in common.
#[derive(Default)]
pub(super) struct Shared {
    /// The number of days that show both clocks.
    pub(super) days: usize,
    /// The number of days on which both show the same offset.
    pub(super) equal: usize,
    pub(super) changes: Vec<JointChange>,
}

impl Series {
    /// The series of the person's own machines: all commits committed there, by any author.
    pub(super) fn of(dossier: &Dossier<'_>) -> Self {
        let people = dossier.population().people();
        let is_own = |commit: &Commit<'_>| {
            commit.clock_source().committer_clock() == Clock::Own
                && !dossier.population().is_dated_by_server(commit)
                && people.of(commit.maker_index()) == Some(dossier.index())
        };
        if dossier.person().contested {
            return Self::default();
        }
        let mut seen: Vec<_> = dossier
            .self_committed()
            .chain(dossier.applied())
            .filter(is_own)
            .filter_map(|commit| {
                let moment = commit.committed();
                let number = moment.wall_seconds().div_euclid(86_400);
                Some((number, moment.seconds, moment.informative_offset()?, commit))
            })
            .collect();
        seen.sort_by(|a, b| {
            let by_time = (a.0, a.1).cmp(&(b.0, b.1));
            by_time.then_with(|| a.3.id().cmp(&b.3.id()))
        });
        let days = seen.chunk_by(|a, b| a.0 == b.0).filter_map(|day| {
            let (number, _, offset, commit) = *day.last()?;
            Some(Day {
                number,
                offset,
                commit: commit.index(),
            })
        });
        Self(days.collect())
    }

    /// The number of days.
    pub(super) fn days(&self) -> usize {
        self.0.len()
    }

    /// All changes of the offset. Each is given for two spans of days, so that two changes a few days apart have one
    /// span in common.
    pub(super) fn arrivals(&self) -> impl Iterator<Item = Arrival> {
        self.0.windows(2).flat_map(|days| {
            let [from, to] = [days[0], days[1]];
            let span = to.number.div_euclid(TOGETHER);
            let spans = if changes(from, to) {
                span..span + 2
            } else {
                0..0
            };
            spans.map(move |span| (from.offset, to.offset, span))
        })
    }

    /// Compares two people's days.
    pub(super) fn shared_with(&self, other: &Self) -> Shared {
        let mut shared = Shared::default();
        let mut last: Option<[Day; 2]> = None;
        let mut theirs = other.0.iter().copied().peekable();
        for own in self.0.iter().copied() {
            while theirs.next_if(|day| day.number < own.number).is_some() {}
            let Some(their) = theirs.next_if(|day| day.number == own.number) else {
                continue;
            };
            shared.days += 1;
            let equal = own.offset == their.offset;
            shared.equal += usize::from(equal);
            if let Some([before, theirs_before]) = last
                && equal
                && before.offset == theirs_before.offset
                && changes(before, own)
            {
                shared.changes.push(JointChange {
                    before: [before.commit, theirs_before.commit],
                    after: [own.commit, their.commit],
                });
            }
            last = Some([own, their]);
        }
        shared
    }
}

fn changes(from: Day, to: Day) -> bool {
    from.offset.apart(to.offset) >= CHANGE && to.number.saturating_sub(from.number) <= LONGEST_GAP
}
