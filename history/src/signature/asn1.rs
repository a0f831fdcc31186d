//! Times of ASN.1 in the one form certificates and CMS allow: with seconds, in UTC.

use x509_parser::asn1_rs::{Any, Tag};

/// An element that may hold a time.
pub(super) struct Element<'a> {
    /// The number of its tag.
    pub(super) tag: u8,
    /// What it holds, without tag and length.
    pub(super) contents: &'a [u8],
}

impl Element<'_> {
    /// The instant of a time in UTC, as Unix seconds.
    pub(super) fn time(&self) -> Option<i64> {
        let any = Any::from_tag_and_data(Tag(self.tag.into()), self.contents);
        let time = match any.tag() {
            Tag::UtcTime if self.contents.len() == "YYMMDDhhmmssZ".len() => {
                any.utctime().ok()?.utc_adjusted_datetime()
            }
            Tag::GeneralizedTime if self.contents.ends_with(b"Z") => {
                any.generalizedtime().ok()?.utc_datetime()
            }
            _ => return None,
        };
        Some(time.ok()?.unix_timestamp())
    }
}
