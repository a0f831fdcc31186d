//! The oldest a GitHub account can be, from its number alone: GitHub gives out numbers in order.

/// The month of the first entry of [`MILLIONS`]: year and month.
const FIRST: (i64, i64) = (2017, 8);
/// For each month from August 2017 to August 2026, in millions: accounts with at least this number were
/// created in that month or later, give or take [`ERROR`].
///
/// Derived in November 2026 from 112 public repositories. A commit that GitHub dated and whose author has a
/// numbered address shows that this account existed by then, as did every account with a lower number.
/// 11,559 accounts were seen; their own commits of the half year before made the table more precise. Derived
/// from either half of the repositories alone, no entry differs by more than 150 days. Two accounts with a
/// public date of creation (41,898,282 in July 2018, 49,699,333 in April 2019) are within two weeks of it.
/// Entries are rounded up, and a forged time of GitHub's can only lower them: when in doubt, an account
/// counts as older than it is.
#[rustfmt::skip]
const MILLIONS: [u64; 109] = [
    /* 2017 */ 31, 32, 33, 34, 35,
    /* 2018 */ 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46,
    /* 2019 */ 46, 47, 48, 50, 50, 51, 52, 54, 55, 56, 58, 59,
    /* 2020 */ 60, 61, 62, 63, 65, 66, 67, 69, 71, 73, 74, 75,
    /* 2021 */ 76, 78, 80, 82, 84, 86, 87, 89, 90, 92, 94, 95,
    /* 2022 */ 97, 99, 100, 103, 105, 106, 108, 110, 112, 115, 117, 119,
    /* 2023 */ 122, 124, 126, 130, 133, 135, 139, 141, 143, 147, 149, 153,
    /* 2024 */ 156, 158, 161, 166, 169, 170, 174, 176, 176, 183, 184, 190,
    /* 2025 */ 193, 193, 195, 197, 204, 214, 215, 219, 226, 231, 240, 246,
    /* 2026 */ 246, 255, 259, 259, 271, 279, 295, 299,
];

/// How far an entry may be off, in seconds.
pub const ERROR: i64 = 180 * DAY;
/// First second of July 2017, the month in which GitHub introduced addresses with numbers. No earlier commit
/// had one when it was made.
pub const ADDRESSES_SINCE: i64 = 1_498_867_200;
const DAY: i64 = 86_400;

/// First second of the earliest month in which an account with this number can have been created, give or
/// take [`ERROR`]. July 2017 for all lower numbers.
pub fn earliest(number: u64) -> i64 {
    let months = MILLIONS.partition_point(|millions| millions * 1_000_000 <= number);
    months
        .checked_sub(1)
        .map_or(ADDRESSES_SINCE, |month| start_of(month as i64))
}

/// The approximate day on which the account with this number was created, counted from 1970-01-01. `None`
/// for numbers outside the table.
pub fn birthday(number: u64) -> Option<f64> {
    let after = MILLIONS.partition_point(|millions| millions * 1_000_000 <= number);
    let (before, next) = (after.checked_sub(1)?, *MILLIONS.get(after)?);
    // Several months with the same entry are interpolated together.
    let first = MILLIONS.partition_point(|millions| *millions < MILLIONS[before]);
    let (begin, end) = (start_of(first as i64), start_of(after as i64));
    let from = MILLIONS[before] * 1_000_000;
    let share = (number - from) as f64 / (next * 1_000_000 - from) as f64;
    Some((begin as f64 + share * (end - begin) as f64) / DAY as f64)
}

/// First second of the month that is `month` months after [`FIRST`].
fn start_of(month: i64) -> i64 {
    // Years begin in March here, so that the leap day ends one (H. Hinnant, `days_from_civil`).
    let months = FIRST.0 * 12 + FIRST.1 - 3 + month;
    let (year, month) = (months / 12, months % 12);
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5;
    (days - 719_468) * DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_begin_where_the_calendar_says() {
        assert_eq!(start_of(0), 1_501_545_600, "2017-08-01");
        assert_eq!(start_of(5), 1_514_764_800, "2018-01-01");
        assert_eq!(start_of(31), 1_583_020_800, "2020-03-01");
        assert_eq!(start_of(108), 1_785_542_400, "2026-08-01");
    }

    #[test]
    fn numbers_grow() {
        assert!(MILLIONS.is_sorted());
    }

    #[test]
    fn public_births_are_not_before_the_earliest() {
        assert_eq!(earliest(583_231), ADDRESSES_SINCE);
        // 30 July 2018 and 16 April 2019, from the platform.
        for (number, born) in [(41_898_282, 1_532_908_800), (49_699_333, 1_555_372_800)] {
            let earliest = earliest(number);
            assert!(earliest <= born && born - earliest < 60 * DAY, "{number}");
        }
    }
}
