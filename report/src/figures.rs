//! Numbers and times as humans read them.

use std::time::Duration;

use countersign_facts::{Moment, Offset};
use jiff::Timestamp;

use crate::escape::plain;
use crate::record_value::RecordValue;

/// `203,352`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 person`, `2 people`.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// `12 %`, `1.5 %`, `0.004 %`: never rounded down to nothing.
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent <= 0.0 {
        return "0 %".to_owned();
    }
    let mut decimals = usize::from(percent < 10.0);
    let mut first_digit = percent * 10.0;
    while first_digit < 1.0 && decimals < 9 {
        first_digit *= 10.0;
        decimals += 1;
    }
    format!("{percent:.decimals$} %")
}

/// `12 ms`, `0.9 s`, `12 s`, `2 min 5 s`.
pub(crate) fn elapsed(time: Duration) -> String {
    if time < Duration::from_millis(100) {
        return format!("{} ms", time.as_millis());
    }
    let seconds = time.as_secs_f64();
    if seconds < 9.95 {
        return format!("{seconds:.1} s");
    }
    let whole = (time + Duration::from_millis(500)).as_secs();
    match (whole / 60, whole % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// A record's value for human eyes: a time by the clock that wrote it, everything else escaped.
pub(crate) fn value(value: &RecordValue) -> String {
    let time = match value {
        RecordValue::Time { moment, token } => wall_clock(*moment, token),
        RecordValue::Text(_) => None,
    };
    time.unwrap_or_else(|| plain(value.to_string().trim_end()))
}

/// `2024-03-01 18:00:00 +0900`; `None` for a time that no calendar holds and a token that is not an offset.
fn wall_clock(moment: Moment, token: &str) -> Option<String> {
    let instant = Timestamp::from_second(moment.seconds).ok()?;
    let (offset, token) = match token {
        "" => (Offset::from_minutes(0), "(UTC, no zone)"),
        token => (moment.offset?, token),
    };
    let offset = jiff::tz::Offset::from_seconds(offset.minutes().checked_mul(60)?).ok()?;
    let wall = offset.to_datetime(instant).strftime("%Y-%m-%d %H:%M:%S");
    Some(format!("{wall} {token}"))
}

/// An instant in Unix seconds as ISO 8601 writes it, in UTC; the number if no calendar has it.
pub(crate) fn iso(seconds: i64) -> String {
    let instant = Timestamp::from_second(seconds);
    instant.map_or_else(|_| seconds.to_string(), |instant| instant.to_string())
}

/// A record's value with a time as ISO 8601 writes it, by the clock that wrote it; everything else as found.
pub(crate) fn iso_value(value: &RecordValue) -> String {
    let time = match value {
        RecordValue::Time { moment, token } => wall_clock(*moment, token),
        RecordValue::Text(_) => None,
    };
    let iso = time.and_then(|time| {
        let (day, rest) = time.split_once(' ')?;
        let (clock, zone) = rest.split_once(' ')?;
        let (hours, minutes) = zone.split_at_checked(3).filter(|_| zone.len() == 5)?;
        Some(format!("{day}T{clock}{hours}:{minutes}"))
    });
    iso.unwrap_or_else(|| value.to_string().trim_end().to_owned())
}

/// `UTC+05:30`.
pub(crate) fn offset(offset: Offset) -> String {
    let sign = if offset.minutes() < 0 { '-' } else { '+' };
    let minutes = offset.minutes().unsigned_abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `2026-01-31`, in UTC.
pub(crate) fn day(seconds: i64) -> String {
    let at = Timestamp::from_second(seconds).unwrap_or_default();
    at.strftime("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use countersign_heuristics::Field;

    use super::*;

    #[test]
    fn numbers_read_easily() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(8_141), "8,141");
        assert_eq!(count(1_203_352), "1,203,352");
        assert_eq!(counted(1, "person", "people"), "1 person");
        let shares = [0.0, 1.0, 0.125, 0.0146, 0.001, 0.000_43, 0.000_044];
        let read = [
            "0 %", "100 %", "12 %", "1.5 %", "0.1 %", "0.04 %", "0.004 %",
        ];
        assert_eq!(shares.map(percent), read);
    }

    #[test]
    fn durations_read_easily() {
        let read = |millis| elapsed(Duration::from_millis(millis));
        assert_eq!(read(12), "12 ms");
        assert_eq!(read(890), "0.9 s");
        assert_eq!(read(9_970), "10 s");
        assert_eq!(read(125_000), "2 min 5 s");
    }

    fn shown(raw: &str) -> String {
        value(&RecordValue::parse(Some(Field::AuthorDate), raw))
    }

    #[test]
    fn times_show_the_clock_that_wrote_them() {
        assert_eq!(shown("1709283600 +0900"), "2024-03-01 18:00:00 +0900");
        assert_eq!(shown("1709283600 -0330"), "2024-03-01 05:30:00 -0330");
        assert_eq!(shown("-86400 +0000"), "1969-12-31 00:00:00 +0000");
        assert_eq!(shown("1709283600 "), "2024-03-01 09:00:00 (UTC, no zone)");
    }

    #[test]
    fn spreadsheets_read_times() {
        let shown = |raw| iso_value(&RecordValue::parse(Some(Field::AuthorDate), raw));
        assert_eq!(shown("1709283600 +0900"), "2024-03-01T18:00:00+09:00");
        assert_eq!(shown("1709283600 -0330"), "2024-03-01T05:30:00-03:30");
        assert_eq!(shown("1709283600 nonsense"), "1709283600 nonsense");
        assert_eq!(iso(1_709_283_600), "2024-03-01T09:00:00Z");
    }

    #[test]
    fn offsets_show_their_sign_and_minutes() {
        assert_eq!(offset(Offset::from_minutes(330)), "UTC+05:30");
        assert_eq!(offset(Offset::from_minutes(-210)), "UTC-03:30");
        assert_eq!(offset(Offset::from_minutes(0)), "UTC+00:00");
    }

    #[test]
    fn times_no_clock_could_show_stay_as_found() {
        for raw in [
            "1709283600 +5130",
            "1709283600 +99999999999",
            "9223372036854775807 +0000",
            "-9223372036854775808 -1400",
            "1709283600 nonsense",
            "",
        ] {
            assert_eq!(shown(raw), raw);
        }
        assert_eq!(
            shown("253402207200 +1400").len(),
            "9999-12-31 00:00:00 +1400".len()
        );
        assert_eq!(shown("12 \u{1b}[31m"), "12 \\u{1b}[31m");
    }
}
