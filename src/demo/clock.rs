//! The demo's clocks: real time zones in the year 2024, and what a clock there shows.

use jiff::SignedDuration;
use jiff::civil::date;
use jiff::tz::TimeZone;

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;

/// A moment on some clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    /// Unix seconds.
    pub(super) seconds: i64,
    /// Minutes east of UTC.
    pub(super) offset: i32,
}

impl At {
    /// The same clock, this many seconds later.
    pub(super) const fn plus(self, seconds: i64) -> Self {
        Self {
            seconds: self.seconds + seconds,
            ..self
        }
    }

    /// The same instant on a clock at `offset` minutes.
    pub(super) const fn on(self, offset: i32) -> Self {
        Self { offset, ..self }
    }
}

/// A zone of the time zone database that is built into the program: the system may have none.
#[derive(Clone, Debug)]
pub(super) struct Zone(TimeZone);

impl Zone {
    /// The zone with this name in the time zone database.
    pub(super) fn named(name: &str) -> Self {
        Self(
            TimeZone::get(name).expect("the bundled time zone database has every zone of the demo"),
        )
    }

    /// The moment at which clocks there show `second` of `day`, both counted from 1 January 2024, 00:00. A
    /// time that the change to summer time leaves out is an hour later.
    pub(super) fn at(&self, day: i64, second: i64) -> At {
        let wall = date(2024, 1, 1).at(0, 0, 0, 0) + SignedDuration::from_secs(day * DAY + second);
        let shown = self.0.to_ambiguous_zoned(wall).compatible();
        let shown = shown.expect("2024 is within the range of the calendar");
        At {
            seconds: shown.timestamp().as_second(),
            offset: shown.offset().seconds() / 60,
        }
    }
}

/// Whether day `day` of 2024, counted from 0, is a Saturday or a Sunday: 1 January was a Monday.
pub(super) const fn is_weekend(day: i64) -> bool {
    day % 7 >= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_change_on_the_right_days() {
        let offset = |zone: &str, day| Zone::named(zone).at(day, DAY / 2).offset;
        // 30 and 31 March, 26 and 27 October.
        let berlin = [89, 90, 299, 300].map(|day| offset("Europe/Berlin", day));
        assert_eq!(berlin, [60, 120, 120, 60]);
        // 6 and 7 April, 28 and 29 September.
        let auckland = [96, 97, 271, 272].map(|day| offset("Pacific/Auckland", day));
        assert_eq!(auckland, [780, 720, 720, 780]);
    }
}
