//! Runs heuristics over all people of a scan, over the people of one pull request, or over one right that was granted,
//! and computes the level of their findings.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::finding::{Finding, Outcome, Strength};
use crate::grant::GrantReview;
use crate::heuristic::{Check, Family, Heuristic};
use crate::review::{Parties, Review};
use crate::together::{are_rare_together, shown_together};
use crate::weight::Weight;
use countersign_facts::{Account, Grant, PullRequest};
use countersign_people::{Dossier, PersonIndex, Population};

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
    ///   ordinary people rarely show both ([`shown_together`](crate::shown_together));
    /// - a total of 3.0 from at least two families, with a strong finding among them, gives `urgent`.
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

/// The answer of one heuristic about one person.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The heuristic.
    pub heuristic: &'static Heuristic,
    /// Its answer; `None` if its code panicked. That is a bug, and does not hide other answers.
    pub outcome: Option<Outcome>,
}

/// All answers about one person.
#[derive(Clone, Debug)]
pub struct PersonAssessment {
    /// The person.
    pub person: PersonIndex,
    /// One answer for each heuristic, in the order of the catalogue.
    pub answers: Vec<Answer>,
}

impl PersonAssessment {
    /// All findings, strongest first, then in the order of the catalogue.
    #[must_use]
    pub fn findings(&self) -> Vec<(&'static Heuristic, &Finding)> {
        findings(&self.answers)
    }

    /// The level of all findings.
    #[must_use]
    pub fn level(&self) -> Level {
        level(&self.answers)
    }
}

/// All answers about the opener of a pull request who authored none of its commits.
#[derive(Clone, Debug)]
pub struct OpenerAssessment {
    /// Identifies the opener in fingerprints: [`Person::id`](countersign_people::Person::id), or `a-` and the account's
    /// number if no commit is known to be the account's.
    pub id: String,
    /// The person, if a commit is known to be the account's.
    pub person: Option<PersonIndex>,
    /// One answer for each heuristic that looks at pull requests, in the order of the catalogue.
    pub answers: Vec<Answer>,
}

impl OpenerAssessment {
    /// All findings, strongest first, then in the order of the catalogue.
    #[must_use]
    pub fn findings(&self) -> Vec<(&'static Heuristic, &Finding)> {
        findings(&self.answers)
    }

    /// The level of all findings.
    #[must_use]
    pub fn level(&self) -> Level {
        level(&self.answers)
    }
}

/// All answers about one right that was granted.
#[derive(Clone, Debug)]
pub struct GrantAssessment {
    /// One answer for each heuristic that looks at rights, in the order of the catalogue.
    pub answers: Vec<Answer>,
}

impl GrantAssessment {
    /// All findings, strongest first, then in the order of the catalogue.
    #[must_use]
    pub fn findings(&self) -> Vec<(&'static Heuristic, &Finding)> {
        findings(&self.answers)
    }

    /// The level of all findings.
    #[must_use]
    pub fn level(&self) -> Level {
        level(&self.answers)
    }
}

/// All answers about one pull request.
#[derive(Clone, Debug)]
pub struct PullRequestAssessment {
    /// The authors of its commits, in the order of the population. Programs are left out.
    pub people: Vec<PersonAssessment>,
    /// The opener, if they authored none of the commits; `None` if the opener is one of the people, a program, or an
    /// account that was deleted.
    pub opener: Option<OpenerAssessment>,
}

impl PullRequestAssessment {
    /// The highest level of the people who take part. Findings about different people do not add up.
    #[must_use]
    pub fn level(&self) -> Level {
        let people = self.people.iter().map(PersonAssessment::level);
        let opener = self.opener.iter().map(OpenerAssessment::level);
        people.chain(opener).max().unwrap_or_default()
    }
}

