//! What is read from a file beside its indicators, and how readers report entries.

use countersign_facts::{Grade, Indicator, IndicatorKind, Tlp};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{key, spelling};

/// Most refused entries that are listed.
pub const MOST_REFUSED: usize = 20;

/// What a file says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its author.
    pub source: Option<String>,
    /// Its date, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// How far its source can be trusted.
    pub grade: Option<Grade>,
    /// The digit of a grade, `1` to `6`, if there is no letter: only people who know the source can give it.
    pub credibility: Option<char>,
    /// Its audience: the strictest marking of all entries.
    pub tlp: Option<Tlp>,
    /// When the first of its entries ends: a timestamp in UTC.
    pub ends: Option<String>,
}

/// An entry that was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it is in the file: `line 7`, `indicator--…`.
    pub place: String,
    /// Why it was skipped.
    pub why: String,
}

/// What was read from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What it says about itself.
    pub about: About,
    /// Number of indicators that were passed on, repetitions included.
    pub taken: u64,
    /// The first entries that were skipped, at most [`MOST_REFUSED`].
    pub refused: Vec<Refused>,
    /// Number of entries that were skipped.
    pub refused_total: u64,
    /// Number of entries of kinds with which nobody is compared: domains, file hashes, accounts of other
    /// platforms.
    pub other_kinds: u64,
    /// Number of entries that the file only mentions.
    pub mentioned: u64,
}

/// A reading in progress.
pub(crate) struct Progress<'a> {
    pub(crate) so_far: Reading,
    /// Whether an entry without a marking was taken.
    unmarked: bool,
    take: &'a mut dyn FnMut(Indicator),
}

impl Reading {
    #[expect(
        clippy::new_ret_no_self,
        reason = "a reading starts as one in progress"
    )]
    pub(crate) fn new(take: &mut dyn FnMut(Indicator)) -> Progress<'_> {
        Progress {
            so_far: Self::default(),
            unmarked: false,
            take,
        }
    }
}

impl Progress<'_> {
    /// Takes a value as the file spells it.
    pub(crate) fn value(&mut self, kind: IndicatorKind, value: &str, place: impl Fn() -> String) {
        let fingerprint = (kind == IndicatorKind::Key)
            .then(|| key::fingerprint(value))
            .flatten();
        let value = fingerprint.unwrap_or_else(|| spelling::plain(kind, value));
        match Indicator::parse(kind, &value) {
            Ok(indicator) => {
                self.so_far.taken += 1;
                (self.take)(indicator);
            }
            Err(why) => self.refuse(place(), format!("{}: {why}", kind.as_str())),
        }
    }

    /// The entries of a JSON array that have the required fields; skips the others.
    pub(crate) fn entries<T: DeserializeOwned>(&mut self, entries: Vec<Value>) -> Vec<T> {
        let mut read = Vec::with_capacity(entries.len());
        for (position, entry) in entries.into_iter().enumerate() {
            let id = entry["id"].as_str().or_else(|| entry["uuid"].as_str());
            let place = id.map_or_else(|| format!("entry {}", position + 1), str::to_owned);
            match T::deserialize(entry) {
                Ok(entry) => read.push(entry),
                Err(error) => self.refuse(place, error.to_string()),
            }
        }
        read
    }

    /// Skips an entry.
    pub(crate) fn refuse(&mut self, place: String, why: impl Into<String>) {
        self.so_far.refused_total += 1;
        if self.so_far.refused.len() < MOST_REFUSED {
            let why = why.into();
            self.so_far.refused.push(Refused { place, why });
        }
    }

    /// Notes the marking of an entry: the strictest counts for the whole list.
    pub(crate) fn mark(&mut self, tlp: Option<Tlp>) {
        let about = &mut self.so_far.about;
        about.tlp = about.tlp.max(tlp);
        self.unmarked |= tlp.is_none();
    }

    pub(crate) fn finish(mut self) -> Reading {
        // Entries without a marking count as TLP:AMBER, however open the others are.
        let about = &mut self.so_far.about;
        about.tlp = about.tlp.filter(|tlp| !self.unmarked || *tlp > Tlp::Amber);
        self.so_far
    }
}
