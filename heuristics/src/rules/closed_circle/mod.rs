//! `closed-circle`: two newcomers accept nearly all of each other's work, and hardly anybody else does.

mod acceptances;
#[cfg(test)]
pub(super) mod cases;

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::RepositoryIndex;
use crate::heuristic::{Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength};
use crate::people::PersonIndex;
use crate::population::Population;

use super::arrivals::{Arrival, arrivals};
use super::kin;
use acceptances::{Acceptance, acceptances};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "closed-circle",
    title: "two newcomers accept nearly all of each other's work while others could",
    revision: 1,
    family: Family::Network,
    strength: Strength::Moderate,
    innocent: "two colleagues who joined together and look after a part nobody else knows",
    one_body: true,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Population(check),
};

/// So many changes of each it takes that the other accepted ...
const LEAST_EACH_WAY: usize = 5;
/// ... which are this share of all that anybody else accepted, in percent.
const LEAST_PERCENT: usize = 80;
/// So many others accept changes at the same time.
const LEAST_OTHERS: usize = 3;
/// The repository is so old before either comes, in seconds: who begins a project is no newcomer.
const ESTABLISHED: i64 = 180 * DAY;
/// They come within so many seconds of each other.
const TOGETHER: u64 = 180 * DAY as u64;
const DAY: i64 = 86_400;

/// Acceptances of one repository by whose work it was, then by whom.
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
        for (worker, by) in &accepted {
            let have: usize = by.values().map(Vec::len).sum();
            let answer = answers.entry(*worker).or_default();
            answer.0 = answer.0.max(have);
            let partner = only_acceptor(by).filter(|partner| {
                is_mutual(&accepted, *worker, *partner)
                    && came_together(&newcomers, *worker, *partner)
                    && !kin::may_be_one_person(population, *worker, *partner)
            });
            let found =
                partner.and_then(|partner| finding(population, &accepted, all, *worker, partner));
            // The same two in another repository are the same circle.
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
    } else if have >= LEAST_EACH_WAY {
        Outcome::Quiet
    } else {
        Outcome::NotEnough {
            have,
            want: LEAST_EACH_WAY,
            of: "changes that somebody else merged on the web",
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

/// Who accepted enough of somebody's work, and nearly all of it.
fn only_acceptor(by: &BTreeMap<PersonIndex, Vec<&Acceptance>>) -> Option<PersonIndex> {
    let all: usize = by.values().map(Vec::len).sum();
    by.iter()
        .find(|(_, list)| list.len() >= LEAST_EACH_WAY && list.len() * 100 >= all * LEAST_PERCENT)
        .map(|(acceptor, _)| *acceptor)
}

fn is_mutual(accepted: &Accepted<'_>, worker: PersonIndex, partner: PersonIndex) -> bool {
    accepted.get(&partner).and_then(only_acceptor) == Some(worker)
}

/// When those came who came after the repository's beginnings.
fn newcomers(list: &[Arrival]) -> BTreeMap<PersonIndex, i64> {
    let began = list.first().map_or(0, |first| first.at);
    list.iter()
        .filter(|arrival| arrival.at >= began.saturating_add(ESTABLISHED))
        .map(|arrival| (arrival.person, arrival.at))
        .collect()
}

fn came_together(newcomers: &BTreeMap<PersonIndex, i64>, a: PersonIndex, b: PersonIndex) -> bool {
    match (newcomers.get(&a), newcomers.get(&b)) {
        (Some(a), Some(b)) => a.abs_diff(*b) <= TOGETHER,
        _ => false,
    }
}

/// What the pair says about the `worker`, when others accepted changes in the same time.
fn finding(
    population: &Population,
    accepted: &Accepted<'_>,
    all: &[&Acceptance],
    worker: PersonIndex,
    partner: PersonIndex,
) -> Option<Finding> {
    let of = |worker: PersonIndex, by: PersonIndex| &accepted[&worker][&by];
    let (taken, given) = (of(worker, partner), of(partner, worker));
    let times = || taken.iter().chain(given).map(|acceptance| acceptance.at);
    let span = times().min()?..=times().max()?;
    let others: BTreeSet<_> = all
        .iter()
        .filter(|acceptance| span.contains(&acceptance.at))
        .map(|acceptance| acceptance.by)
        .filter(|by| *by != worker && *by != partner)
        .collect();
    if others.len() < LEAST_OTHERS {
        return None;
    }
    let count = |worker: PersonIndex| accepted[&worker].values().map(Vec::len).sum::<usize>();
    let summary = format!(
        "another newcomer merged {} of {} changes that somebody else merged for this one, this one {} of {} \
         of theirs, while {} others merged changes",
        taken.len(),
        count(worker),
        given.len(),
        count(partner),
        others.len(),
    );
    let history = population.history();
    let evidence = taken.iter().filter_map(|acceptance| {
        let merge = history.get(acceptance.merge)?;
        let work = history.get(acceptance.work)?;
        Some(Evidence::of(
            &merge,
            Fact::author(&merge),
            Some(Fact::author(&work)),
        ))
    });
    let other = &population.people().all()[partner.0 as usize].id;
    let finding = Finding::new(Strength::Moderate, summary, evidence.collect());
    Some(finding.about(other.clone()))
}
