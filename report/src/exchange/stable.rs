//! Ids and times computed from content, so that the same scan gives the same bytes.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use uuid::Uuid;

/// Names the namespace of our own ids. A new number makes every id a new one.
const NAMESPACE_NAME: &[u8] = b"urn:countersign:exchange:1";
/// 9999-12-30T22:00:00Z, the last second that a calendar of four digits holds in every zone. Before 1970 there
/// was no git.
const LAST_SECOND: i64 = 253_402_207_200;

/// An id for `content` within one `kind` of things.
pub(super) fn id(kind: &str, content: &str) -> Uuid {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, NAMESPACE_NAME);
    let name = [kind, content].join("\0");
    Uuid::new_v5(&namespace, name.as_bytes())
}

/// The bytes by which `content` is told from any other: JSON, its keys in the order of the struct.
pub(super) fn content(value: &impl Serialize) -> String {
    // Structs of text and numbers always have a JSON.
    serde_json::to_string(value).unwrap_or_default()
}

/// Unix seconds as the formats can write them; dates in commits may lie anywhere.
pub(super) fn within(seconds: i64) -> i64 {
    seconds.clamp(0, LAST_SECOND)
}

/// `2024-03-04T05:00:24.000Z`.
pub(super) fn instant(seconds: i64) -> String {
    let instant = Timestamp::from_second(within(seconds)).unwrap_or_default();
    let civil = instant.to_zoned(TimeZone::UTC).datetime();
    civil.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// `2024-03-04`.
pub(super) fn day(seconds: i64) -> String {
    instant(seconds)[..10].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instant_can_be_written() {
        assert_eq!(instant(1_709_528_424), "2024-03-04T05:00:24.000Z");
        assert_eq!(instant(i64::MIN), "1970-01-01T00:00:00.000Z");
        assert_eq!(instant(i64::MAX), "9999-12-30T22:00:00.000Z");
        assert_eq!(day(i64::MAX), "9999-12-30");
    }

    #[test]
    fn an_id_depends_on_kind_and_content() {
        assert_eq!(id("a", "b"), id("a", "b"));
        assert_ne!(id("a", "b"), id("ab", ""));
        assert_eq!(id("a", "b").get_version_num(), 5);
    }
}