fn findings(answers: &[Answer]) -> Vec<(&'static Heuristic, &Finding)> {
    let mut findings: Vec<_> = answers
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

fn level(answers: &[Answer]) -> Level {
    Level::of(findings(answers))
}

/// Runs `heuristics` over all people except programs, in the order of the population. Heuristics that need a pull
/// request or a right are left out.
#[must_use]
pub fn examine(
    population: &Population,
    heuristics: &[&'static Heuristic],
) -> Vec<PersonAssessment> {
    let heuristics: Vec<_> = heuristics
        .iter()
        .filter(|heuristic| heuristic.check.scans())
        .copied()
        .collect();
    let examination = Examination::new(population, &heuristics);
    let people: Vec<_> = population.dossiers().collect();
    people
        .par_iter()
        .map(|dossier| examination.person(dossier, None))
        .collect()
}

/// Runs `heuristics` over the authors of a pull request's commits, compared with the whole population. Heuristics that
/// look at pull requests also run over the person who opened it.
#[must_use]
pub fn examine_pull_request(
    population: &Population,
    pull_request: &PullRequest,
    heuristics: &[&'static Heuristic],
) -> PullRequestAssessment {
    let heuristics: Vec<_> = heuristics
        .iter()
        .filter(|heuristic| !heuristic.check.needs_grant())
        .copied()
        .collect();
    let parties = Parties::new(population, pull_request);
    let examination = Examination::new(population, &heuristics);
    let review = |person| Review::new(population, pull_request, &parties, person);
    let people = parties.authors.par_iter().map(|person| {
        let review = review(Some(*person));
        examination.person(&population.dossier(*person), Some(&review))
    });
    let is_author = |person: PersonIndex| parties.authors.contains(&person);
    let opener = pull_request
        .author
        .as_ref()
        .filter(|account| !account.bot && !parties.opener.is_some_and(is_author))
        .map(|account| opener(account, &heuristics, &review(parties.opener)));
    PullRequestAssessment {
        people: people.collect(),
        opener,
    }
}

/// Runs the heuristics that look at rights over one right that was granted, with the history of its repository.
#[must_use]
pub fn examine_grant(
    population: &Population,
    grant: &Grant,
    heuristics: &[&'static Heuristic],
) -> GrantAssessment {
    let review = GrantReview::new(population, grant);
    let answers = heuristics.iter().filter_map(|heuristic| {
        let Check::Grant(check) = heuristic.check else {
            return None;
        };
        let outcome = guarded(|| check(&review));
        Some(Answer { heuristic, outcome })
    });
    GrantAssessment {
        answers: answers.collect(),
    }
}

fn opener(
    account: &Account,
    heuristics: &[&'static Heuristic],
    review: &Review<'_>,
) -> OpenerAssessment {
    let person = review.person();
    let contested = person.is_some_and(|dossier| dossier.person().contested);
    let answers = heuristics.iter().filter_map(|heuristic| {
        let check = match heuristic.check {
            Check::Beside { .. } => None,
            check => Some(check.of_pull_request()?),
        };
        let outcome = match check {
            Some(check) if !(heuristic.one_body && contested) => guarded(|| check(review)),
            _ => Some(Outcome::NotApplicable),
        };
        Some(Answer { heuristic, outcome })
    });
    let mut answers: Vec<_> = answers.collect();
    if let Some(dossier) = person {
        answer_beside(&mut answers, &dossier);
    }
    OpenerAssessment {
        id: match person {
            Some(dossier) => dossier.person().id.clone(),
            None => format!("a-{}", account.id),
        },
        person: person.map(|dossier| dossier.index()),
        answers,
    }
}

/// Heuristics, and the answers of those that compare the whole population.
struct Examination<'a> {
    heuristics: &'a [&'static Heuristic],
    compared: Vec<Option<BTreeMap<PersonIndex, Outcome>>>,
}

impl<'a> Examination<'a> {
    fn new(population: &Population, heuristics: &'a [&'static Heuristic]) -> Self {
        let compared = heuristics.par_iter().map(|heuristic| {
            let Check::Population(check) = heuristic.check else {
                return Some(BTreeMap::new());
            };
            guarded(|| check(population)).map(|answers| answers.into_iter().collect())
        });
        Self {
            heuristics,
            compared: compared.collect(),
        }
    }

    fn person(&self, dossier: &Dossier<'_>, review: Option<&Review<'_>>) -> PersonAssessment {
        let answers = self
            .heuristics
            .iter()
            .zip(&self.compared)
            .map(|(heuristic, compared)| {
                let outcome = if heuristic.one_body && dossier.person().contested {
                    Some(Outcome::NotApplicable)
                } else {
                    match heuristic.check {
                        Check::Person(check) => guarded(|| check(dossier)),
                        Check::Population(_) => compared.as_ref().map(|answers| {
                            let answer = answers.get(&dossier.index());
                            answer.cloned().unwrap_or(Outcome::NotApplicable)
                        }),
                        Check::PullRequest(check) => match review {
                            Some(review) => guarded(|| check(review)),
                            None => Some(Outcome::NotApplicable),
                        },
                        Check::Both {
                            person,
                            pull_request,
                        } => match review {
                            Some(review) => guarded(|| pull_request(review)),
                            None => guarded(|| person(dossier)),
                        },
                        Check::Grant(_) | Check::Beside { .. } => Some(Outcome::NotApplicable),
                    }
                };
                Answer { heuristic, outcome }
            });
        let mut answers: Vec<_> = answers.collect();
        answer_beside(&mut answers, dossier);
        PersonAssessment {
            person: dossier.index(),
            answers,
        }
    }
}

/// Lets the heuristics that stand beside findings of others answer about the person, once these have answered.
fn answer_beside(answers: &mut [Answer], dossier: &Dossier<'_>) {
    for position in 0..answers.len() {
        let check = answers[position].heuristic.check;
        let Check::Beside { person, .. } = check else {
            continue;
        };
        let is_found = answers.iter().any(|answer| {
            let fired = matches!(answer.outcome, Some(Outcome::Fired(_)));
            fired && check.stands_beside(answer.heuristic.id)
        });
        if is_found {
            answers[position].outcome = guarded(|| person(dossier));
        }
    }
}

/// Runs a heuristic. If it panics, it gives no answer and the scan continues.
fn guarded<T>(check: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(check)).ok()
}

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
