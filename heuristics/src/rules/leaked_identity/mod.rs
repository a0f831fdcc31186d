//! `leaked-identity`: what a machine or a key fills in by itself names another contributor.

#[cfg(test)]
pub(super) mod cases;
mod contributors;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::names::{Line, fact, lines};
use crate::heuristic::{
    Check, Evidence, Fact, Family, Field, Finding, Heuristic, Outcome, Strength, separate_days,
};
use contributors::Contributors;
use countersign_facts::IdentityIndex;
use countersign_people::{Dossier, Population};
use countersign_people::{FullName, Machine, PersonIndex, signer_of};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "leaked-identity",
    title: "the login, the machine or the signature behind commits names another contributor",
    revision: 1,
    family: Family::Identity,
    strength: Strength::Moderate,
    innocent: "a borrowed, shared or second-hand machine, work done together on one machine, or a \
               namesake",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Population(check),
};

/// So many commits must name the other, on so many separate days: a borrowed machine is given back.
const LEAST_COMMITS: usize = 3;
const LEAST_DAYS: usize = 2;

/// What a machine or a key filled in on one commit.
struct Trace<'a> {
    line: Line<'a>,
    /// The user id inside the signature; the line's own address where there is none.
    signer: Option<IdentityIndex>,
    /// Whom it names; several where they are namesakes.
    names: BTreeSet<PersonIndex>,
}

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    let contributors = Contributors::new(population);
    let answer = |dossier: Dossier<'_>| (dossier.index(), person(&contributors, &dossier));
    population.dossiers().map(answer).collect()
}

fn person(contributors: &Contributors<'_>, dossier: &Dossier<'_>) -> Outcome {
    let traces = traces(contributors, dossier);
    match traces.len() {
        0 => return Outcome::NotApplicable,
        have if have < LEAST_COMMITS => {
            return Outcome::NotEnough {
                have,
                want: LEAST_COMMITS,
                of: "commits with a full name beside a machine's address or a signer's user id",
            };
        }
        _ => {}
    }
    let mut by_other: BTreeMap<PersonIndex, Vec<Trace<'_>>> = BTreeMap::new();
    let mut strangers: FxHashMap<(IdentityIndex, PersonIndex), bool> = FxHashMap::default();
    for trace in traces {
        let mut is_stranger = |other: &PersonIndex| {
            let line = trace.line.1;
            *strangers
                .entry((line, *other))
                .or_insert_with(|| contributors.are_strangers(dossier, line, *other))
        };
        if trace.names.iter().all(&mut is_stranger)
            && let Some(other) = trace.names.first()
        {
            by_other.entry(*other).or_default().push(trace);
        }
    }
    let findings: Vec<_> = by_other
        .into_iter()
        .filter_map(|(other, traces)| finding(contributors.population, other, traces))
        .collect();
    if findings.is_empty() {
        Outcome::Quiet
    } else {
        Outcome::Fired(findings)
    }
}

/// Commits of own making under a full name on which a machine or a key filled in something.
fn traces<'a>(contributors: &Contributors<'_>, dossier: &Dossier<'a>) -> Vec<Trace<'a>> {
    let named: FxHashMap<IdentityIndex, Option<Machine>> = dossier
        .person()
        .identities
        .iter()
        .filter_map(|index| {
            let identity = dossier.history().identities().get(*index);
            FullName::parse(&identity.name())?;
            Some((*index, Machine::parse(&identity.email())))
        })
        .collect();
    if named.is_empty() {
        return Vec::new();
    }
    let trace = |line: Line<'a>| match named.get(&line.1)? {
        Some(machine) => Some(Trace {
            line,
            signer: None,
            names: contributors.spelled_by(machine),
        }),
        None => signed(contributors, dossier, line),
    };
    lines(dossier).filter_map(trace).collect()
}

/// The user id that a personal key has put beside the line.
fn signed<'a>(
    contributors: &Contributors<'_>,
    dossier: &Dossier<'a>,
    line: Line<'a>,
) -> Option<Trace<'a>> {
    let (signer, key) = signer_of(&line.0)?;
    let user = line.0.signature()?.signer?;
    let counts = signer == line.1 && dossier.history().keys().get(key).is_personal();
    counts.then(|| Trace {
        line,
        signer: Some(user),
        names: contributors.holder_of(user).into_iter().collect(),
    })
}

fn finding(
    population: &Population,
    other: PersonIndex,
    mut traces: Vec<Trace<'_>>,
) -> Option<Finding> {
    let seconds = |trace: &Trace<'_>| trace.line.0.committed().seconds;
    traces.sort_by_key(|trace| (seconds(trace), trace.line.0.id()));
    let days = separate_days(traces.iter().map(seconds));
    if traces.len() < LEAST_COMMITS || days < LEAST_DAYS {
        return None;
    }
    let theirs = Fact::author(&population.dossier(other).authored().next()?);
    let summary = format!(
        "on {} commits over {days} days, the login, the machine or the signature names another contributor, \
         unrelated to the name beside it",
        traces.len()
    );
    let identities = population.history().identities();
    let evidence = traces
        .iter()
        .map(|trace| {
            let (commit, _) = trace.line;
            match trace.signer {
                Some(user) => {
                    let user = identities.get(user).text().into_owned();
                    let signer = Fact::text(commit.id(), Field::Signer, user);
                    Evidence::of(&commit, signer, Some(fact(trace.line)))
                }
                None => Evidence::of(&commit, fact(trace.line), Some(theirs.clone())),
            }
        })
        .collect();
    let other = &population.people().all()[other.0 as usize].id;
    Some(Finding::new(Strength::Moderate, summary, evidence).about(other.clone()))
}
