//! Instants and periods of a dossier.

use jiff::Timestamp;

use super::model::Span;

/// An instant in Unix seconds as RFC 3339 writes it; the number if no calendar has it.
pub(super) fn instant(seconds: i64) -> String {
    let instant = Timestamp::from_second(seconds);
    instant.map_or_else(|_| seconds.to_string(), |instant| instant.to_string())
}

/// The same for Unix milliseconds, without the fraction of a second.
pub(super) fn instant_ms(milliseconds: i64) -> String {
    instant(milliseconds.div_euclid(1_000))
}

/// From one Unix second to another.
pub(super) fn span(first: i64, last: i64) -> Span {
    Span {
        first: instant(first),
        last: instant(last),
    }
}

/// From one Unix millisecond to another.
pub(super) fn span_ms(first: i64, last: i64) -> Span {
    Span {
        first: instant_ms(first),
        last: instant_ms(last),
    }
}

/// The first and last of some instants, in Unix seconds. Ordered by the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reach {
    last: i64,
    first: i64,
}

impl Reach {
    /// `None` for no instants.
    pub(super) fn over(instants: impl IntoIterator<Item = i64>) -> Option<Self> {
        let reach = |instant| Self {
            last: instant,
            first: instant,
        };
        instants.into_iter().map(reach).reduce(Self::and)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            last: self.last.max(other.last),
            first: self.first.min(other.first),
        }
    }

    pub(super) fn span(self) -> Span {
        span(self.first, self.last)
    }
}

/// `2019-03-02 to 2021-05-01`; days only, in UTC.
pub(super) fn days(span: &Span) -> String {
    format!("{} to {}", day(&span.first), day(&span.last))
}

/// The same in a sentence: one day if both are the same.
pub(super) fn period(span: &Span) -> String {
    match (day(&span.first), day(&span.last)) {
        (first, last) if first == last => first.to_owned(),
        _ => days(span),
    }
}

/// The day of an instant as RFC 3339 writes it.
pub(crate) fn day(instant: &str) -> &str {
    instant.split('T').next().unwrap_or(instant)
}
