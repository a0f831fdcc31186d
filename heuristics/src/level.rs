//! The level of a set of findings: how urgently a maintainer should look.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::finding::{Finding, Strength};
use crate::heuristic::{Family, Heuristic};
use crate::together::{are_rare_together, shown_together};
use crate::weight::Weight;

/// How urgently a maintainer should look at one person's findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// No contradiction was found, or there is too little history.
    #[default]
    Quiet,
    /// Something uncommon that honest people show too.
    Note,
    /// Independent signs agree, or a single one is rare: worth a look.
    Review,
    /// Independent signs agree and one of them is rare: look now.
    Urgent,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Self; 4] = [Self::Quiet, Self::Note, Self::Review, Self::Urgent];

    /// Name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Note => "note",
            Self::Review => "review",
            Self::Urgent => "urgent",
        }
    }

    /// The level of a set of findings, each with the heuristic that found it.
    ///
    /// Findings of one family are correlated, so only the heaviest counts. Families are nearly independent for honest
    /// people, so their weights add up. Context findings weigh nothing and raise no level. With other findings,
    /// - a single family gives `note`, because many ordinary people show one sign;
    /// - a strong finding that weighs at least 1.2 gives `review`, and so do two families that weigh 1.4 together, if
    ///   ordinary people rarely show both ([`shown_together`]);
    /// - a total of 3.0 from at least two families, with a strong finding among them, gives `urgent`.
    ///
    /// Two findings of a person about clocks and keys that show the same few commits have one cause, and only the heavier
    /// one is more than context.
    ///
    /// A strong finding weighs less than 1.2 if too few people were tested to call it rare. A further finding never
    /// lowers a level.
    #[must_use]
    pub fn of<'a>(findings: impl IntoIterator<Item = (&'a Heuristic, &'a Finding)>) -> Self {
        Self::weighed(findings.into_iter().map(|(heuristic, finding)| {
            let weight = heuristic.weight(finding.strength);
            (heuristic.family, finding.strength, weight)
        }))
    }

    /// The same as [`Level::of`], with weights that do not come from the built-in records.
    #[must_use]
    pub fn weighed(findings: impl IntoIterator<Item = (Family, Strength, Weight)>) -> Self {
        let findings: Vec<_> = findings
            .into_iter()
            .filter(|(_, strength, _)| *strength > Strength::Context)
            .collect();
        let strong = || {
            findings
                .iter()
                .filter(|(_, one, _)| *one == Strength::Strong)
        };
        let is_strong = strong().next().is_some();
        let is_rare = strong().any(|(_, _, weight)| *weight >= RARE);
        let families = heaviest(findings.iter().copied());
        let agree = families.values().filter(|one| **one > Weight::default());
        let total: Weight = match agree.count() {
            0 | 1 => Weight::default(),
            _ => families.values().copied().sum(),
        };
        if families.is_empty() {
            Self::Quiet
        } else if is_strong && total >= URGENT {
            Self::Urgent
        } else if is_rare || agreeing(&families).next().is_some() {
            Self::Review
        } else {
            Self::Note
        }
    }
}

/// Pairs of families that weigh enough together and are rare together.
fn agreeing(families: &BTreeMap<Family, Weight>) -> impl Iterator<Item = [Family; 2]> {
    let pairs = families.iter().flat_map(move |(a, one)| {
        let later = families.range((Bound::Excluded(a), Bound::Unbounded));
        later.map(move |(b, other)| ([*a, *b], [*one, *other]))
    });
    pairs
        .filter(|([a, b], weights)| {
            let both = weights.iter().all(|weight| *weight > Weight::default());
            both && weights.iter().copied().sum::<Weight>() >= REVIEW && are_rare_together(*a, *b)
        })
        .map(|(families, _)| families)
}

/// The two families whose findings agree, if there are any: those that ordinary people show together least often.
#[must_use]
pub fn agreement<'a>(
    findings: impl IntoIterator<Item = (&'a Heuristic, &'a Finding)>,
) -> Option<[Family; 2]> {
    let weighed = findings.into_iter().map(|(heuristic, finding)| {
        let weight = heuristic.weight(finding.strength);
        (heuristic.family, finding.strength, weight)
    });
    let families = heaviest(weighed.filter(|(_, strength, _)| *strength > Strength::Context));
    agreeing(&families).min_by_key(|[a, b]| shown_together(*a, *b).fired)
}

/// The heaviest weight of each family.
fn heaviest(
    findings: impl Iterator<Item = (Family, Strength, Weight)>,
) -> BTreeMap<Family, Weight> {
    let mut families: BTreeMap<Family, Weight> = BTreeMap::new();
    for (family, _, weight) in findings {
        let heaviest = families.entry(family).or_insert(weight);
        *heaviest = weight.max(*heaviest);
    }
    families
}

