//! The signs of scripts in commit times.

use countersign_facts::{Commit, Moment};

use super::tail::{binomial, poisson};

/// A history was written at once if its committer dates span less than this, in seconds ...
const AT_ONCE: u64 = 2 * 86_400;
/// ... and its author dates span more than this, in seconds.
const OVER_TIME: u64 = 60 * 86_400;
/// The most common second of the minute is a sign if its count is less likely than this (log10, over all sixty).
const UNLIKELY_SECOND: f64 = -8.0;
/// Repeated times of day are a sign if they are less likely than this (log10).
const UNLIKELY_REPEATS: f64 = -10.0;
/// People prefer some hours, so this many times as many repeats are expected as for times spread over the whole day,
const UNEVEN_DAYS: f64 = 4.0;
/// or as many as follow from the times that nearly repeat, for people with one regular hour: within this many seconds.
const CLOSE: i64 = 60;
/// An interval is a beat if more than one in this many intervals are equal to it ...
const BEAT_SHARE: usize = 4;
/// ... and it is at least this long, in seconds: one command makes many commits within a few seconds.
const LEAST_BEAT: i64 = 60;
/// Steps between times are daily if at least this share of them, in percent, is a whole number of days.
const DAILY_PERCENT: usize = 90;
/// A whole day, in seconds.
const WHOLE_DAY: i64 = 86_400;
/// Midnight in any inhabited place is on a whole quarter of an hour in UTC, in seconds.
const QUARTER: i64 = 900;
/// Five hours and one day, in quarters of an hour.
const NIGHT: usize = 20;
const DAY: usize = 96;
/// A person does not rest if more than this share of the work is in the quietest five hours, in percent ...
const RESTLESS_PERCENT: usize = 13;
/// ... of at least this many times.
const LEAST_FOR_REST: usize = 60;

/// The different author times, in order.
pub(super) struct Instants {
    moments: Vec<Moment>,
    /// Seconds of the day, UTC, in order.
    times_of_day: Vec<i64>,
}

/// Times at a regular beat. One cause can produce several kinds of beat.
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

/// All signs that were found.
pub(super) struct Signs {
    /// The span of the committer dates in seconds, if the history was written at once.
    pub(super) collapse: Option<u64>,
    pub(super) beats: Vec<Beat>,
    pub(super) restless: Option<Quietest>,
    /// Whether the times are exact days apart, and not at midnight.
    daily: bool,
}

impl Instants {
    /// The times of commits that are in order of their author dates.
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
    /// Whether the commit, which follows `before`, shows the beat.
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
    /// Whether `instant` is in these hours.
    pub(super) fn holds(&self, instant: i64) -> bool {
        (quarter(instant) + DAY - self.first_quarter) % DAY < NIGHT
    }
}

impl Signs {
    /// Looks for signs in commits that are in order of their author dates. `one_body` says that they are by one person
    /// for certain.
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
            daily: is_daily(instants),
        }
    }

    pub(super) fn none(&self) -> bool {
        self.collapse.is_none() && self.beats.is_empty() && self.restless.is_none()
    }

    /// Whether there is more than privacy tools and short nights explain. Privacy tools round times to whole minutes
    /// or hours. Illness, infants and shift work shorten nights.
    pub(super) fn have_a_cause_of_scripts(&self) -> bool {
        self.collapse.is_some() || self.is_odd_beat()
    }

    /// Whether no single honest cause explains the signs. A scheduled job has a beat and never rests. An import is
    /// written at once, and its source may record only whole minutes or days. But no source records a history with one
    /// commit a day, all at one minute of the day.
    pub(super) fn have_two_causes(&self) -> bool {
        let steps = |beat: &Beat| matches!(beat, Beat::Interval { seconds, .. } if seconds % WHOLE_DAY == 0);
        let is_daily = self.daily && self.beats.iter().any(steps);
        self.collapse.is_some() && (self.is_odd_beat() || self.restless.is_some() || is_daily)
    }

    /// Whether there is a beat other than whole minutes.
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
    // Either of two close times can be the later one, so each distance has twice as many pairs as none.
    let by_habit = close_pairs(times) as f64 / (2 * CLOSE) as f64;
    (poisson(by_day.max(by_habit), repeats) < UNLIKELY_REPEATS)
        .then_some(Beat::TimeOfDay { repeats })
}

/// The number of pairs of different times of day (given in order) that are within a minute.
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

/// Whether the times are exact days apart. Times at midnight are left out: their source may record days only.
fn is_daily(instants: &Instants) -> bool {
    let steps = instants.moments.windows(2);
    let whole = steps.filter(|pair| {
        let step = pair[1].seconds.saturating_sub(pair[0].seconds);
        step % WHOLE_DAY == 0
    });
    let daily = whole.count();
    let midnight = |moment: &&Moment| match moment.informative_offset() {
        Some(_) => moment.wall_seconds() % WHOLE_DAY == 0,
        // Without an offset, nothing shows where midnight was.
        None => moment.seconds % QUARTER == 0,
    };
    let midnights = instants.moments.iter().filter(midnight).count();
    daily * 100 >= (instants.len() - 1) * DAILY_PERCENT && midnights * 2 < instants.len()
}

/// The quietest hours, if they show no rest in UTC and none on the wall clock, where it is known. A move between
/// continents fills the night in UTC; a wrong offset fills it on the wall clock.
fn restless(instants: &Instants) -> Option<Quietest> {
    let is_restless = |found: &(Quietest, usize)| {
        found.1 >= LEAST_FOR_REST && found.0.count * 100 > found.1 * RESTLESS_PERCENT
    };
    let by_instant = quietest(instants.moments.iter().map(|moment| moment.seconds));
    if !is_restless(&by_instant) {
        return None;
    }
    let with_offset = instants
        .moments
        .iter()
        .filter(|moment| moment.informative_offset().is_some());
    let on_wall = quietest(with_offset.map(|moment| moment.wall_seconds()));
    (on_wall.1 < LEAST_FOR_REST || is_restless(&on_wall)).then_some(by_instant.0)
}

/// The quietest five hours, and the number of all times.
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
