//! `lockstep`: accounts created within hours of one another come to one repository within days.

#[cfg(test)]
pub(super) mod cases;

use std::collections::BTreeMap;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::days;
use countersign_people::{PersonIndex, Population};

use super::accounts::{AGED, Account};
use super::arrivals::{Arrival, arrivals};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "lockstep",
    title: "several accounts created within hours of one another came to one repository within days",
    revision: 1,
    family: Family::Network,
    strength: Strength::Context,
    innocent: "a course or a company whose members created their accounts in one session",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// People arrive together if their first commits are this close, in seconds.
const ARRIVE: i64 = 7 * DAY;
/// A finding needs at least this many others.
const LEAST_OTHERS: usize = 2;
/// Only repositories of at least this age (in seconds), with at least this many people before, count: the founders
/// of a project start together.
const ESTABLISHED: i64 = 365 * DAY;
const LEAST_BEFORE: usize = 20;
/// This many times as many newcomers as in an average fortnight of the year around are a crowd.
const CROWD: usize = 3;
const HALF_YEAR: i64 = 182 * DAY;
/// Fortnights in a year: two weeks are the span of `ARRIVE` on both sides.
const FORTNIGHTS: usize = 26;
const DAY: i64 = 86_400;

/// A newcomer with an account whose age is known from its number.
struct Newcomer {
    arrival: Arrival,
    account: Account,
}

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    // One finding for each person: about the repository where most people arrived together.
    let mut answers: BTreeMap<PersonIndex, Option<Finding>> = BTreeMap::new();
    for list in arrivals(population).values() {
        let newcomers = newcomers(population, list);
        for newcomer in &newcomers {
            let answer = answers.entry(newcomer.arrival.person).or_default();
            let others: Vec<_> = newcomers
                .iter()
                .filter(|other| newcomer.is_in_step_with(other))
                .collect();
            let more = answer
                .as_ref()
                .map_or(LEAST_OTHERS, |answer| answer.evidence_total + 1);
            if others.len() >= more && !is_crowd(list, newcomer, others.len()) {
                *answer = Some(finding(population, newcomer, &others));
            }
        }
    }
    let outcome = |finding: Option<Finding>| match finding {
        Some(finding) => Outcome::Fired(vec![finding]),
        None => Outcome::Quiet,
    };
    answers
        .into_iter()
        .map(|(person, finding)| (person, outcome(finding)))
        .collect()
}

/// The people who came to an established repository with an account of some age, in order.
fn newcomers(population: &Population, list: &[Arrival]) -> Vec<Newcomer> {
    let began = list.first().map_or(0, |first| first.at);
    let settled = list.iter().skip(LEAST_BEFORE);
    settled
        .filter(|arrival| arrival.at >= began.saturating_add(ESTABLISHED))
        .filter_map(|arrival| {
            let account = Account::of(&population.people().all()[arrival.person.0 as usize])?;
            let newcomer = Newcomer {
                arrival: *arrival,
                account,
            };
            account.is_aged(arrival.at).then_some(newcomer)
        })
        .collect()
}

impl Newcomer {
    fn is_in_step_with(&self, other: &Self) -> bool {
        self.arrival.person != other.arrival.person
            && self.account.is_created_with(&other.account)
            && self.arrival.at.abs_diff(other.arrival.at) <= ARRIVE.unsigned_abs()
    }
}

/// Whether so many other people arrived in these days that some numbers are close by chance.
fn is_crowd(list: &[Arrival], newcomer: &Newcomer, others: usize) -> bool {
    let at = newcomer.arrival.at;
    let around = |span: i64| {
        let near = |arrival: &&Arrival| arrival.at.abs_diff(at) <= span.unsigned_abs();
        list.iter().filter(near).count() - others - 1
    };
    around(ARRIVE) > CROWD * around(HALF_YEAR).div_ceil(FORTNIGHTS).max(1)
}

fn finding(population: &Population, newcomer: &Newcomer, others: &[&Newcomer]) -> Finding {
    let numbers = others.iter().map(|other| other.account.number);
    let widest = numbers
        .map(|number| number.abs_diff(newcomer.account.number))
        .max();
    let apart = others
        .iter()
        .map(|other| other.arrival.at.abs_diff(newcomer.arrival.at))
        .max();
    let summary = format!(
        "the account numbers of this person and {} other newcomers differ by at most {}, and their first commits \
         here are within {} of this person's, at least {} days after the accounts were created",
        others.len(),
        widest.unwrap_or_default(),
        days(
            apart
                .unwrap_or_default()
                .div_ceil(DAY.unsigned_abs())
                .max(1)
        ),
        AGED,
    );
    let history = population.history();
    let own = history.get(newcomer.arrival.commit);
    let evidence = others.iter().filter_map(|other| {
        let (own, theirs) = (own?, history.get(other.arrival.commit)?);
        Some(Evidence::of(
            &own,
            Fact::author(&own),
            Some(Fact::author(&theirs)),
        ))
    });
    let group = others.iter().map(|other| other.account.number);
    let group = group
        .chain([newcomer.account.number])
        .min()
        .unwrap_or_default();
    Finding::new(Strength::Context, summary, evidence.collect()).about(format!("account {group}"))
}
