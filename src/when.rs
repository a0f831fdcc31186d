//! `--since` and `--until`: dates, instants, and spans before now.

use jiff::civil::{Date, DateTime, time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Zoned};

/// A bound in time, as typed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum When {
    /// A whole day in UTC.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
    /// So long before now.
    Ago(Span),
}

/// Reads `2024-01-31`, an RFC 3339 instant, `2w`, or `2 weeks ago`.
pub(crate) fn parse(text: &str) -> Result<When, String> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>()
        && !text.contains(['T', 't', ' ', ':'])
    {
        return Ok(When::Day(date));
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(When::Instant(instant));
    }
    if let Ok(civil) = text.parse::<DateTime>()
        && let Ok(zoned) = civil.to_zoned(TimeZone::UTC)
    {
        return Ok(When::Instant(zoned.timestamp()));
    }
    let words = text.replace('.', " ");
    if let Ok(span) = words.parse::<Span>() {
        return Ok(When::Ago(span.abs()));
    }
    match words.as_str() {
        "now" => Ok(When::Ago(Span::new())),
        "today" => Ok(When::Day(Zoned::now().with_time_zone(TimeZone::UTC).date())),
        "yesterday" => Ok(When::Ago(Span::new().days(1))),
        _ => Err(
            "expected 2024-01-31, 2024-01-31T10:00:00Z, or a span such as 2w or \"2 weeks ago\""
                .into(),
        ),
    }
}

impl When {
    /// The first second that counts, when this is `--since`.
    pub(crate) fn first_second(self, now: Timestamp) -> Result<i64, String> {
        match self {
            Self::Day(date) => day(date.to_datetime(time(0, 0, 0, 0))),
            other => other.second(now),
        }
    }

    /// The last second that counts, when this is `--until`: a day is included to its end.
    pub(crate) fn last_second(self, now: Timestamp) -> Result<i64, String> {
        match self {
            Self::Day(date) => day(date.to_datetime(time(23, 59, 59, 0))),
            other => other.second(now),
        }
    }

    fn second(self, now: Timestamp) -> Result<i64, String> {
        match self {
            Self::Day(date) => day(date.to_datetime(time(0, 0, 0, 0))),
            Self::Instant(instant) => Ok(instant.as_second()),
            Self::Ago(span) => now
                .to_zoned(TimeZone::UTC)
                .checked_sub(span)
                .map(|then| then.timestamp().as_second())
                .map_err(|_| "the span reaches back before all time".to_owned()),
        }
    }
}

fn day(civil: DateTime) -> Result<i64, String> {
    civil
        .to_zoned(TimeZone::UTC)
        .map(|zoned| zoned.timestamp().as_second())
        .map_err(|_| format!("{civil} lies outside of all time"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn since(text: &str) -> Result<String, String> {
        let now: Timestamp = "2024-03-15T12:00:00Z".parse().unwrap();
        let second = parse(text)?.first_second(now)?;
        Ok(Timestamp::from_second(second).unwrap().to_string())
    }

    #[test]
    fn dates_instants_and_spans_are_read() {
        for (text, expected) in [
            ("2024-01-31", "2024-01-31T00:00:00Z"),
            ("2024-01-31T10:00:00+02:00", "2024-01-31T08:00:00Z"),
            ("2024-01-31 10:00", "2024-01-31T10:00:00Z"),
            ("2w", "2024-03-01T12:00:00Z"),
            ("2 weeks ago", "2024-03-01T12:00:00Z"),
            ("2.weeks.ago", "2024-03-01T12:00:00Z"),
            ("1 month", "2024-02-15T12:00:00Z"),
            ("1y 2mo", "2023-01-15T12:00:00Z"),
            ("yesterday", "2024-03-14T12:00:00Z"),
        ] {
            assert_eq!(since(text).as_deref(), Ok(expected), "{text}");
        }
        for text in ["", "soon", "2024-13-01", "20240", "99999y"] {
            assert!(since(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_last_day_counts_to_its_end() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(parse("1970-01-02").unwrap().last_second(now), Ok(172_799));
    }
}
