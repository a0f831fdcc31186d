//! The weight of each comparison in bits, from counted pairs whose truth is known.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::compare::{HandleLevel, Levels, MailLevel, NameLevel};

/// Pseudo-pairs that a combination of levels starts with, divided as its levels predict separately. So a
/// combination that was almost never seen is judged by its parts.
const PRIOR_PAIRS: f64 = 2.0;
/// Every combination counts at least a quarter of a wrong pair, so that none seems completely certain.
const LEAST_WRONG: f64 = 0.25;
/// Most bits of a combination. The counted pairs cannot show more.
const MOST_BITS: f64 = 20.0;

/// Numbers of pairs of one person and of two people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Tally {
    /// Pairs of identities of one person.
    pub same: u64,
    /// Pairs of identities of two people.
    pub different: u64,
}

/// How often each combination of levels occurred between identities of one person and of two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<Levels, Tally>);

#[derive(Deserialize)]
struct File {
    levels: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    #[serde(flatten)]
    levels: Levels,
    #[serde(flatten)]
    tally: Tally,
}

impl Counts {
    /// The counts that come with this version. `weights.toml` says how they were made.
    ///
    /// # Panics
    /// Never in a tested build: a test reads the file.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Counts> = LazyLock::new(|| {
            let file: File = toml::from_str(include_str!("weights.toml"))
                .expect("the shipped weights are TOML of this shape");
            Counts(
                file.levels
                    .into_iter()
                    .map(|row| (row.levels, row.tally))
                    .collect(),
            )
        });
        &SHIPPED
    }

    /// Counts a pair.
    pub fn add(&mut self, levels: Levels, is_same: bool) {
        let tally = self.0.entry(levels).or_default();
        *(if is_same {
            &mut tally.same
        } else {
            &mut tally.different
        }) += 1;
    }

    /// Adds other counts.
    pub fn merge(&mut self, other: &Self) {
        for (levels, tally) in &other.0 {
            let sum = self.0.entry(*levels).or_default();
            sum.same += tally.same;
            sum.different += tally.different;
        }
    }

    /// Every combination that occurred, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Levels, Tally)> {
        self.0.iter().map(|(levels, tally)| (*levels, *tally))
    }
}

/// Bits for every combination of levels.
#[derive(Clone, Debug)]
pub struct Weights {
    bits: BTreeMap<Levels, f64>,
}

impl Weights {
    /// The weights that come with this version.
    #[must_use]
    pub fn shipped() -> Self {
        static SHIPPED: LazyLock<Weights> = LazyLock::new(|| Weights::of(Counts::shipped()));
        SHIPPED.clone()
    }

    /// Estimates weights: log2 of how much likelier a combination is between identities of one person
    /// than between those of two.
    #[must_use]
    pub fn of(counts: &Counts) -> Self {
        let margins = Margins::of(counts);
        let mut bits = BTreeMap::new();
        for mail in MailLevel::ALL {
            for name in NameLevel::ALL {
                for handle in HandleLevel::ALL {
                    let levels = Levels {
                        mail: *mail,
                        name: *name,
                        handle: *handle,
                    };
                    let seen = counts.0.get(&levels).copied().unwrap_or_default();
                    bits.insert(levels, margins.bits(levels, seen));
                }
            }
        }
        Self { bits }
    }

    /// Bits of this comparison; negative when it speaks for two people.
    #[must_use]
    pub fn bits(&self, levels: Levels) -> f64 {
        self.bits.get(&levels).copied().unwrap_or_default()
    }
}

/// The counts of the levels of each part, without the other parts.
#[derive(Default)]
struct Margins {
    all: Tally,
    mail: BTreeMap<MailLevel, Tally>,
    name: BTreeMap<NameLevel, Tally>,
    handle: BTreeMap<HandleLevel, Tally>,
}

impl Margins {
    fn of(counts: &Counts) -> Self {
        let mut margins = Self::default();
        for (levels, tally) in &counts.0 {
            let sums = [
                &mut margins.all,
                margins.mail.entry(levels.mail).or_default(),
                margins.name.entry(levels.name).or_default(),
                margins.handle.entry(levels.handle).or_default(),
            ];
            for sum in sums {
                sum.same += tally.same;
                sum.different += tally.different;
            }
        }
        margins
    }

    /// Bits of one level without the other parts.
    fn part(&self, tally: Option<&Tally>) -> f64 {
        let tally = tally.copied().unwrap_or_default();
        ((count(tally.same) + LEAST_WRONG) / (count(tally.different) + LEAST_WRONG)).log2()
            - self.odds()
    }

    /// log2 of the odds that a counted pair belongs to one person.
    fn odds(&self) -> f64 {
        ((count(self.all.same) + LEAST_WRONG) / (count(self.all.different) + LEAST_WRONG)).log2()
    }

    fn bits(&self, levels: Levels, seen: Tally) -> f64 {
        let parts = self.part(self.mail.get(&levels.mail))
            + self.part(self.name.get(&levels.name))
            + self.part(self.handle.get(&levels.handle));
        let odds = (parts + self.odds()).exp2();
        let share = odds / (1.0 + odds);
        let same = count(seen.same) + PRIOR_PAIRS * share;
        let different = count(seen.different) + (PRIOR_PAIRS * (1.0 - share)).max(LEAST_WRONG);
        ((same / different).log2() - self.odds()).min(MOST_BITS)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "pairs stay far below the 2^53 that a float counts exactly"
)]
fn count(pairs: u64) -> f64 {
    pairs as f64
}
