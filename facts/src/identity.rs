//! Names and e-mail addresses as commits carry them: bytes, kept as found.

use std::borrow::Cow;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::text_encoding::TextEncoding;

/// Position of an identity in [`Identities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityIndex(pub u32);

/// Every distinct `Name <e-mail>` byte string, once, in order of first appearance.
#[derive(Debug, Default)]
pub struct Identities {
    raw: IndexMap<Box<[u8]>, Option<TextEncoding>, FxBuildHasher>,
}

impl Identities {
    /// Index of the identity with exactly these bytes, added when new.
    ///
    /// `encoding` is the commit's `encoding` header, which is only needed to show names that are not UTF-8. An identity
    /// keeps the encoding that any of its commits declares, so that the order of reading does not matter; of several,
    /// the first by name.
    ///
    /// # Panics
    /// When more than 2^32 distinct identities appear.
    pub fn intern(&mut self, raw: &[u8], encoding: Option<TextEncoding>) -> IdentityIndex {
        let position = match self.raw.get_index_of(raw) {
            Some(position) => {
                let known = &mut self.raw[position];
                *known = first_by_name(*known, encoding);
                position
            }
            None => self.raw.insert_full(raw.into(), encoding).0,
        };
        IdentityIndex(u32::try_from(position).expect("fewer than 2^32 distinct identities"))
    }

    /// The identity at `index`.
    ///
    /// # Panics
    /// When `index` is another table's.
    #[must_use]
    #[inline]
    pub fn get(&self, index: IdentityIndex) -> Identity<'_> {
        let (raw, encoding) = self
            .raw
            .get_index(index.0 as usize)
            .expect("the index came from this table");
        Identity {
            raw,
            encoding: *encoding,
        }
    }

    /// All identities with their indexes, in order of first appearance.
    pub fn iter(&self) -> impl Iterator<Item = (IdentityIndex, Identity<'_>)> {
        (0..)
            .map(IdentityIndex)
            .zip(self.raw.iter().map(|(raw, encoding)| Identity {
                raw,
                encoding: *encoding,
            }))
    }

    /// How many distinct identities there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.raw.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }
}

/// The encoding that there is; of two, the first by name.
fn first_by_name(a: Option<TextEncoding>, b: Option<TextEncoding>) -> Option<TextEncoding> {
    match (a, b) {
        (Some(a), Some(b)) if a != b && b.name() < a.name() => Some(b),
        (a, b) => a.or(b),
    }
}

/// One `Name <e-mail>`, split as in git: at the first `<` and the first `>` after it.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    raw: &'a [u8],
    encoding: Option<TextEncoding>,
}

impl<'a> Identity<'a> {
    /// An identity outside of any table.
    #[must_use]
    pub const fn of_bytes(raw: &'a [u8]) -> Self {
        Self {
            raw,
            encoding: None,
        }
    }

    /// The whole byte string as found.
    #[must_use]
    #[inline]
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Bytes of the name, without the spaces around it; empty where there is none.
    #[must_use]
    pub fn name_bytes(&self) -> &'a [u8] {
        let end = position(self.raw, b'<').unwrap_or(self.raw.len());
        self.raw[..end].trim_ascii()
    }

    /// Bytes of the e-mail address, without the spaces around it; empty where there is none.
    #[must_use]
    pub fn email_bytes(&self) -> &'a [u8] {
        let Some(open) = position(self.raw, b'<') else {
            return &[];
        };
        let rest = &self.raw[open + 1..];
        rest[..position(rest, b'>').unwrap_or(rest.len())].trim_ascii()
    }

    /// The name as text: UTF-8, else the commit's declared encoding, else with replacement characters.
    #[must_use]
    pub fn name(&self) -> Cow<'a, str> {
        self.decode(self.name_bytes())
    }

    /// The e-mail address as text, decoded like the name.
    #[must_use]
    pub fn email(&self) -> Cow<'a, str> {
        self.decode(self.email_bytes())
    }

    /// `Name <e-mail>` as text, decoded like the name.
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        self.decode(self.raw)
    }

    /// The encoding that its commits declare.
    #[must_use]
    pub fn encoding(&self) -> Option<TextEncoding> {
        self.encoding
    }

    fn decode(&self, bytes: &'a [u8]) -> Cow<'a, str> {
        match (std::str::from_utf8(bytes), self.encoding) {
            (Ok(_), Some(encoding)) if encoding.is_escaped(bytes) => encoding.decode(bytes),
            (Ok(text), _) => Cow::Borrowed(text),
            (Err(_), Some(encoding)) => encoding.decode(bytes),
            (Err(_), None) => String::from_utf8_lossy(bytes),
        }
    }
}

