//! Points in time as a git object states them: an instant and the clock's offset from UTC.

/// Largest offset of any inhabited place since 1970 (Kiribati, +14:00), in minutes.
const WIDEST_REAL_OFFSET: i32 = 14 * 60;
const DAY_MINUTES: i32 = 24 * 60;

/// Offset of a clock from UTC in minutes east, read from git's `±hhmm` token.
///
/// Git accepts absurd tokens (`+5130`, `+051800`). The number is kept as git reads it, and
/// [`Offset::is_plausible`] is false for such values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(i32);

impl Offset {
    /// An offset of `minutes` east of UTC.
    #[must_use]
    #[inline]
    pub const fn from_minutes(minutes: i32) -> Self {
        Self(minutes)
    }

    /// Reads a zone token the way git does: a signed decimal number `hhmm`, of any length.
    ///
    /// Returns `None` when the token is not a number or the number is too large. Such a moment has no offset.
    #[must_use]
    pub fn parse(token: &[u8]) -> Option<Self> {
        let (sign, digits) = match token.split_first()? {
            (b'+', digits) => (1, digits),
            (b'-', digits) => (-1, digits),
            _ => return None,
        };
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let number: i32 = std::str::from_utf8(digits).ok()?.parse().ok()?;
        Some(Self(sign * (number / 100 * 60 + number % 100)))
    }

    /// Minutes east of UTC.
    #[must_use]
    #[inline]
    pub const fn minutes(self) -> i32 {
        self.0
    }

    /// Whether the offset is zero. Containers, CI and hosted editors run on UTC, so it counts as nobody's
    /// clock, even though people in London or Lisbon have it in winter.
    #[must_use]
    #[inline]
    pub const fn is_utc(self) -> bool {
        self.0 == 0
    }

    /// Whether the offset is at most 14 hours to either side. No inhabited place has used a larger one since
    /// 1970; within these bounds, minutes that no place uses (`+0317`) are plausible too.
    #[must_use]
    #[inline]
    pub const fn is_plausible(self) -> bool {
        self.0.abs() <= WIDEST_REAL_OFFSET
    }

    /// How far apart the times of day on the two clocks are, in minutes, 0 to 720. For +14:00 and -10:00,
    /// which show the same time of day, it is 0.
    #[must_use]
    #[inline]
    pub fn apart(self, other: Self) -> u32 {
        let difference = (self.0 - other.0).rem_euclid(DAY_MINUTES);
        difference.min(DAY_MINUTES - difference).unsigned_abs()
    }
}

/// An instant with the offset of the clock that wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Seconds since 1970-01-01T00:00:00Z; negative before.
    pub seconds: i64,
    /// The clock's offset, `None` where the token was missing or unreadable.
    pub offset: Option<Offset>,
}

impl Moment {
    /// The offset if it can say something about a person: readable, plausible, and not UTC.
    ///
    /// So moving all clocks of a history by the same time changes no verdict only as long as no offset becomes
    /// zero or implausible.
    #[must_use]
    #[inline]
    pub fn informative_offset(self) -> Option<Offset> {
        self.offset
            .filter(|offset| offset.is_plausible() && !offset.is_utc())
    }

    /// Seconds since 1970-01-01T00:00:00 on the wall clock that wrote the moment; in UTC when it has no offset.
    #[must_use]
    #[inline]
    pub fn wall_seconds(self) -> i64 {
        let minutes = self.offset.map_or(0, Offset::minutes);
        self.seconds.saturating_add(i64::from(minutes) * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_as_git_reads_them() {
        let minutes = |token: &str| Offset::parse(token.as_bytes()).map(Offset::minutes);
        assert_eq!(minutes("+0530"), Some(330));
        assert_eq!(minutes("-0330"), Some(-210));
        assert_eq!(minutes("-0000"), Some(0));
        assert_eq!(minutes("+5130"), Some(51 * 60 + 30));
        assert_eq!(minutes("+051800"), Some(518 * 60));
        assert_eq!(minutes("0530"), None);
        assert_eq!(minutes("+05x0"), None);
        assert_eq!(minutes("+99999999999"), None);
        assert_eq!(minutes(""), None);
    }

    #[test]
    fn times_of_day_are_compared_around_the_clock() {
        let apart = |a, b| Offset::from_minutes(a).apart(Offset::from_minutes(b));
        assert_eq!(
            apart(540, -240),
            660,
            "13 h apart is 11 h around the other way"
        );
        assert_eq!(apart(14 * 60, -10 * 60), 0);
        assert_eq!(apart(-60, 60), 120);
    }
}
