//! The value of a quoted record: text, or a time with the clock that wrote it.

use std::fmt;

use countersign_facts::{Moment, Offset};
use countersign_heuristics::Field;
use serde::{Serialize, Serializer};

/// The value of a record. Its `Display` and JSON form spell it as git does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordValue {
    /// A name, an address, a key, a path or a line, as found.
    Text(String),
    /// A time.
    Time {
        /// The instant, and the offset of the clock.
        moment: Moment,
        /// The offset as found; empty where there is none. Git accepts tokens that are not an offset.
        token: String,
    },
}

impl RecordValue {
    /// A time from Unix seconds and the offset as found.
    pub(crate) fn time(seconds: i64, token: &[u8]) -> Self {
        Self::Time {
            moment: Moment {
                seconds,
                offset: Offset::parse(token),
            },
            token: String::from_utf8_lossy(token).into_owned(),
        }
    }

    /// Reads a value that was spelled before, in a bundle. `field` says what it is.
    pub(crate) fn parse(field: Option<Field>, spelled: &str) -> Self {
        let time = || {
            let (seconds, token) = spelled.split_once(' ')?;
            let time = Self::time(seconds.parse().ok()?, token.as_bytes());
            (time.to_string() == spelled).then_some(time)
        };
        let time = field.filter(|field| is_time(*field)).and_then(|_| time());
        time.unwrap_or_else(|| Self::Text(spelled.to_owned()))
    }

    /// The text; `None` for a time.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Time { .. } => None,
        }
    }
}

fn is_time(field: Field) -> bool {
    matches!(
        field,
        Field::AuthorDate
            | Field::CommitterDate
            | Field::SignatureDate
            | Field::AccountCreated
            | Field::KeyCreated
            | Field::KeyAdded
    )
}

impl fmt::Display for RecordValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Time { moment, token } => write!(f, "{} {token}", moment.seconds),
        }
    }
}

impl Serialize for RecordValue {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl From<String> for RecordValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for RecordValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelled_value_is_spelled_the_same_again() {
        for spelled in ["1709283600 +0900", "-1 ", "12 +5130", "+12 +0000", "x", ""] {
            let value = RecordValue::parse(Some(Field::AuthorDate), spelled);
            assert_eq!(value.to_string(), spelled);
        }
        let text = RecordValue::parse(Some(Field::Author), "12 +0000");
        assert_eq!(text, RecordValue::from("12 +0000"));
    }
}
