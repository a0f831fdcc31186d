//! What comes of reading a file, beside its indicators.

use countersign_facts::{Grade, Indicator, IndicatorKind, Tlp};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::key;

/// So many refused entries are named.
pub const MOST_REFUSED: usize = 20;

/// What a file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Who made it.
    pub source: Option<String>,
    /// The day it is of, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// How far it is to be trusted.
    pub grade: Option<Grade>,
    /// The digit of a grade, `1` to `6`, where there is no letter: that is for whoever knows the source.
    pub credibility: Option<char>,
    /// With whom it may be shared: the strictest marking of all that is on it.
    pub tlp: Option<Tlp>,
    /// When the first of its entries ends by what it says itself: a timestamp in UTC.
    pub ends: Option<String>,
}

/// An entry that was kept out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands: `line 7`, `indicator--…`.
    pub place: String,
    /// Why it was kept out.
    pub why: String,
}

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// What it says of itself.
    pub about: About,
    /// Indicators handed on, repetitions included.
    pub taken: u64,
    /// The first entries that were kept out, at most [`MOST_REFUSED`].
    pub refused: Vec<Refused>,
    /// How many were kept out.
    pub refused_total: u64,
    /// Entries of kinds that are not compared with anything here: domains, hashes, other platforms'
    /// accounts.
    pub other_kinds: u64,
    /// Entries that the file only mentions.
    pub mentioned: u64,
}

/// A reading that goes on.
pub(crate) struct Progress<'a> {
    pub(crate) so_far: Reading,
    /// Whether something was taken that bears no marking.
    unmarked: bool,
    take: &'a mut dyn FnMut(Indicator),
}

impl Reading {
    #[expect(
        clippy::new_ret_no_self,
        reason = "a reading begins as one that goes on"
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
    /// A value as the file has it.
    pub(crate) fn value(&mut self, kind: IndicatorKind, value: &str, place: impl Fn() -> String) {
        let fingerprint = (kind == IndicatorKind::Key)
            .then(|| key::fingerprint(value))
            .flatten();
        match Indicator::parse(kind, fingerprint.as_deref().unwrap_or(value)) {
            Ok(indicator) => {
                self.so_far.taken += 1;
                (self.take)(indicator);
            }
            Err(why) => self.refuse(place(), format!("{}: {why}", kind.as_str())),
        }
    }

    /// The entries of a JSON array that have the form they should have.
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

    /// Keeps an entry out.
    pub(crate) fn refuse(&mut self, place: String, why: impl Into<String>) {
        self.so_far.refused_total += 1;
        if self.so_far.refused.len() < MOST_REFUSED {
            let why = why.into();
            self.so_far.refused.push(Refused { place, why });
        }
    }

    /// The strictest marking counts for all.
    pub(crate) fn mark(&mut self, tlp: Option<Tlp>) {
        let about = &mut self.so_far.about;
        about.tlp = about.tlp.max(tlp);
        self.unmarked |= tlp.is_none();
    }

    pub(crate) fn finish(mut self) -> Reading {
        // What bears no marking is not open because its neighbours are.
        let about = &mut self.so_far.about;
        about.tlp = about.tlp.filter(|tlp| !self.unmarked || *tlp > Tlp::Amber);
        self.so_far
    }
}
