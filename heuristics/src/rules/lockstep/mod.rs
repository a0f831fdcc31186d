//! `lockstep`: accounts created within hours of one another come to one repository within days.

#[cfg(test)]
pub(super) mod cases;

use std::collections::BTreeMap;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::days;
use countersign_facts::account_number::birthday;
use countersign_people::{Anchor, Person, PersonIndex, Population};

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

/// Accounts were created together if their numbers are this close, in days.
const TOGETHER: f64 = 0.25;
/// People arrive together if their first commits are this close, in seconds.
const ARRIVE: i64 = 7 * DAY;
/// A finding needs at least this many others.
const LEAST_OTHERS: usize = 2;
/// Only accounts of at least this age count, in days. People who create an account for a first contribution arrive
/// with it, so a crowd of beginners has neighbouring numbers.
const LEAST_AGE: f64 = 60.0;
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
    number: u64,
    /// Days since 1970-01-01.
    born: f64,
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
            let number = account(&population.people().all()[arrival.person.0 as usize])?;
            let born = birthday(number)?;
            let newcomer = Newcomer {
                arrival: *arrival,
                number,
                born,
            };
            ((arrival.at / DAY) as f64 - born >= LEAST_AGE).then_some(newcomer)
        })
        .collect()
}

/// The number of a person's account, if there is only one.
fn account(person: &Person) -> Option<u64> {
    let mut numbers = person.anchors.iter().filter_map(|anchor| match anchor {
        Anchor::Account(number) => Some(*number),
        Anchor::Mailbox(_) | Anchor::Key(_) => None,
    });
    let number = numbers.next()?;
    numbers.next().is_none().then_some(number)
}

impl Newcomer {
    fn is_in_step_with(&self, other: &Self) -> bool {
        self.arrival.person != other.arrival.person
            && (self.born - other.born).abs() <= TOGETHER
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
    let numbers = others.iter().map(|other| other.number);
    let widest = numbers.map(|number| number.abs_diff(newcomer.number)).max();
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
        LEAST_AGE,
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
    let group = others.iter().map(|other| other.number);
    let group = group.chain([newcomer.number]).min().unwrap_or_default();
    Finding::new(Strength::Context, summary, evidence.collect()).about(format!("account {group}"))
}
