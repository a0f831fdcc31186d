//! The demo's year: zones with their daylight saving time, and dice that always fall the same way.

use super::repository::At;

/// 1 January 2024, a Monday, 00:00 UTC.
const NEW_YEAR: i64 = 1_704_067_200;
pub(super) const DAY: i64 = 86_400;

/// Zones as they were in 2024.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// The same offset all year, in minutes east of UTC.
    Fixed(i32),
    /// An hour more from 31 March to 27 October, 01:00 UTC.
    Europe(i32),
    /// An hour more from 10 March to 3 November, about 02:00 local time.
    NorthAmerica(i32),
    /// An hour less from 7 April to 29 September (UTC days before), about 03:00 local time.
    NewZealand(i32),
}

impl Zone {
    /// The instant at which clocks there show `second` of `day`.
    pub(super) fn at(self, day: i64, second: i64) -> At {
        let wall = NEW_YEAR + day * DAY + second;
        let (base, shift) = match self {
            Self::Fixed(base) => (base, 0),
            Self::Europe(base) => (base, if in_days(wall, 90, 300) { 60 } else { 0 }),
            Self::NorthAmerica(base) => (base, if in_days(wall, 69, 307) { 60 } else { 0 }),
            Self::NewZealand(base) => (base, if in_days(wall, 97, 272) { -60 } else { 0 }),
        };
        let offset = base + shift;
        At {
            seconds: wall - i64::from(offset) * 60,
            offset,
        }
    }
}

/// Whether a wall clock stands between 03:00 of one day of the year and 03:00 of another. Nobody here
/// commits in the hour that a change doubles or leaves out.
fn in_days(wall: i64, first: i64, last: i64) -> bool {
    let passed = wall - NEW_YEAR - 3 * 3600;
    (first * DAY..last * DAY).contains(&passed)
}

/// Whether day `day` of 2024 is a Saturday or a Sunday.
pub(super) const fn is_weekend(day: i64) -> bool {
    day % 7 >= 5
}

impl At {
    /// The same clock, so many seconds later.
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

/// Numbers that look random and are the same in every run (`SplitMix64`).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub(super) const fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // Below 2^63, so the cast keeps it.
        ((mixed >> 1) as i64) % sides
    }

    /// A second of the day between two hours, the middle likelier than the ends. Hours of 24 and more
    /// are of the next day.
    pub(super) const fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = (to - from) * 1800;
        from * 3600 + self.roll(span) + self.roll(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_change_on_the_right_days() {
        let offset = |zone: Zone, day| zone.at(day, 12 * 3600).offset;
        // 30 and 31 March, 26 and 27 October.
        let europe = [89, 90, 299, 300].map(|day| offset(Zone::Europe(60), day));
        assert_eq!(europe, [60, 120, 120, 60]);
        // 9 and 10 March, 2 and 3 November.
        let america = [68, 69, 306, 307].map(|day| offset(Zone::NorthAmerica(-360), day));
        assert_eq!(america, [-360, -300, -300, -360]);
        // 6 and 7 April, 28 and 29 September.
        let zealand = [96, 97, 271, 272].map(|day| offset(Zone::NewZealand(780), day));
        assert_eq!(zealand, [780, 720, 720, 780]);
    }
}
