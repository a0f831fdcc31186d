//! `closed-circle`: newcomers merge nearly all of one another's changes, although others merge there too.

mod acceptances;
#[cfg(test)]
pub(super) mod cases;

use std::collections::{BTreeMap, BTreeSet};

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use countersign_facts::RepositoryIndex;
use countersign_people::{PersonIndex, Population};

use super::accounts::Account;
use super::arrivals::{Arrival, arrivals};
use super::same_person;
use acceptances::{Acceptance, acceptances};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "closed-circle",
    title: "newcomers merge nearly all of one another's changes, although others merge there too",
    revision: 3,
    family: Family::Network,
    strength: Strength::Strong,
    innocent: "colleagues who joined together and look after a part that nobody else knows",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// The circle merged at least this many changes of each member ...
const LEAST_ACCEPTED: usize = 5;
/// ... and at least this share of the changes that anyone else merged for that member, in percent.
const LEAST_PERCENT: usize = 80;
/// At least this many others merge changes in the same time, and at least as many as the circle has members.
const LEAST_OTHERS: usize = 3;
/// The repository is at least this old when a member arrives, in seconds. People who start a project are not
/// newcomers.
const ESTABLISHED: i64 = 180 * DAY;
/// The finding is strong if the accounts of at least this many others were created within hours of the worker's, some
/// time before they came. Two accounts can have neighbouring numbers by chance.
const LEAST_SIBLINGS: usize = 2;
/// Members arrive within this many seconds of one another.
const TOGETHER: u64 = 180 * DAY as u64;
const DAY: i64 = 86_400;

/// The acceptances in one repository by the author of the work, then by the person who merged it.
type Accepted<'a> = BTreeMap<PersonIndex, BTreeMap<PersonIndex, Vec<&'a Acceptance>>>;

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    let acceptances = acceptances(population);
    let mut repositories: BTreeMap<RepositoryIndex, Vec<&Acceptance>> = BTreeMap::new();
    for acceptance in &acceptances {
        let list = repositories.entry(acceptance.repository).or_default();
        list.push(acceptance);
    }
    let arrivals = arrivals(population);
    let mut answers: BTreeMap<PersonIndex, (usize, Vec<Finding>)> = BTreeMap::new();
    for (repository, all) in &repositories {
        let accepted = by_worker(all);
        let newcomers = arrivals.get(repository).map(|list| newcomers(list));
        let newcomers = newcomers.unwrap_or_default();
        let circle = Circle::new(population, &accepted, &newcomers);
        for (worker, by) in &accepted {
            let have: usize = by.values().map(Vec::len).sum();
            let answer = answers.entry(*worker).or_default();
            answer.0 = answer.0.max(have);
            let found = circle.finding(all, *worker);
            // The same people in another repository are the same circle.
            let is_new =
                |found: &Finding| !answer.1.iter().any(|known| known.subject == found.subject);
            if let Some(found) = found.filter(is_new) {
                answer.1.push(found);
            }
        }
    }
    answers
        .into_iter()
        .map(|(person, answer)| (person, outcome(answer)))
        .collect()
}

fn outcome((have, findings): (usize, Vec<Finding>)) -> Outcome {
    if !findings.is_empty() {
        Outcome::Fired(findings)
    } else if have >= LEAST_ACCEPTED {
        Outcome::Quiet
    } else {
        Outcome::NotEnough {
            have,
            want: LEAST_ACCEPTED,
            of: "changes that someone else merged on the web",
        }
    }
}

fn by_worker<'a>(all: &[&'a Acceptance]) -> Accepted<'a> {
    let mut accepted = Accepted::new();
    for acceptance in all {
        let by = accepted.entry(acceptance.of).or_default();
        by.entry(acceptance.by).or_default().push(acceptance);
    }
    accepted
}

/// The arrival times of people who came once the repository was [`ESTABLISHED`].
fn newcomers(list: &[Arrival]) -> BTreeMap<PersonIndex, i64> {
    let began = list.first().map_or(0, |first| first.at);
    list.iter()
        .filter(|arrival| arrival.at >= began.saturating_add(ESTABLISHED))
        .map(|arrival| (arrival.person, arrival.at))
        .collect()
}

/// The newcomers of one repository who merge nearly all changes among themselves.
struct Circle<'a> {
    population: &'a Population,
    accepted: &'a Accepted<'a>,
    newcomers: &'a BTreeMap<PersonIndex, i64>,
    members: BTreeSet<PersonIndex>,
}

