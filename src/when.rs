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
    /// This long before now.
    Ago(Span),
}

/// The present in Unix milliseconds.
pub(crate) fn now_ms() -> i64 {
    Timestamp::now().as_millisecond()
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
    // Instants beyond the last that programs count end up here too.
    let in_utc = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    if let Ok(civil) = in_utc.parse::<DateTime>()
        && let Ok(instant) = Timestamp::from_second(second_of(civil))
    {
        return Ok(When::Instant(instant));
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
    /// The first second that counts, for `--since`.
    pub(crate) fn first_second(self, now: Timestamp) -> Result<i64, String> {
        match self {
            Self::Day(date) => Ok(second_of(date.to_datetime(time(0, 0, 0, 0)))),
            other => other.second(now),
        }
    }

    /// The last second that counts, for `--until`: a day is included to its end.
    pub(crate) fn last_second(self, now: Timestamp) -> Result<i64, String> {
        match self {
            Self::Day(date) => Ok(second_of(date.to_datetime(time(23, 59, 59, 0)))),
            other => other.second(now),
        }
    }

    fn second(self, now: Timestamp) -> Result<i64, String> {
        match self {
            Self::Day(date) => Ok(second_of(date.to_datetime(time(0, 0, 0, 0)))),
            Self::Instant(instant) => Ok(instant.as_second()),
            Self::Ago(span) => now
                .to_zoned(TimeZone::UTC)
                .checked_sub(span)
                .map(|then| then.timestamp().as_second())
                .map_err(|_| "the span goes back further than dates can".to_owned()),
        }
    }
}

/// The second of a date in UTC. The last day that a calendar has lies outside of the instants that programs count; it
/// and others beyond are brought to the nearest one, because nothing lies between.
fn second_of(civil: DateTime) -> i64 {
    match civil.to_zoned(TimeZone::UTC) {
        Ok(zoned) => zoned.timestamp().as_second(),
        Err(_) if civil.year() > 0 => Timestamp::MAX.as_second(),
        Err(_) => Timestamp::MIN.as_second(),
    }
}

/// A bound in the future, as typed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Until {
    /// The first second of a day in UTC.
    Day(Date),
    /// This long from now.
    In(Span),
    /// Without end.
    Never,
}

/// Reads `2027-01-31`, `30d`, `3 months`, or `never`.
pub(crate) fn until(text: &str) -> Result<Until, String> {
    let text = text.trim();
    if text == "never" {
        return Ok(Until::Never);
    }
    if let Ok(date) = text.parse::<Date>() {
        return Ok(Until::Day(date));
    }
    let span = text.parse::<Span>();
    span.ok()
        .filter(|span| span.is_positive())
        .map(Until::In)
        .ok_or_else(|| {
            "expected a day such as 2027-01-31, a span from now such as 30d, or never".to_owned()
        })
}

impl Until {
    /// Its second, Unix time; `None` for never.
    pub(crate) fn second(self, now: Timestamp) -> Result<Option<i64>, String> {
        match self {
            Self::Never => Ok(None),
            Self::Day(date) => Ok(Some(second_of(date.to_datetime(time(0, 0, 0, 0))))),
            Self::In(span) => now
                .to_zoned(TimeZone::UTC)
                .checked_add(span)
                .map(|then| Some(then.timestamp().as_second()))
                .map_err(|_| "the span goes further than dates can".to_owned()),
        }
    }
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
    fn bounds_in_the_future_are_read() {
        let now: Timestamp = "2024-03-15T12:00:00Z".parse().unwrap();
        let second = |text: &str| {
            let second = until(text)?.second(now)?;
            Ok::<_, String>(
                second.map(|second| Timestamp::from_second(second).unwrap().to_string()),
            )
        };
        for (text, expected) in [
            ("2027-01-31", Some("2027-01-31T00:00:00Z")),
            ("30d", Some("2024-04-14T12:00:00Z")),
            ("3 months", Some("2024-06-15T12:00:00Z")),
            ("never", None),
        ] {
            assert_eq!(
                second(text).as_ref().map(Option::as_deref),
                Ok(expected),
                "{text}"
            );
        }
        for text in [
            "",
            "soon",
            "30",
            "2027-02-30",
            "-3d",
            "3 days ago",
            "99999y",
        ] {
            assert!(second(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_last_day_counts_to_its_end() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(parse("1970-01-02").unwrap().last_second(now), Ok(172_799));
    }

    #[test]
    fn the_last_days_of_the_calendar_are_dates_too() {
        let now = Timestamp::UNIX_EPOCH;
        let most = Timestamp::MAX.as_second();
        for text in ["9999-12-31", "9999-12-31T23:59:59", "9999-12-31T23:59:59Z"] {
            assert_eq!(parse(text).unwrap().last_second(now), Ok(most), "{text}");
        }
        assert_eq!(until("9999-12-31").unwrap().second(now), Ok(Some(most)));
        let least = Timestamp::MIN.as_second();
        let first = parse("-009999-01-01").unwrap().first_second(now);
        assert_eq!(first, Ok(least));
    }
}
