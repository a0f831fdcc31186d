//! What machines leave in times.

use countersign_facts::{Commit, Moment};

use super::tail::{binomial, poisson};

/// Committer times of a whole history within this span ...
const AT_ONCE: u64 = 2 * 86_400;
/// ... while author times span more than this, in seconds.
const OVER_TIME: u64 = 60 * 86_400;
/// A second of the minute this unlikely (log10, over all sixty) is set.
const UNLIKELY_SECOND: f64 = -8.0;
/// Repeated times of day this unlikely (log10) are set.
const UNLIKELY_REPEATS: f64 = -10.0;
/// People work some hours more than others: so many times as many repeats as by chance over a whole day,
const UNEVEN_DAYS: f64 = 4.0;
/// or as many as the times that nearly repeat let expect, for those with one regular hour. Seconds.
const CLOSE: i64 = 60;
/// One interval in more than one of this many is a beat ...
const BEAT_SHARE: usize = 4;
/// ... when it is at least this long, in seconds: one command makes many commits in few seconds.
const LEAST_BEAT: i64 = 60;
/// Five hours, in quarters of an hour, and a day of them.
const NIGHT: usize = 20;
const DAY: usize = 96;
/// More than so many percent of the work in the quietest five hours is no rest ...
const RESTLESS_PERCENT: usize = 13;
/// ... when there are at least so many times.
const LEAST_FOR_REST: usize = 60;

/// Distinct author times in order, by instant and by the clock's own hands.
pub(super) struct Instants {
    moments: Vec<Moment>,
    /// Seconds of the day, UTC, in order.
    times_of_day: Vec<i64>,
}

/// Times that keep a beat. Whatever makes one makes the others too.
#[derive(Clone, Copy, Debug)]
pub(super) enum Beat {
    /// One second of the minute is far too common.
    SecondOfMinute { second: i64, count: usize },
    /// Times of day repeat to the second.
    TimeOfDay { repeats: usize },
    /// One interval is far too common.
    Interval { seconds: i64, count: usize },
}

/// The five hours of the UTC day with the fewest times.
pub(super) struct Quietest {
    first_quarter: usize,
    pub(super) count: usize,
}

/// Everything found.
pub(super) struct Signs {
    /// Span of the committer times in seconds, when all were written at once.
    pub(super) collapse: Option<u64>,
    pub(super) beats: Vec<Beat>,
    pub(super) restless: Option<Quietest>,
}