/// A name without the words that look like addresses. Some people write their address in place of their name,
/// and code that must not keep addresses must not keep these either.
#[must_use]
pub fn without_addresses(name: &str) -> String {
    let is_something = |part: &str| part.contains(char::is_alphanumeric);
    let is_address = |word: &&str| {
        word.split_once('@')
            .is_some_and(|(local, domain)| is_something(local) && is_something(domain))
    };
    if !name.contains('@') {
        return name.to_owned();
    }
    let words = name.split_whitespace().filter(|word| !is_address(word));
    words.collect::<Vec<_>>().join(" ")
}

fn position(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|byte| *byte == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(raw: &[u8], encoding: Option<TextEncoding>) -> (String, String) {
        let identity = Identity { raw, encoding };
        (identity.name().into_owned(), identity.email().into_owned())
    }

    #[test]
    fn names_lose_the_addresses_in_them() {
        for (name, kept) in [
            ("Ada  Example", "Ada  Example"),
            ("ada@mail.example", ""),
            ("Ada <ada@mail.example> Example", "Ada Example"),
            ("Ada (@ada) @ work", "Ada (@ada) @ work"),
        ] {
            assert_eq!(without_addresses(name), kept);
        }
    }

    #[test]
    fn odd_lines_are_split_as_git_splits_them() {
        let pair = |name: &str, email: &str| (name.to_owned(), email.to_owned());
        assert_eq!(
            split(b"Ada L <ada@example.com>", None),
            pair("Ada L", "ada@example.com")
        );
        assert_eq!(
            split(b"A <b <c@example.com>>", None),
            pair("A", "b <c@example.com")
        );
        assert_eq!(split(b" <>", None), pair("", ""));
        assert_eq!(split(b"no address", None), pair("no address", ""));
    }

    #[test]
    fn names_in_other_encodings_are_shown_as_declared() {
        let raw = b"J\xfcrgen <j@example.com>";
        assert_eq!(
            split(raw, Some(TextEncoding::Web(encoding_rs::WINDOWS_1252))).0,
            "Jürgen"
        );
        assert_eq!(split(raw, None).0, "J\u{fffd}rgen");
    }

    #[test]
    fn a_name_is_decoded_by_any_commit_that_declares_an_encoding() {
        let raw = b"J\xfcrgen <j@example.com>";
        let western = Some(TextEncoding::Web(encoding_rs::WINDOWS_1252));
        for order in [[None, western], [western, None]] {
            let mut identities = Identities::default();
            let indexes = order.map(|encoding| identities.intern(raw, encoding));
            assert_eq!(indexes[0], indexes[1]);
            assert_eq!(identities.get(indexes[0]).name(), "Jürgen");
        }
        let baltic = Some(TextEncoding::Web(encoding_rs::WINDOWS_1257));
        let names = [[baltic, western], [western, baltic]].map(|order| {
            let mut identities = Identities::default();
            let [index, _] = order.map(|encoding| identities.intern(raw, encoding));
            identities.get(index).encoding()
        });
        assert_eq!(names[0], names[1], "the order decides");
    }

    #[test]
    fn escape_sequences_are_decoded_although_they_are_ascii() {
        let raw = b"\x1b$B;3ED\x1b(B <y@example.com>";
        let encoding = Some(TextEncoding::Web(encoding_rs::ISO_2022_JP));
        assert_eq!(split(raw, encoding).0, "山田");
        assert_eq!(split(b"Plain <y@example.com>", encoding).0, "Plain");
    }
}
