//! Runs heuristics over all people of a scan, over the people of one pull request, or over one right that was granted,
//! and computes the level of their findings.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::finding::{Finding, Outcome};
use crate::grant::GrantReview;
use crate::heuristic::{Check, Heuristic};
use crate::level::Level;
use crate::one_cause;
use crate::review::{Parties, Review};
use countersign_facts::{Account, Grant, PullRequest};
use countersign_people::{Dossier, PersonIndex, Population};

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

fn fired(answers: &mut [Answer]) -> impl Iterator<Item = (&'static Heuristic, &mut Finding)> {
    answers.iter_mut().flat_map(|answer| {
        let heuristic = answer.heuristic;
        let findings = match &mut answer.outcome {
            Some(Outcome::Fired(findings)) => &mut findings[..],
            _ => &mut [],
        };
        findings.iter_mut().map(move |finding| (heuristic, finding))
    })
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
        let commits = dossier.authored().chain(dossier.applied()).count();
        one_cause::settle(fired(&mut answers), commits);
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
