//! `leaked-identity`: a machine or signing key filled in the name of a different contributor than the commit claims.

#[cfg(test)]
pub(super) mod cases;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::contributors::Contributors;
use super::names::{Line, fact, lines};
use crate::days::separate_days;
use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::commits;
use countersign_facts::IdentityIndex;
use countersign_people::{Dossier, FullName, Machine, PersonIndex, Population};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "leaked-identity",
    title: "the login, the machine or the signature in commits names a different contributor",
    revision: 1,
    family: Family::Identity,
    strength: Strength::Moderate,
    innocent: "a borrowed, shared or second-hand machine, two people who work together on one machine, or two \
               people with the same name",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// At least this many commits must name the other contributor, on at least this many separate days: a borrowed
/// machine is given back.
const LEAST_COMMITS: usize = 3;
const LEAST_DAYS: usize = 2;

/// What a machine or a key filled in, in one commit.
struct Trace<'a> {
    line: Line<'a>,
    /// The user id inside the signature. `None` if the line's own address is the trace.
    signer: Option<IdentityIndex>,
    /// The contributors that it names; several if they have the same name.
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
                of: "commits with a full name next to a machine's address or the user id of a signature",
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
    Outcome::of(findings)
}

/// The commits under a full name in which a machine or a key filled in something.
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

/// The user id that a personal key has put next to the line.
fn signed<'a>(
    contributors: &Contributors<'_>,
    dossier: &Dossier<'a>,
    line: Line<'a>,
) -> Option<Trace<'a>> {
    let (signer, _) = dossier.population().people().signer_of(&line.0)?;
    let user = line.0.signature()?.signer?;
    let counts = signer == line.1;
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
        "in {} on {days} different days, the login, the machine or the signature names a contributor who is \
         unrelated to the name in the commit",
        commits(traces.len())
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
