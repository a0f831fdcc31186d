//! Counting days without knowing anyone's midnight.

use countersign_facts::Moment;

/// Whole days between two moments, rounded down. Never negative.
#[must_use]
pub(crate) fn days_between(a: Moment, b: Moment) -> u64 {
    a.seconds.abs_diff(b.seconds) / 86_400
}

/// Instants no further apart than this may belong to one waking day, in seconds.
const WAKING_DAY: i64 = 18 * 3_600;

/// On how many different days the instants (Unix seconds, in order) fall at least, wherever midnight was: an
/// instant starts a new day if it is more than [`WAKING_DAY`] after the start of the day before.
#[must_use]
pub(crate) fn separate_days(instants: impl IntoIterator<Item = i64>) -> usize {
    let mut last = None;
    let mut days = 0;
    for instant in instants {
        if last.is_none_or(|last: i64| instant.saturating_sub(last) > WAKING_DAY) {
            last = Some(instant);
            days += 1;
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_evening_is_one_day() {
        let hours = |hours: &[i64]| separate_days(hours.iter().map(|hour| hour * 3_600));
        assert_eq!(hours(&[]), 0);
        assert_eq!(hours(&[0, 12, 18]), 1);
        assert_eq!(hours(&[0, 19]), 2);
        assert_eq!(hours(&[0, 24, 48]), 3);
    }
}
