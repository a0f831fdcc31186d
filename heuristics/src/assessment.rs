//! Every heuristic over every person, and the level their findings come to.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::heuristic::{Check, Family, Finding, Heuristic, Outcome, Strength};
use crate::people::PersonIndex;
use crate::population::Population;

/// How much a maintainer should look at one person's findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing to see, or too little history to see anything.
    #[default]
    Quiet,
    /// Something uncommon that honest people show too.
    Note,
    /// Independent signs agree, or one is rare by itself: worth a look.
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

    /// The level of a set of findings.
    ///
    /// Within a family findings are correlated, so only the strongest counts; families are nearly
    /// independent on honest people, so over families evidence adds up. As log10 likelihood ratios a
    /// moderate finding weighs at least 1.2 and a strong one 2.0 (their base rates are below 2 % and
    /// 1 %): two families with 1.2 each pass the 2.0 of `review`, a strong one beside a second family
    /// the 3.0 of `urgent`. Context weighs nothing by itself and raises nothing.
    #[must_use]
    pub fn of<'a>(findings: impl IntoIterator<Item = (Family, &'a Finding)>) -> Self {
        let mut strongest: BTreeMap<Family, Strength> = BTreeMap::new();
        for (family, finding) in findings {
            let strength = strongest.entry(family).or_insert(finding.strength);
            *strength = finding.strength.max(*strength);
        }
        let telling = strongest
            .values()
            .filter(|strength| **strength > Strength::Context)
            .count();
        let strong = strongest
            .values()
            .any(|strength| *strength == Strength::Strong);
        match (telling, strong) {
            (0, _) => Self::Quiet,
            (1, false) => Self::Note,
            (1, true) | (_, false) => Self::Review,
            (_, true) => Self::Urgent,
        }
    }
}

/// What one heuristic answered about one person.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The heuristic.
    pub heuristic: &'static Heuristic,
    /// Its answer; `None` when its code broke, which is our fault and hides nothing else.
    pub outcome: Option<Outcome>,
}

/// Everything the heuristics say about one person.
#[derive(Clone, Debug)]
pub struct PersonAssessment {
    /// The person.
    pub person: PersonIndex,
    /// One answer a heuristic, in the catalogue's order.
    pub answers: Vec<Answer>,
}

impl PersonAssessment {
    /// All findings, strongest first, then in the catalogue's order.
    #[must_use]
    pub fn findings(&self) -> Vec<(&'static Heuristic, &Finding)> {
        let mut findings: Vec<_> = self
            .answers
            .iter()
            .filter_map(|answer| match &answer.outcome {
                Some(Outcome::Fired(findings)) => {
                    Some(findings.iter().map(|finding| (answer.heuristic, finding)))
                }
                _ => None,
            })
            .flatten()
            .collect();
        findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.strength));
        findings
    }

    /// The level of all its findings.
    #[must_use]
    pub fn level(&self) -> Level {
        Level::of(
            self.findings()
                .into_iter()
                .map(|(heuristic, finding)| (heuristic.family, finding)),
        )
    }
}

/// Runs `heuristics` over everybody but programs. People are in the population's order.
#[must_use]
pub fn examine(
    population: &Population,
    heuristics: &[&'static Heuristic],
) -> Vec<PersonAssessment> {
    let compared: Vec<Option<BTreeMap<PersonIndex, Outcome>>> = heuristics
        .par_iter()
        .map(|heuristic| match heuristic.check {
            Check::Person(_) => Some(BTreeMap::new()),
            Check::Population(check) => {
                guarded(|| check(population)).map(|answers| answers.into_iter().collect())
            }
        })
        .collect();
    let people: Vec<_> = population.dossiers().collect();
    people
        .par_iter()
        .map(|dossier| {
            let answers = heuristics
                .iter()
                .zip(&compared)
                .map(|(heuristic, compared)| {
                    let outcome = if heuristic.one_body && dossier.person().contested {
                        Some(Outcome::NotApplicable)
                    } else if let Check::Person(check) = heuristic.check {
                        guarded(|| check(dossier))
                    } else {
                        let answers = compared.as_ref();
                        answers.map(|answers| {
                            answers
                                .get(&dossier.index())
                                .cloned()
                                .unwrap_or(Outcome::NotApplicable)
                        })
                    };
                    Answer { heuristic, outcome }
                });
            PersonAssessment {
                person: dossier.index(),
                answers: answers.collect(),
            }
        })
        .collect()
}

/// Runs a heuristic; a broken one answers nothing instead of ending the scan.
fn guarded<T>(check: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(check)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(findings: &[(Family, Strength)]) -> Level {
        let findings: Vec<_> = findings
            .iter()
            .map(|(family, strength)| (*family, Finding::new(*strength, String::new(), Vec::new())))
            .collect();
        Level::of(findings.iter().map(|(family, finding)| (*family, finding)))
    }

    #[test]
    fn one_ordinary_family_never_exceeds_a_note() {
        use Family::Clock;
        use Strength::{Context, Moderate, Strong};
        assert_eq!(level(&[]), Level::Quiet);
        assert_eq!(
            level(&[
                (Clock, Context),
                (Family::Identity, Context),
                (Family::Key, Context)
            ]),
            Level::Quiet
        );
        assert_eq!(level(&[(Clock, Moderate); 5]), Level::Note);
        assert_eq!(level(&[(Clock, Strong)]), Level::Review);
        assert_eq!(level(&[(Clock, Strong); 5]), Level::Review);
    }

    #[test]
    fn families_add_up() {
        use Family::{Clock, Identity, Key};
        use Strength::{Context, Moderate, Strong};
        assert_eq!(
            level(&[(Clock, Moderate), (Identity, Context)]),
            Level::Note
        );
        assert_eq!(
            level(&[(Clock, Moderate), (Identity, Moderate)]),
            Level::Review
        );
        assert_eq!(
            level(&[(Clock, Moderate), (Identity, Moderate), (Key, Moderate)]),
            Level::Review
        );
        assert_eq!(
            level(&[(Clock, Strong), (Identity, Context)]),
            Level::Review
        );
        assert_eq!(
            level(&[(Clock, Strong), (Identity, Moderate)]),
            Level::Urgent
        );
    }
}
