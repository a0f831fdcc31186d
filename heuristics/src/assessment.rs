//! Every heuristic over every person, or over those of one pull request, and the level their findings
//! come to.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::facts::{Account, PullRequest};
use crate::heuristic::{Check, Family, Finding, Heuristic, Outcome, Strength};
use crate::people::PersonIndex;
use crate::population::{Dossier, Population};
use crate::review::{Parties, Review};

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
        findings(&self.answers)
    }

    /// The level of all its findings.
    #[must_use]
    pub fn level(&self) -> Level {
        level(&self.answers)
    }
}

/// What the heuristics that look at pull requests say about an opener who authored none of its commits.
#[derive(Clone, Debug)]
pub struct OpenerAssessment {
    /// Names the opener in fingerprints: [`Person::id`](crate::people::Person::id), or `a-` and the
    /// account's number where no commit is known to be the account's.
    pub id: String,
    /// The person, where a commit is known to be the account's.
    pub person: Option<PersonIndex>,
    /// One answer a heuristic that looks at pull requests, in the catalogue's order.
    pub answers: Vec<Answer>,
}

impl OpenerAssessment {
    /// All findings, strongest first, then in the catalogue's order.
    #[must_use]
    pub fn findings(&self) -> Vec<(&'static Heuristic, &Finding)> {
        findings(&self.answers)
    }

    /// The level of all its findings.
    #[must_use]
    pub fn level(&self) -> Level {
        level(&self.answers)
    }
}

/// Everything the heuristics say about one pull request.
#[derive(Clone, Debug)]
pub struct PullRequestAssessment {
    /// Those who authored its commits, in the population's order; programs left out.
    pub people: Vec<PersonAssessment>,
    /// Whoever opened it without authoring a commit of it; `None` where the opener is one of the
    /// people, a program, or an account that is gone.
    pub opener: Option<OpenerAssessment>,
}

impl PullRequestAssessment {
    /// The highest level of anybody who takes part. Findings about different people do not add up.
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
    Level::of(
        findings(answers)
            .into_iter()
            .map(|(heuristic, finding)| (heuristic.family, finding)),
    )
}

/// Runs `heuristics` over everybody but programs. People are in the population's order. Heuristics that
/// need a pull request take no part.
#[must_use]
pub fn examine(
    population: &Population,
    heuristics: &[&'static Heuristic],
) -> Vec<PersonAssessment> {
    let heuristics: Vec<_> = heuristics
        .iter()
        .filter(|heuristic| !heuristic.check.needs_pull_request())
        .copied()
        .collect();
    let examination = Examination::new(population, &heuristics);
    let people: Vec<_> = population.dossiers().collect();
    people
        .par_iter()
        .map(|dossier| examination.person(dossier, None))
        .collect()
}

/// Runs `heuristics` over those who authored the pull request's commits, compared with the whole
/// population, and those that look at pull requests over whoever opened it as well.
#[must_use]
pub fn examine_pull_request(
    population: &Population,
    pull_request: &PullRequest,
    heuristics: &[&'static Heuristic],
) -> PullRequestAssessment {
    let parties = Parties::new(population, pull_request);
    let examination = Examination::new(population, heuristics);
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
        .map(|account| opener(account, heuristics, &review(parties.opener)));
    PullRequestAssessment {
        people: people.collect(),
        opener,
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
        let check = heuristic.check.of_pull_request()?;
        let outcome = if heuristic.one_body && contested {
            Some(Outcome::NotApplicable)
        } else {
            guarded(|| check(review))
        };
        Some(Answer { heuristic, outcome })
    });
    OpenerAssessment {
        id: match person {
            Some(dossier) => dossier.person().id.clone(),
            None => format!("a-{}", account.id),
        },
        person: person.map(|dossier| dossier.index()),
        answers: answers.collect(),
    }
}

/// Heuristics with what those that compare the whole population answered.
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
                    }
                };
                Answer { heuristic, outcome }
            });
        PersonAssessment {
            person: dossier.index(),
            answers: answers.collect(),
        }
    }
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