impl Instants {
    /// Of commits in order of their author times.
    pub(super) fn of(commits: &[Commit<'_>]) -> Self {
        let mut moments: Vec<_> = commits.iter().map(Commit::authored).collect();
        moments.dedup_by_key(|moment| moment.seconds);
        let mut times_of_day: Vec<_> = moments
            .iter()
            .map(|moment| moment.seconds.rem_euclid(86_400))
            .collect();
        times_of_day.sort_unstable();
        Self {
            moments,
            times_of_day,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.moments.len()
    }

    fn repeats(&self, time_of_day: i64) -> bool {
        let first = self
            .times_of_day
            .partition_point(|time| *time < time_of_day);
        self.times_of_day.get(first + 1) == Some(&time_of_day)
    }
}

impl Beat {
    /// Whether the commit, following `before`, shows it.
    pub(super) fn is_shown_by(
        &self,
        commit: &Commit<'_>,
        before: Option<&Commit<'_>>,
        instants: &Instants,
    ) -> bool {
        let authored = commit.authored().seconds;
        match self {
            Self::SecondOfMinute { second, .. } => authored.rem_euclid(60) == *second,
            Self::TimeOfDay { .. } => instants.repeats(authored.rem_euclid(86_400)),
            Self::Interval { seconds, .. } => before.is_some_and(|before| {
                authored.saturating_sub(before.authored().seconds) == *seconds
            }),
        }
    }
}

impl Quietest {
    /// Whether `instant` lies in these hours.
    pub(super) fn holds(&self, instant: i64) -> bool {
        (quarter(instant) + DAY - self.first_quarter) % DAY < NIGHT
    }
}

impl Signs {
    /// Of commits in order of their author times; `one_body` when they are one person's for sure.
    pub(super) fn of(commits: &[Commit<'_>], instants: &Instants, one_body: bool) -> Self {
        let beats = [
            second_of_minute(instants),
            time_of_day(instants),
            interval(instants),
        ];
        Self {
            collapse: collapse(commits),
            beats: beats.into_iter().flatten().collect(),
            restless: restless(instants).filter(|_| one_body),
        }
    }

    pub(super) fn none(&self) -> bool {
        self.collapse.is_none() && self.beats.is_empty() && self.restless.is_none()
    }

    /// Whether there is more than what privacy tools and short nights explain: the one round times to
    /// whole minutes or hours, and illness, infants and shift work take the night.
    pub(super) fn have_a_cause_of_scripts(&self) -> bool {
        self.collapse.is_some() || self.is_odd_beat()
    }

    /// Whether no single honest cause explains them. A job that commits by the clock keeps a beat and
    /// never rests. An import is written at once, and its source may know whole minutes or days only.
    pub(super) fn have_two_causes(&self) -> bool {
        self.collapse.is_some() && (self.is_odd_beat() || self.restless.is_some())
    }

    /// Whether there is a beat that is not just whole minutes.
    fn is_odd_beat(&self) -> bool {
        let whole_minutes = |beat: &Beat| matches!(beat, Beat::SecondOfMinute { second: 0, .. });
        !self.beats.is_empty() && !self.beats.iter().any(whole_minutes)
    }
}

fn collapse(commits: &[Commit<'_>]) -> Option<u64> {
    let (first, last) = (commits.first()?, commits.last()?);
    let committed = || commits.iter().map(|commit| commit.committed().seconds);
    let span = committed().max()?.abs_diff(committed().min()?);
    let authored = last.authored().seconds.abs_diff(first.authored().seconds);
    (span < AT_ONCE && authored > OVER_TIME).then_some(span)
}

fn second_of_minute(instants: &Instants) -> Option<Beat> {
    let mut counts = [0_usize; 60];
    for time in &instants.times_of_day {
        counts[(time % 60) as usize] += 1;
    }
    let (second, count) = (0..)
        .zip(counts)
        .max_by_key(|(second, count)| (*count, std::cmp::Reverse(*second)))?;
    let unlikely = binomial(instants.len(), 1.0 / 60.0, count) + 60_f64.log10();
    (unlikely < UNLIKELY_SECOND).then_some(Beat::SecondOfMinute { second, count })
}

fn time_of_day(instants: &Instants) -> Option<Beat> {
    let times = &instants.times_of_day;
    let repeats = times.windows(2).filter(|pair| pair[0] == pair[1]).count();
    let n = times.len() as f64;
    let by_day = UNEVEN_DAYS * n * (n - 1.0) / 2.0 / 86_400.0;
    // Of two close times either may be the later, so each second apart has twice the pairs of none.
    let by_habit = close_pairs(times) as f64 / (2 * CLOSE) as f64;
    (poisson(by_day.max(by_habit), repeats) < UNLIKELY_REPEATS)
        .then_some(Beat::TimeOfDay { repeats })
}

/// Pairs of different times of day, given in order, that lie within a minute.
fn close_pairs(times: &[i64]) -> usize {
    let (mut same, mut far) = (0, 0);
    let mut pairs = 0;
    for (at, time) in times.iter().enumerate() {
        while times[same] < *time {
            same += 1;
        }
        while times[far] < *time - CLOSE {
            far += 1;
        }
        debug_assert!(far <= same && same <= at, "windows follow the time");
        pairs += same - far;
    }
    pairs
}

fn interval(instants: &Instants) -> Option<Beat> {
    let mut intervals: Vec<_> = instants
        .moments
        .windows(2)
        .map(|pair| pair[1].seconds.saturating_sub(pair[0].seconds))
        .collect();
    let all = intervals.len();
    intervals.retain(|interval| *interval >= LEAST_BEAT);
    intervals.sort_unstable();
    let (count, seconds) = intervals
        .chunk_by(|a, b| a == b)
        .map(|run| (run.len(), run[0]))
        .max()?;
    (count * BEAT_SHARE > all).then_some(Beat::Interval { seconds, count })
}

/// No rest in UTC, nor by the clocks' own hands where they are telling: a move between continents fills
/// the one, a clock with wrong zones the other.
fn restless(instants: &Instants) -> Option<Quietest> {
    let is_restless = |found: &(Quietest, usize)| {
        found.1 >= LEAST_FOR_REST && found.0.count * 100 > found.1 * RESTLESS_PERCENT
    };
    let by_instant = quietest(instants.moments.iter().map(|moment| moment.seconds));
    if !is_restless(&by_instant) {
        return None;
    }
    let on_hands = instants
        .moments
        .iter()
        .filter(|moment| moment.informative_offset().is_some());
    let by_hands = quietest(on_hands.map(|moment| moment.wall_seconds()));
    (by_hands.1 < LEAST_FOR_REST || is_restless(&by_hands)).then_some(by_instant.0)
}

/// The quietest five hours, and how many times there are in all.
fn quietest(seconds: impl Iterator<Item = i64>) -> (Quietest, usize) {
    let mut counts = [0_usize; DAY];
    let mut all = 0;
    for second in seconds {
        counts[quarter(second)] += 1;
        all += 1;
    }
    let mut count: usize = counts[..NIGHT].iter().sum();
    let mut quietest = Quietest {
        first_quarter: 0,
        count,
    };
    for first_quarter in 1..DAY {
        count = count + counts[(first_quarter + NIGHT - 1) % DAY] - counts[first_quarter - 1];
        if count < quietest.count {
            quietest = Quietest {
                first_quarter,
                count,
            };
        }
    }
    (quietest, all)
}

fn quarter(seconds: i64) -> usize {
    (seconds.rem_euclid(86_400) / 900) as usize
}