impl<'a> Circle<'a> {
    /// Starts with all newcomers and removes members whose work others merge too, until nobody else is removed.
    fn new(
        population: &'a Population,
        accepted: &'a Accepted<'a>,
        newcomers: &'a BTreeMap<PersonIndex, i64>,
    ) -> Self {
        let members = newcomers.keys().copied();
        let mut circle = Self {
            population,
            accepted,
            newcomers,
            members: members.filter(|one| accepted.contains_key(one)).collect(),
        };
        loop {
            let members = circle.members.iter().copied();
            let stay: BTreeSet<_> = members.filter(|one| circle.holds(*one)).collect();
            if stay.len() == circle.members.len() {
                return circle;
            }
            circle.members = stay;
        }
    }

    /// Whether the circle merged enough of this person's work, and nearly all of it.
    fn holds(&self, worker: PersonIndex) -> bool {
        let by = &self.accepted[&worker];
        let all: usize = by.values().map(Vec::len).sum();
        let inside: usize = self.partners(worker).map(|one| by[&one].len()).sum();
        inside >= LEAST_ACCEPTED && inside * 100 >= all * LEAST_PERCENT
    }

    /// The members who arrived together with this person, where each merged work of the other.
    fn partners(&self, worker: PersonIndex) -> impl Iterator<Item = PersonIndex> + '_ {
        let by = &self.accepted[&worker];
        by.keys().copied().filter(move |one| {
            let back = self.accepted.get(one);
            self.members.contains(one)
                && back.is_some_and(|back| back.contains_key(&worker))
                && self.came_together(worker, *one)
                && !same_person::may_be_one_person(self.population, worker, *one)
        })
    }

    fn came_together(&self, a: PersonIndex, b: PersonIndex) -> bool {
        match (self.newcomers.get(&a), self.newcomers.get(&b)) {
            (Some(a), Some(b)) => a.abs_diff(*b) <= TOGETHER,
            _ => false,
        }
    }

    /// The finding about `worker`, if enough others merged changes in the same time.
    fn finding(&self, all: &[&Acceptance], worker: PersonIndex) -> Option<Finding> {
        if !self.members.contains(&worker) {
            return None;
        }
        let partners: BTreeSet<_> = self.partners(worker).collect();
        let of = |worker: PersonIndex| &self.accepted[&worker];
        let taken: Vec<_> = partners.iter().flat_map(|one| &of(worker)[one]).collect();
        let given: Vec<_> = partners.iter().flat_map(|one| &of(*one)[&worker]).collect();
        let times = || taken.iter().chain(&given).map(|acceptance| acceptance.at);
        let span = times().min()?..=times().max()?;
        let others: BTreeSet<_> = all
            .iter()
            .filter(|acceptance| span.contains(&acceptance.at))
            .map(|acceptance| acceptance.by)
            .filter(|by| *by != worker && !partners.contains(by))
            .collect();
        if others.len() < LEAST_OTHERS.max(partners.len() + 1) {
            return None;
        }
        let accepted: usize = of(worker).values().map(Vec::len).sum();
        let who = match partners.len() {
            1 => "another newcomer".to_owned(),
            more => format!("{more} other newcomers"),
        };
        let siblings = self.siblings(worker, &partners);
        let (strength, aside) = if siblings >= LEAST_SIBLINGS {
            let aside = format!(
                "; the accounts of {siblings} of them were created within hours of this person's"
            );
            (Strength::Strong, aside)
        } else {
            (Strength::Moderate, String::new())
        };
        let summary = format!(
            "{who} merged {} of the {accepted} changes that anyone else merged for this person, and this person \
             merged {} of theirs; in the same time, {} other people merged changes there{aside}",
            taken.len(),
            given.len(),
            others.len(),
        );
        let history = self.population.history();
        let evidence = taken.iter().filter_map(|acceptance| {
            let merge = history.get(acceptance.merge)?;
            let work = history.get(acceptance.work)?;
            Some(Evidence::of(
                &merge,
                Fact::author(&merge),
                Some(Fact::author(&work)),
            ))
        });
        let people = self.population.people().all();
        let ids = partners.iter().map(|one| &*people[one.0 as usize].id);
        let subject = ids.collect::<Vec<_>>().join(" ");
        let finding = Finding::new(strength, summary, evidence.collect());
        Some(finding.about(subject))
    }

    /// How many partners have an account that was created within hours of the worker's, some time before both came.
    fn siblings(&self, worker: PersonIndex, partners: &BTreeSet<PersonIndex>) -> usize {
        let aged = |person: &PersonIndex| {
            let account = Account::of(&self.population.people().all()[person.0 as usize])?;
            account
                .is_aged(*self.newcomers.get(person)?)
                .then_some(account)
        };
        let Some(own) = aged(&worker) else {
            return 0;
        };
        let accounts = partners.iter().filter_map(aged);
        accounts.filter(|other| own.is_created_with(other)).count()
    }
}
