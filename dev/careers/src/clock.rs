//! Clocks: zones with their real rules, and what a clock there shows.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 86_400;

/// An instant on some clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    /// Unix seconds.
    pub seconds: i64,
    /// The clock's offset, in minutes east of UTC.
    pub offset: i32,
}

impl At {
    /// The same instant on a clock at `offset` minutes.
    pub(crate) const fn on(self, offset: i32) -> Self {
        Self { offset, ..self }
    }

    /// The same clock, `seconds` later.
    pub(crate) const fn plus(self, seconds: i64) -> Self {
        Self {
            seconds: self.seconds + seconds,
            ..self
        }
    }
}

/// A zone of the time zone database.
#[derive(Clone, Debug)]
pub(crate) struct Zone(TimeZone);

impl Zone {
    /// # Panics
    /// When the database has no such zone: an error in a table of this crate.
    pub(crate) fn named(name: &str) -> Self {
        Self(TimeZone::get(name).expect("the bundled time zone database has every zone used"))
    }

    /// What a clock in this zone shows at an instant.
    pub(crate) fn at(&self, seconds: i64) -> At {
        let offset = self.0.to_offset(timestamp(seconds)).seconds() / 60;
        At { seconds, offset }
    }

    /// The difference between what clocks in two zones show at an instant, in minutes; at most half a day.
    pub(crate) fn apart(&self, other: &Self, seconds: i64) -> u32 {
        let minutes = (self.at(seconds).offset - other.at(seconds).offset).rem_euclid(1_440);
        minutes.min(1_440 - minutes).unsigned_abs()
    }

    /// The instant at which a clock in this zone shows a wall time, which is given in seconds since
    /// 1970-01-01 00:00 local time. An hour that the change to summer time skips counts as the next one.
    pub(crate) fn instant(&self, wall: i64) -> i64 {
        let wall: DateTime = TimeZone::UTC.to_datetime(timestamp(wall));
        let found = self.0.to_ambiguous_timestamp(wall).compatible();
        found.map_or(0, Timestamp::as_second)
    }
}

/// A second of UTC in fourteen digits: year, month, day, hour, minute, second.
pub(crate) fn digits(seconds: i64) -> String {
    let utc = TimeZone::UTC.to_datetime(timestamp(seconds));
    utc.strftime("%Y%m%d%H%M%S").to_string()
}

fn timestamp(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or_default()
}

/// The zones that people of a community live and travel in.
#[derive(Clone, Debug)]
pub struct Atlas {
    /// Zones with daylight saving time.
    pub(crate) with_summer: Vec<Zone>,
    /// Zones without.
    pub(crate) without_summer: Vec<Zone>,
}

impl Atlas {
    /// Zones of every continent.
    #[must_use]
    pub fn world() -> Self {
        Self::of(
            &[
                "America/Los_Angeles",
                "America/New_York",
                "America/Santiago",
                "Europe/London",
                "Europe/Berlin",
                "Europe/Kyiv",
                "Australia/Sydney",
                "Pacific/Auckland",
            ],
            &[
                "America/Bogota",
                "America/Sao_Paulo",
                "Africa/Lagos",
                "Africa/Nairobi",
                "Asia/Kolkata",
                "Asia/Jakarta",
                "Asia/Shanghai",
                "Asia/Tokyo",
            ],
        )
    }

    /// Zones from five hours behind UTC to five and a half ahead, all at full or half hours: everybody
    /// can be moved by eight hours and a quarter either way without reaching UTC or leaving the dial.
    #[must_use]
    pub fn movable() -> Self {
        Self::of(
            &[
                "America/New_York",
                "America/Halifax",
                "Europe/Berlin",
                "Europe/Kyiv",
            ],
            &[
                "America/Bogota",
                "America/Sao_Paulo",
                "Africa/Lagos",
                "Africa/Nairobi",
                "Asia/Kolkata",
            ],
        )
    }

    fn of(with_summer: &[&str], without_summer: &[&str]) -> Self {
        let zones = |names: &[&str]| names.iter().map(|name| Zone::named(name)).collect();
        Self {
            with_summer: zones(with_summer),
            without_summer: zones(without_summer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_keep_summer_time_where_there_is_one() {
        let winter = 1_704_067_200;
        let summer = winter + 182 * DAY;
        let offsets = |zone| {
            let zone = Zone::named(zone);
            [winter, summer].map(|instant| zone.at(instant).offset)
        };
        assert_eq!(offsets("Europe/Berlin"), [60, 120]);
        assert_eq!(offsets("Asia/Kolkata"), [330, 330]);
        assert_eq!(offsets("Pacific/Auckland"), [780, 720]);
    }

    #[test]
    fn a_wall_time_is_an_instant_and_back() {
        let berlin = Zone::named("Europe/Berlin");
        for wall in (1_704_067_200..1_735_689_600).step_by(97 * 3_600) {
            let at = berlin.at(berlin.instant(wall));
            assert_eq!(at.seconds + i64::from(at.offset) * 60, wall);
        }
    }
}
