//! Everything that is remembered about one person, for an investigator and for the person concerned: as
//! data, as text, as JSON and CSV.

mod aside;
mod build;
mod clocks;
mod csv;
mod findings;
mod joined;
mod keys;
mod model;
mod text;

use jiff::Timestamp;

use crate::json::pretty;
pub use csv::csv;
pub use model::{
    Account, ClockPeriod, Decision, DeployKey, Dossier, Evidence, Finding, Identifier, Join, Key,
    Lead, Listed, LoginUse, NameUse, Organisation, OtherSigner, Parting, Repository, Right, Span,
};
pub(crate) use text::day;
pub use text::text;

/// The dossier as one JSON object.
#[must_use]
pub fn json(dossier: &Dossier) -> String {
    pretty(dossier)
}

/// The JSON Schema of [`Dossier`] as JSON shows it.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Dossier).to_value()
}

/// An instant in Unix seconds as RFC 3339 has it, and as a number where no calendar holds it.
fn instant(seconds: i64) -> String {
    let instant = Timestamp::from_second(seconds);
    instant.map_or_else(|_| seconds.to_string(), |instant| instant.to_string())
}

/// An instant in Unix milliseconds, likewise, to the second.
fn instant_ms(milliseconds: i64) -> String {
    instant(milliseconds.div_euclid(1_000))
}

/// From one Unix second to another.
fn span(first: i64, last: i64) -> Span {
    Span {
        first: instant(first),
        last: instant(last),
    }
}

/// From one Unix millisecond to another.
fn span_ms(first: i64, last: i64) -> Span {
    Span {
        first: instant_ms(first),
        last: instant_ms(last),
    }
}

/// How far instants reach, in Unix seconds. Ordered by the later end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Reach {
    last: i64,
    first: i64,
}

impl Reach {
    /// `None` for no instants.
    fn over(instants: impl IntoIterator<Item = i64>) -> Option<Self> {
        let reach = |instant| Self {
            last: instant,
            first: instant,
        };
        instants.into_iter().map(reach).reduce(Self::and)
    }

    fn and(self, other: Self) -> Self {
        Self {
            last: self.last.max(other.last),
            first: self.first.min(other.first),
        }
    }

    fn span(self) -> Span {
        span(self.first, self.last)
    }
}
