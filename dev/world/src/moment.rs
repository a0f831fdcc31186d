//! Times, between RFC 3339 and Unix milliseconds.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

/// # Panics
/// When `text` is not an RFC 3339 time.
pub(crate) fn parse(text: &str) -> i64 {
    match text.parse::<Timestamp>() {
        Ok(timestamp) => timestamp.as_millisecond(),
        Err(error) => panic!("`{text}` is not a time: {error}"),
    }
}

/// As GitHub writes times: whole seconds, `Z`.
pub(crate) fn text(ms: i64) -> String {
    Timestamp::from_second(ms.div_euclid(1_000))
        .map_or_else(|_| ms.to_string(), |at| at.to_string())
}

/// The machine's time, for tokens and limits.
pub(crate) fn now_ms() -> i64 {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
}

/// As HTTP headers write times.
pub(crate) fn http(ms: i64) -> String {
    let at = Timestamp::from_second(ms.div_euclid(1_000)).unwrap_or_default();
    let printed = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at);
    printed.unwrap_or_default()
}
