//! When somebody sits down to work: hours, weekends, holidays of one's own, bursts.

use std::collections::VecDeque;

use crate::clock::{DAY, HOUR, Zone};
use crate::random::Random;

/// First day of most lives: Monday, 3 January 2022, in days since 1970-01-01. By then git signed with SSH keys, and
/// had for weeks.
pub(crate) const FIRST_DAY: i64 = 18_995;
/// First day of lives on a platform that signs all it commits: Monday, 8 January 2024. Moving everybody's clocks by
/// hours must not move them into the year before.
pub(crate) const PLATFORM_SIGNS: i64 = 19_730;
/// First day of lives with clients that write a header into each commit of a stack: Monday, 3 June 2024.
pub(crate) const STACKS: i64 = 19_877;
/// First day of lives with hosted coding agents: Monday, 2 June 2025.
pub(crate) const AGENTS: i64 = 20_241;

/// Hours and days of work, by the clock of the place where the person is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rhythm {
    /// First and last hour of work; hours past 24 are of the next day.
    pub(crate) hours: [f64; 2],
    /// Chances to work on a day of the week from Monday to Friday, and on one of the weekend.
    pub(crate) days: [f64; 2],
}

pub(crate) const OFFICE: Rhythm = Rhythm {
    hours: [8.5, 18.0],
    days: [0.55, 0.04],
};
pub(crate) const EVENING: Rhythm = Rhythm {
    hours: [18.5, 24.5],
    days: [0.35, 0.45],
};
pub(crate) const NIGHT: Rhythm = Rhythm {
    hours: [21.0, 28.5],
    days: [0.5, 0.3],
};
/// A program at work, for which all hours are the same.
pub(crate) const ROUND_THE_CLOCK: Rhythm = Rhythm {
    hours: [0.0, 24.0],
    days: [0.5, 0.45],
};
pub(crate) const LONG_DAY: Rhythm = Rhythm {
    hours: [9.0, 22.0],
    days: [0.6, 0.2],
};

/// Share of the sittings that begin outside the usual hours, and by how many hours at most.
const UNUSUAL: f64 = 0.06;
const UNUSUAL_HOURS: [f64; 2] = [-2.0, 4.0];
/// Commits of one sitting (mean, beside the first) and minutes between them (mean).
const FURTHER_COMMITS: f64 = 1.3;
const MINUTES_BETWEEN: f64 = 22.0;
/// A second sitting on the same day.
const SECOND_SITTING: f64 = 0.3;

/// Where the person is: each zone with the day of arrival, in days since 1970-01-01.
pub(crate) type Itinerary = Vec<(i64, Zone)>;

/// The moment of one commit.
#[derive(Clone, Debug)]
pub(crate) struct Stroke {
    /// Unix seconds.
    pub(crate) instant: i64,
    /// Number of the sitting, from 0.
    pub(crate) sitting: usize,
    /// Position in the itinerary.
    pub(crate) leg: usize,
    /// Days since 1970-01-01.
    pub(crate) day: i64,
}

/// `count` commits of a person who begins on `first` and lives by `rhythm` along `itinerary`.
pub(crate) fn strokes(
    random: &mut Random,
    rhythm: Rhythm,
    itinerary: &Itinerary,
    first: i64,
    count: usize,
) -> Vec<Stroke> {
    let pace = random.share(0.75, 1.25);
    let mut holidays = Holidays::default();
    let mut found = Vec::with_capacity(count + 8);
    let mut sitting = 0;
    let mut free_from = i64::MIN;
    for day in first.. {
        if found.len() >= count {
            break;
        }
        let leg = itinerary.partition_point(|(from, _)| *from <= day).max(1) - 1;
        // Nobody works on the days of a journey.
        let travels = itinerary
            .iter()
            .skip(1)
            .any(|(from, _)| (from - 1..=*from).contains(&day));
        let chance = (rhythm.days[usize::from(is_weekend(day))] * pace).min(0.95);
        if !random.happens(chance) || travels || holidays.hold(random, day) {
            continue;
        }
        let zone = &itinerary[leg].1;
        let sittings = 1 + usize::from(random.happens(SECOND_SITTING));
        let mut starts: Vec<_> = (0..sittings).map(|_| start(random, rhythm)).collect();
        starts.sort_unstable();
        for start in starts {
            let mut instant = zone.instant(day * DAY + start).max(free_from);
            for _ in 0..=random.wait(FURTHER_COMMITS).round() as usize {
                found.push(Stroke {
                    instant,
                    sitting,
                    leg,
                    day,
                });
                instant += 30 + random.wait(MINUTES_BETWEEN * 60.0) as i64;
            }
            free_from = instant;
            sitting += 1;
        }
    }
    found.truncate(count);
    found
}

/// Day 0 of 1970 was a Thursday.
pub(crate) const fn is_weekend(day: i64) -> bool {
    (day + 3).rem_euclid(7) >= 5
}

/// Seconds after midnight; the middle of the usual hours is likelier than their ends.
fn start(random: &mut Random, rhythm: Rhythm) -> i64 {
    let [from, to] = rhythm.hours;
    let half = (to - from) / 2.0;
    let mut hour = from + random.share(0.0, half) + random.share(0.0, half);
    if random.happens(UNUSUAL) {
        hour += random.share(UNUSUAL_HOURS[0], UNUSUAL_HOURS[1]);
    }
    (hour * HOUR as f64) as i64
}

/// Weeks off, two or three times a year, at any time.
#[derive(Default)]
struct Holidays(VecDeque<(i64, i64)>);

impl Holidays {
    fn hold(&mut self, random: &mut Random, day: i64) -> bool {
        while self.0.len() < 2 {
            let after = self.0.back().map_or(day, |(_, to)| *to);
            let from = after + random.between(60, 220);
            self.0.push_back((from, from + random.between(4, 17)));
        }
        if self.0.front().is_some_and(|(_, to)| *to <= day) {
            self.0.pop_front();
        }
        self.0
            .front()
            .is_some_and(|(from, to)| (*from..*to).contains(&day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_people_work_by_day_and_during_the_week() {
        let mut random = Random::new(1, 0);
        let zone = Zone::named("Asia/Tokyo");
        let itinerary = vec![(FIRST_DAY, zone.clone())];
        let strokes = strokes(&mut random, OFFICE, &itinerary, FIRST_DAY, 500);
        assert_eq!(strokes.len(), 500);
        assert!(strokes.is_sorted_by_key(|stroke| stroke.instant));
        let hour = |stroke: &Stroke| {
            let at = zone.at(stroke.instant);
            (at.seconds + i64::from(at.offset) * 60).rem_euclid(DAY) / HOUR
        };
        let by_day = strokes
            .iter()
            .filter(|stroke| (8..20).contains(&hour(stroke)))
            .count();
        let weekend = strokes
            .iter()
            .filter(|stroke| is_weekend(stroke.day))
            .count();
        assert!(by_day > 440, "{by_day} of 500 by day");
        assert!(weekend < 40, "{weekend} of 500 at the weekend");
        let days = (strokes[499].day - FIRST_DAY) as usize;
        assert!((300..1_000).contains(&days), "500 commits in {days} days");
    }
}
