//! Indicator lists that the user imported: their source, its grade, and keyed hashes of their values. The
//! values themselves are not kept, so a list can be asked about a value, but not read.

use std::fmt;

use crate::hash_key::{HashKey, KeyedHash};
use crate::indicator::{Indicator, IndicatorKind};

/// How far a list is trusted, by the Admiralty code: a letter for the source and a digit for its information.
/// Source: AJP-2.1, annex "source reliability and information credibility".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade {
    /// `A` (completely reliable) to `E` (unreliable), `F` where it cannot be judged.
    reliability: u8,
    /// `1` (confirmed) to `5` (improbable), `6` where it cannot be judged.
    credibility: Option<u8>,
}

impl Grade {
    /// A grade such as `B2`, or `B` alone, in any case; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (reliability, credibility) = match text.trim().as_bytes() {
            [reliability] => (reliability, None),
            [reliability, credibility @ b'1'..=b'6'] => (reliability, Some(*credibility)),
            _ => return None,
        };
        let reliability = reliability.to_ascii_uppercase();
        matches!(reliability, b'A'..=b'F').then_some(Self {
            reliability,
            credibility,
        })
    }

    /// `A` (completely reliable) to `E` (unreliable); `F` where the source cannot be judged.
    #[must_use]
    pub const fn reliability(self) -> u8 {
        self.reliability
    }

    /// `1` (confirmed) to `5` (improbable), `6` where it cannot be judged; `None` for a grade of one letter.
    #[must_use]
    pub const fn credibility(self) -> Option<u8> {
        self.credibility
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", char::from(self.reliability))?;
        self.credibility
            .map_or(Ok(()), |digit| write!(f, "{}", char::from(digit)))
    }
}

/// With whom a list may be shared: the Traffic Light Protocol 2.0 of FIRST.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tlp {
    /// With everybody.
    #[default]
    Clear,
    /// Within the community, not over public channels.
    Green,
    /// Within the organisation and its clients.
    Amber,
    /// Within the organisation.
    AmberStrict,
    /// With nobody but those who received it.
    Red,
}

impl Tlp {
    /// All of them, from the most open.
    pub const ALL: [Self; 5] = [
        Self::Clear,
        Self::Green,
        Self::Amber,
        Self::AmberStrict,
        Self::Red,
    ];

    /// Name without `TLP:`, lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Green => "green",
            Self::Amber => "amber",
            Self::AmberStrict => "amber+strict",
            Self::Red => "red",
        }
    }

    /// Reads `TLP:AMBER+STRICT`, `amber`, or the `white` of TLP 1.0, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        match text.strip_prefix("tlp:").unwrap_or(&text) {
            "white" => Some(Self::Clear),
            name => Self::ALL.into_iter().find(|tlp| tlp.as_str() == name),
        }
    }
}

/// An imported list without its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorList {
    /// The name under which the user imported it.
    pub name: String,
    /// Who made it.
    pub source: String,
    /// How far its source is trusted; an ungraded list never raises a level.
    pub grade: Option<Grade>,
    /// The day on which it was made, `YYYY-MM-DD`.
    pub date: String,
    /// When it expires, Unix seconds. From then on it matches nothing.
    pub expires: Option<i64>,
    /// With whom it may be shared; `None` when it is unmarked.
    pub tlp: Option<Tlp>,
}

impl IndicatorList {
    /// With whom a match may be shared. An unmarked list may be shared within the organisation and with its
    /// clients (`amber`), because sharing it too widely could not be undone.
    #[must_use]
    pub fn sharing(&self) -> Tlp {
        self.tlp.unwrap_or(Tlp::Amber)
    }

    /// Whether it still matches at `now`, Unix seconds.
    #[must_use]
    pub fn is_current(&self, now: i64) -> bool {
        self.expires.is_none_or(|expires| now < expires)
    }
}

/// All imported lists that have not expired. They can be asked about a value.
#[derive(Clone, Debug, Default)]
pub struct Indicators {
    key: Option<HashKey>,
    lists: Vec<IndicatorList>,
    /// Hash and position of its list, sorted.
    entries: Vec<(KeyedHash, usize)>,
}

impl Indicators {
    /// The `lists`, each with the hashes of its values under `key`. Lists that have expired at `now`, Unix
    /// seconds, are left out.
    #[must_use]
    pub fn new(
        key: HashKey,
        lists: impl IntoIterator<Item = (IndicatorList, Vec<KeyedHash>)>,
        now: i64,
    ) -> Self {
        let current = lists.into_iter().filter(|(list, _)| list.is_current(now));
        let (mut lists, mut entries) = (Vec::new(), Vec::new());
        for (position, (list, hashes)) in current.enumerate() {
            entries.extend(hashes.into_iter().map(|hash| (hash, position)));
            lists.push(list);
        }
        entries.sort_unstable();
        entries.dedup();
        Self {
            key: Some(key),
            lists,
            entries,
        }
    }

    /// Only the lists that may be shared with the audience `tlp`. The others leave no trace: a value on them
    /// looks like any other value.
    #[must_use]
    pub fn shared_with(&self, tlp: Tlp) -> Self {
        let mut kept = Vec::new();
        let mut positions = vec![None; self.lists.len()];
        for (position, list) in positions.iter_mut().zip(&self.lists) {
            if list.sharing() <= tlp {
                *position = Some(kept.len());
                kept.push(list.clone());
            }
        }
        // Positions keep their order, so the entries stay sorted.
        let entries = self.entries.iter();
        let entries = entries.filter_map(|(hash, list)| Some((*hash, positions[*list]?)));
        Self {
            key: self.key.clone(),
            entries: entries.collect(),
            lists: kept,
        }
    }

