//! The working hours as a direction on the dial of a 24-hour clock.

use std::f64::consts::TAU;

/// Minutes in a day.
const DAY: f64 = 1_440.0;
/// Commits closer together than this belong to one spell of work, in seconds.
const SPELL: i64 = 3_600;
/// Work has a rhythm if the mean vector of the hours is at least this long ...
const LEAST_LENGTH: f64 = 0.3;
/// ... and n times its square is at least this. By the Rayleigh test, hours without a rhythm pass once in about
/// 8,000 (e^9).
const LEAST_RAYLEIGH: f64 = 9.0;
/// Working hours stayed if they moved by less than this share of the change of the offset.
const STAYED: f64 = 0.25;
/// Two standard errors must be less than this share of it; otherwise hours that moved look the same.
const SHARP: f64 = 0.5;

/// The mean direction of the spells of work, in UTC.
pub(super) struct Rhythm {
    /// Minutes after midnight, UTC.
    middle: f64,
    /// Length of the mean vector: 0 for work around the clock, 1 for work at the same minute every day.
    length: f64,
    /// The number of spells.
    spells: f64,
    /// Standard error of `middle`, in minutes.
    error: f64,
}

impl Rhythm {
    /// The rhythm of commits made at these instants (Unix seconds, in order).
    pub(super) fn of(instants: impl Iterator<Item = i64>) -> Self {
        let (mut cos, mut sin, mut cos2, mut sin2, mut spells) = (0.0, 0.0, 0.0, 0.0, 0.0_f64);
        let mut last = None;
        for instant in instants {
            if last.is_some_and(|last: i64| instant.saturating_sub(last) < SPELL) {
                continue;
            }
            last = Some(instant);
            let angle = instant.rem_euclid(86_400) as f64 / 86_400.0 * TAU;
            cos += angle.cos();
            sin += angle.sin();
            cos2 += (2.0 * angle).cos();
            sin2 += (2.0 * angle).sin();
            spells += 1.0;
        }
        let count = spells.max(1.0);
        let length = cos.hypot(sin) / count;
        let mean = sin.atan2(cos);
        // The circular dispersion divided by n is the variance of a mean direction (Fisher 1993).
        let second = (cos2 * (2.0 * mean).cos() + sin2 * (2.0 * mean).sin()) / count;
        let dispersion = (1.0 - second) / (2.0 * length * length).max(f64::MIN_POSITIVE);
        Self {
            middle: mean / TAU * DAY,
            length,
            spells,
            error: (dispersion / count).sqrt() / TAU * DAY,
        }
    }

    /// By how many minutes the working hours moved, if they stayed although the offset changed by `offset` minutes.
    pub(super) fn stays(&self, after: &Self, offset: f64) -> Option<u64> {
        let turn = (self.middle - after.middle).rem_euclid(DAY);
        let moved = turn.min(DAY - turn);
        let error = self.error.hypot(after.error);
        let stays = self.is_rhythm()
            && after.is_rhythm()
            && moved < offset * STAYED
            && 2.0 * error < offset * SHARP;
        stays.then_some(moved.round() as u64)
    }

    fn is_rhythm(&self) -> bool {
        self.length >= LEAST_LENGTH && self.spells * self.length * self.length >= LEAST_RAYLEIGH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 60 days of work at 9, 11, 14 and 17 o'clock, `shift` minutes later.
    fn rhythm(shift: i64) -> Rhythm {
        let hours = [9, 11, 14, 17];
        Rhythm::of(
            (0..240).map(|turn| turn / 4 * 86_400 + hours[turn as usize % 4] * 3_600 + shift * 60),
        )
    }

    #[test]
    fn hours_that_move_with_the_offset_differ_from_hours_that_stay() {
        let before = rhythm(0);
        assert_eq!(before.stays(&rhythm(0), 480.0), Some(0));
        assert_eq!(before.stays(&rhythm(90), 480.0), Some(90));
        assert_eq!(before.stays(&rhythm(480), 480.0), None);
        assert_eq!(before.stays(&rhythm(-480), 480.0), None);
    }

    #[test]
    fn midnight_is_no_border() {
        assert_eq!(rhythm(11 * 60).stays(&rhythm(12 * 60), 480.0), Some(60));
    }

    #[test]
    fn work_around_the_clock_has_no_rhythm() {
        let round = || Rhythm::of((0..240).map(|turn| turn * 7 * 3_600));
        assert_eq!(round().stays(&round(), 480.0), None);
    }
}
