//! Numbers, rates and times as humans read them.

use std::time::Duration;

use countersign_facts::Offset;
use countersign_heuristics::{Field, catalogue};
use jiff::Timestamp;

use crate::escape::plain;
use crate::model::{BaseRate, Finding, Record};

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

/// How many ordinary people show it, as far as it was measured.
pub(crate) fn rate(finding: &Finding) -> String {
    rate_or(finding.base_rate.as_ref(), finding.heuristic)
}

/// The rate, or what stands for it.
pub(crate) fn rate_or(rate: Option<&BaseRate>, heuristic: &str) -> String {
    rate.map_or_else(|| unmeasured(heuristic), measured_rate)
}

/// What stands for a rate that was not measured.
pub(crate) fn unmeasured(heuristic: &str) -> String {
    let known = catalogue().iter().find(|one| one.id == heuristic);
    let instead = known.and_then(|one| one.record().instead);
    instead.unwrap_or_else(|| "not measured yet".to_owned())
}

/// `10 of 683 ordinary people (1.5 %)`; `none of 683 ordinary people (below 0.6 %)`, which is the upper bound
/// of the 95 % interval.
pub(crate) fn measured_rate(rate: &BaseRate) -> String {
    let testable = count(u64::from(rate.testable));
    let among = &rate.among;
    if rate.fired == 0 {
        return format!("none of {testable} {among} (below {})", percent(rate.high));
    }
    let fired = count(u64::from(rate.fired));
    format!("{fired} of {testable} {among} ({})", percent(rate.share))
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

/// A record's value for human eyes: times by the clock that wrote them, everything else escaped.
pub(crate) fn value(record: &Record) -> String {
    value_of(Some(record.field), &record.value)
}

/// The value of a field, where it is a known one, for human eyes.
pub(crate) fn value_of(field: Option<Field>, value: &str) -> String {
    let is_time = matches!(
        field,
        Some(
            Field::AuthorDate
                | Field::CommitterDate
                | Field::SignatureDate
                | Field::AccountCreated
                | Field::KeyCreated
                | Field::KeyAdded
        )
    );
    let time = is_time.then(|| wall_clock(value)).flatten();
    time.unwrap_or_else(|| plain(value.trim_end()))
}

/// `1709283600 +0900` as `2024-03-01 18:00:00 +0900`; `None` where no calendar holds it.
fn wall_clock(raw: &str) -> Option<String> {
    let (seconds, zone) = raw.split_once(' ')?;
    let instant = Timestamp::from_second(seconds.parse().ok()?).ok()?;
    let (offset, zone) = match zone {
        "" => (Offset::from_minutes(0), "(UTC, no zone)"),
        zone => (Offset::parse(zone.as_bytes())?, zone),
    };
    let offset = jiff::tz::Offset::from_seconds(offset.minutes().checked_mul(60)?).ok()?;
    let wall = offset.to_datetime(instant).strftime("%Y-%m-%d %H:%M:%S");
    Some(format!("{wall} {zone}"))
}

/// `2026-01-31`, in UTC.
pub(crate) fn day(seconds: i64) -> String {
    let at = Timestamp::from_second(seconds).unwrap_or_default();
    at.strftime("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
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
        value(&Record {
            commit: String::new(),
            field: Field::AuthorDate,
            value: raw.to_owned(),
        })
    }

    #[test]
    fn times_show_the_clock_that_wrote_them() {
        assert_eq!(shown("1709283600 +0900"), "2024-03-01 18:00:00 +0900");
        assert_eq!(shown("1709283600 -0330"), "2024-03-01 05:30:00 -0330");
        assert_eq!(shown("-86400 +0000"), "1969-12-31 00:00:00 +0000");
        assert_eq!(shown("1709283600 "), "2024-03-01 09:00:00 (UTC, no zone)");
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