    /// The lists, in the order in which they were given.
    #[must_use]
    pub fn lists(&self) -> &[IndicatorList] {
        &self.lists
    }

    /// Whether no list can match anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The lists that contain `value`, in their order. None for a value that does not identify a person.
    pub fn matching(
        &self,
        kind: IndicatorKind,
        value: &str,
    ) -> impl Iterator<Item = &IndicatorList> {
        let asked = self.key.as_ref().filter(|_| !self.is_empty());
        let hash = asked.and_then(|key| {
            let indicator = Indicator::parse(kind, value).ok()?;
            Some(key.hash(&indicator))
        });
        let found = hash.map_or(&[][..], |hash| {
            let start = self.entries.partition_point(|(entry, _)| *entry < hash);
            let length = self.entries[start..].partition_point(|(entry, _)| *entry == hash);
            &self.entries[start..start + length]
        });
        found.iter().map(|(_, list)| &self.lists[*list])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(name: &str, grade: &str, expires: Option<i64>) -> IndicatorList {
        IndicatorList {
            name: name.to_owned(),
            source: "a source".to_owned(),
            grade: Grade::parse(grade),
            date: "2026-11-14".to_owned(),
            expires,
            tlp: None,
        }
    }

    fn hashes(key: &HashKey, mailboxes: &[&str]) -> Vec<KeyedHash> {
        let hash = |mailbox: &&str| {
            let indicator = Indicator::parse(IndicatorKind::Mailbox, mailbox);
            key.hash(&indicator.expect("a mailbox"))
        };
        mailboxes.iter().map(hash).collect()
    }

    #[test]
    fn a_value_is_on_every_current_list_that_names_it() {
        let key = HashKey::new([7; 32]);
        let ada = hashes(&key, &["ada@mail.example"]);
        let both = hashes(&key, &["zoe@pen.example", "Ada@Mail.Example"]);
        let lists = [
            (list("one", "B2", None), ada.clone()),
            (list("expired", "A1", Some(100)), ada),
            (list("two", "", Some(101)), both),
        ];
        let indicators = Indicators::new(key, lists, 100);
        let on = |value: &str| -> Vec<_> {
            let lists = indicators.matching(IndicatorKind::Mailbox, value);
            lists.map(|list| &*list.name).collect()
        };
        assert_eq!(on("ADA@mail.example"), ["one", "two"]);
        assert_eq!(on("zoe@pen.example"), ["two"]);
        assert_eq!(on("bruno@corp.test.example"), [""; 0]);
        assert_eq!(
            indicators
                .matching(IndicatorKind::Login, "ada@mail.example")
                .count(),
            0
        );
    }

    #[test]
    fn a_list_for_fewer_eyes_leaves_no_trace() {
        let key = HashKey::new([7; 32]);
        let ada = hashes(&key, &["ada@mail.example"]);
        let zoe = hashes(&key, &["zoe@pen.example"]);
        let marked = |name: &str, tlp| IndicatorList {
            tlp,
            ..list(name, "B2", None)
        };
        let red = marked("red", Some(Tlp::Red));
        let lists = [
            (red.clone(), [ada.clone(), zoe].concat()),
            (marked("unmarked", None), ada.clone()),
            (marked("green", Some(Tlp::Green)), ada),
        ];
        let all = Indicators::new(key.clone(), lists, 0);
        let on = |tlp, value: &str| -> Vec<_> {
            let shared = all.shared_with(tlp);
            let lists = shared.matching(IndicatorKind::Mailbox, value);
            lists.map(|list| list.name.clone()).collect()
        };
        assert_eq!(on(Tlp::Clear, "ada@mail.example"), [""; 0]);
        assert_eq!(on(Tlp::Green, "ada@mail.example"), ["green"]);
        assert_eq!(on(Tlp::Amber, "ada@mail.example"), ["unmarked", "green"]);
        assert_eq!(on(Tlp::AmberStrict, "zoe@pen.example"), [""; 0]);
        assert_eq!(on(Tlp::Red, "zoe@pen.example"), ["red"]);
        let nothing_else = Indicators::new(key, [(red, Vec::new())], 0);
        assert!(nothing_else.shared_with(Tlp::Amber).lists().is_empty());
        assert!(all.shared_with(Tlp::Clear).is_empty());
    }

    #[test]
    fn another_key_finds_nothing() {
        let ada = hashes(&HashKey::new([7; 32]), &["ada@mail.example"]);
        let other = HashKey::new([8; 32]);
        let indicators = Indicators::new(other, [(list("one", "B2", None), ada)], 0);
        let found = indicators.matching(IndicatorKind::Mailbox, "ada@mail.example");
        assert_eq!(found.count(), 0);
    }

    #[test]
    fn a_key_is_never_shown() {
        assert_eq!(format!("{:?}", HashKey::new([7; 32])), "HashKey(..)");
    }

    #[test]
    fn grades_are_read_in_any_case() {
        for wrong in ["", "G", "A7", "A0", "AA", "B22", "2B"] {
            assert_eq!(Grade::parse(wrong), None, "{wrong}");
        }
        assert_eq!(
            Grade::parse("b2").map(|grade| grade.to_string()),
            Some("B2".to_owned())
        );
    }

    #[test]
    fn sharing_is_read_in_both_versions() {
        for (text, expected) in [
            ("TLP:RED", Some(Tlp::Red)),
            ("tlp:amber+strict", Some(Tlp::AmberStrict)),
            ("white", Some(Tlp::Clear)),
            ("CLEAR", Some(Tlp::Clear)),
            ("TLP:PURPLE", None),
        ] {
            assert_eq!(Tlp::parse(text), expected, "{text}");
        }
    }
}
