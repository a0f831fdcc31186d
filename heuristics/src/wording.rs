//! Numbers, durations, offsets and lists as the sentences of findings spell them.

use std::fmt::Display;

use jiff::Timestamp;

/// `1 commit`, `2 commits`: a number with its unit.
#[must_use]
pub(crate) fn counted(number: impl Into<Count>, one: &str, many: &str) -> String {
    let Count(number) = number.into();
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A number that [`counted`] takes.
pub(crate) struct Count(u64);

impl From<u64> for Count {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

impl From<usize> for Count {
    fn from(number: usize) -> Self {
        Self(number as u64)
    }
}

/// `1 day`, `2 days`.
#[must_use]
pub(crate) fn days(number: impl Into<Count>) -> String {
    counted(number, "day", "days")
}

/// `1 commit`, `2 commits`.
#[must_use]
pub(crate) fn commits(number: impl Into<Count>) -> String {
    counted(number, "commit", "commits")
}

/// `5 of 12 commits`, `all 12 commits`: a part of a whole that has more than one member.
#[must_use]
pub(crate) fn share(part: usize, whole: usize, many: &str) -> String {
    if part == whole {
        format!("all {whole} {many}")
    } else {
        format!("{part} of {whole} {many}")
    }
}

/// A span in minutes: `13 h`, `9 h 30 min`, `45 min`.
#[must_use]
pub(crate) fn span(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// A day in UTC: `2019-03-04`.
#[must_use]
pub(crate) fn day(seconds: i64) -> String {
    let at = Timestamp::from_second(seconds).unwrap_or_default();
    at.strftime("%Y-%m-%d").to_string()
}

/// Minutes east of UTC as `UTC+09:00`.
#[must_use]
pub(crate) fn zone(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The first `most` of some things, and how many more there are: `a.rs, b.rs and 3 more`.
#[must_use]
pub(crate) fn listed(things: &[impl Display], most: usize) -> String {
    let named: Vec<String> = things.iter().take(most).map(ToString::to_string).collect();
    let named = named.join(", ");
    match things.len().saturating_sub(most) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_units() {
        assert_eq!(days(0_usize), "0 days");
        assert_eq!(days(1_u64), "1 day");
        assert_eq!(commits(1_usize), "1 commit");
        assert_eq!(commits(2_usize), "2 commits");
    }

    #[test]
    fn a_share_names_the_whole() {
        assert_eq!(share(5, 12, "commits"), "5 of 12 commits");
        assert_eq!(share(12, 12, "commits"), "all 12 commits");
    }

    #[test]
    fn spans_and_offsets_read_well() {
        let spans = [45, 780, 570].map(span);
        assert_eq!(spans, ["45 min", "13 h", "9 h 30 min"]);
        let zones = [0, 345, -570].map(zone);
        assert_eq!(zones, ["UTC+00:00", "UTC+05:45", "UTC-09:30"]);
    }

    #[test]
    fn long_lists_end_in_a_number() {
        assert_eq!(listed(&["a", "b"], 2), "a, b");
        assert_eq!(listed(&["a", "b", "c"], 2), "a, b and 1 more");
    }
}