/// A strong finding with at least this weight is rare: at most one ordinary person in 32 shows it, with 95 %
/// confidence (half of 10^-1.2, see [`Weight::of`]).
const RARE: Weight = Weight::from_hundredths(120);
/// What the findings of two families must weigh together: as much as two moderate ones whose base rate is unknown.
const REVIEW: Weight = Weight::from_hundredths(140);
/// What the findings of all families must weigh together.
const URGENT: Weight = Weight::from_hundredths(300);

#[cfg(test)]
mod tests {
    use super::*;
    use Family::{Clock, Identity, Key};
    use Strength::{Context, Moderate, Strong};

    fn level(findings: &[(Family, Strength, u16)]) -> Level {
        Level::weighed(findings.iter().map(|(family, strength, hundredths)| {
            (*family, *strength, Weight::from_hundredths(*hundredths))
        }))
    }

    #[test]
    fn context_raises_nothing() {
        assert_eq!(level(&[]), Level::Quiet);
        let context = [
            (Clock, Context, 0),
            (Identity, Context, 0),
            (Key, Context, 0),
        ];
        assert_eq!(level(&context), Level::Quiet);
    }

    #[test]
    fn one_ordinary_family_never_exceeds_a_note() {
        assert_eq!(level(&[(Clock, Moderate, 0)]), Level::Note);
        assert_eq!(level(&[(Clock, Moderate, 130); 5]), Level::Note);
        assert_eq!(
            level(&[(Clock, Moderate, 130), (Key, Context, 0)]),
            Level::Note
        );
        assert_eq!(level(&[(Clock, Strong, 119); 5]), Level::Note);
    }

    #[test]
    fn a_strong_finding_is_for_review_where_it_is_rare() {
        assert_eq!(level(&[(Clock, Strong, 119)]), Level::Note);
        assert_eq!(level(&[(Clock, Strong, 120)]), Level::Review);
        assert_eq!(level(&[(Clock, Strong, 200); 5]), Level::Review);
        assert_eq!(
            level(&[(Clock, Strong, 200), (Clock, Moderate, 130)]),
            Level::Review
        );
    }

    #[test]
    fn families_add_up() {
        assert_eq!(
            level(&[(Clock, Moderate, 70), (Key, Moderate, 69)]),
            Level::Note
        );
        assert_eq!(
            level(&[(Clock, Moderate, 70), (Key, Moderate, 70)]),
            Level::Review
        );
        assert_eq!(
            level(&[(Clock, Strong, 119), (Key, Moderate, 20)]),
            Level::Note
        );
        assert_eq!(
            level(&[(Clock, Strong, 119), (Key, Moderate, 21)]),
            Level::Review
        );
    }

    #[test]
    fn inside_a_family_only_the_heaviest_counts() {
        let findings = [
            (Clock, Moderate, 70),
            (Clock, Moderate, 70),
            (Key, Moderate, 60),
        ];
        assert_eq!(level(&findings), Level::Note);
        let findings = [
            (Clock, Strong, 120),
            (Clock, Moderate, 130),
            (Key, Moderate, 60),
        ];
        assert_eq!(level(&findings), Level::Review);
    }

    #[test]
    fn urgent_takes_two_families_and_a_strong_finding() {
        assert_eq!(
            level(&[(Clock, Strong, 200), (Key, Moderate, 99)]),
            Level::Review
        );
        assert_eq!(
            level(&[(Clock, Strong, 200), (Key, Moderate, 100)]),
            Level::Urgent
        );
        let moderate = [
            (Clock, Moderate, 130),
            (Key, Moderate, 130),
            (Identity, Moderate, 130),
        ];
        assert_eq!(level(&moderate), Level::Review);
        assert_eq!(
            level(&[(Clock, Strong, 200), (Clock, Strong, 200)]),
            Level::Review
        );
    }

    #[test]
    fn a_further_finding_never_lowers_a_level() {
        let known = [
            (Clock, Strong, 119),
            (Clock, Moderate, 40),
            (Key, Moderate, 130),
            (Identity, Strong, 200),
            (Key, Context, 0),
        ];
        for picked in 0..1 << known.len() {
            let some: Vec<_> = (0..known.len())
                .filter(|one| picked & (1 << one) != 0)
                .map(|one| known[one])
                .collect();
            for more in known {
                let further: Vec<_> = some.iter().copied().chain([more]).collect();
                assert!(level(&further) >= level(&some), "{some:?} and {more:?}");
            }
        }
    }

    #[test]
    fn a_family_without_weight_does_not_count_as_a_second_one() {
        assert_eq!(
            level(&[(Clock, Strong, 200), (Key, Moderate, 0)]),
            Level::Review
        );
        assert_eq!(
            level(&[(Clock, Moderate, 130), (Key, Moderate, 0)]),
            Level::Note
        );
    }

    #[test]
    fn the_weights_of_a_level_are_those_of_the_records() {
        for heuristic in crate::rules::catalogue() {
            let record = heuristic.record();
            for strength in [Context, Moderate, Strong] {
                assert_eq!(heuristic.weight(strength), Weight::of(&record, strength));
            }
        }
    }
}
