//! `shared-key`: one personal signing key, unrelated names at unlinked addresses.

#[cfg(test)]
pub(super) mod cases;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::heuristic::{Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength};
use countersign_facts::{Commit, KeyIndex, ObjectId};
use countersign_people::{Dossier, Population};
use countersign_people::{FullName, PersonIndex, signer_of};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "shared-key",
    title: "one signing key signs under unrelated names and addresses",
    revision: 1,
    family: Family::Key,
    strength: Strength::Strong,
    innocent: "a pen name or project alias kept apart on purpose, a workstation or build machine that \
               several people use, or a forge that signs in its users' names",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Population(check),
};

/// The fewest signatures that can show it: one for each of three names.
const LEAST_SIGNATURES: usize = 3;
/// So many strangers on one key are told from a single signature each.
const MANY_STRANGERS: usize = 3;
/// Two strangers need so many signatures each, and must alternate.
const LEAST_EACH: usize = 3;
/// A signature made this much later than the date of its commit was put on an existing history, in
/// seconds.
const AFTERWARDS: u64 = 86_400;

/// One signature: when its commit says it was made, and what says so.
#[derive(Clone)]
struct Signed {
    seconds: i64,
    evidence: Evidence,
}

impl Signed {
    fn order(&self) -> (i64, ObjectId) {
        (self.seconds, self.evidence.record.object)
    }
}

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    let mut holders: BTreeMap<KeyIndex, Vec<PersonIndex>> = BTreeMap::new();
    let mut answers: BTreeMap<PersonIndex, Outcome> = BTreeMap::new();
    for dossier in population.dossiers() {
        for key in dossier.person().keys() {
            holders.entry(key).or_default().push(dossier.index());
            answers
                .entry(dossier.index())
                .or_insert_with(|| enough(&dossier));
        }
    }
    for (key, people) in holders {
        if let Some((people, finding)) = finding(population, key, &people) {
            for person in people {
                match answers.get_mut(&person) {
                    Some(Outcome::Fired(findings)) => findings.push(finding.clone()),
                    _ => {
                        answers.insert(person, Outcome::Fired(vec![finding.clone()]));
                    }
                }
            }
        }
    }
    answers.into_iter().collect()
}

fn enough(dossier: &Dossier<'_>) -> Outcome {
    let signed = |commit: &Commit<'_>| signer_of(commit).is_some();
    let have = committed(dossier)
        .filter(signed)
        .take(LEAST_SIGNATURES)
        .count();
    if have < LEAST_SIGNATURES {
        return Outcome::NotEnough {
            have,
            want: LEAST_SIGNATURES,
            of: "signed commits",
        };
    }
    Outcome::Quiet
}

/// Commits whose committer line is the person's own.
fn committed<'a>(dossier: &Dossier<'a>) -> impl Iterator<Item = Commit<'a>> + use<'a> {
    dossier.self_committed().chain(dossier.applied())
}

/// People who share a key are strangers to each other: whoever is linked is one person. Those without a
/// full name do not count: a handle contradicts nothing.
fn finding(
    population: &Population,
    key: KeyIndex,
    people: &[PersonIndex],
) -> Option<(Vec<PersonIndex>, Finding)> {
    if people.len() < 2 {
        return None;
    }
    let mut signed: Vec<(PersonIndex, Vec<Signed>)> = people
        .iter()
        .map(|person| (*person, signatures(&population.dossier(*person), key)))
        .filter(|(_, signed)| !signed.is_empty())
        .collect();
    let tells = match signed.len() {
        0 | 1 => false,
        2 => alternate(&signed[0].1, &signed[1].1),
        strangers => strangers >= MANY_STRANGERS,
    };
    if !tells {
        return None;
    }
    signed.sort_by_key(|(_, signed)| (Reverse(signed.len()), signed[0].order()));
    let people: Vec<_> = signed.iter().map(|(person, _)| *person).collect();
    let summary = format!(
        "one signing key signs under {} unrelated names and addresses",
        signed.len()
    );
    let id = &*population.history().keys().get(key).id;
    let finding = Finding::new(Strength::Strong, summary, evidence(&signed));
    Some((people, finding.about(id)))
}

/// Whether both sign repeatedly and by turns. One after the other would be a change of name or of hands.
fn alternate(a: &[Signed], b: &[Signed]) -> bool {
    let ends = |signed: &[Signed]| Some((signed.first()?.seconds, signed.last()?.seconds));
    let overlap = ends(a)
        .zip(ends(b))
        .is_some_and(|((first_a, last_a), (first_b, last_b))| first_a < last_b && first_b < last_a);
    overlap && a.len() >= LEAST_EACH && b.len() >= LEAST_EACH
}

/// The first signature under each name but the most used, then the others.
fn evidence(signed: &[(PersonIndex, Vec<Signed>)]) -> Vec<Evidence> {
    let main = signed[0].1[0].evidence.record.clone();
    let others = || signed[1..].iter().map(|(_, signed)| &signed[..]);
    let mut rest: Vec<&Signed> = others().flat_map(|signed| &signed[1..]).collect();
    rest.sort_by_key(|signed| signed.order());
    others()
        .map(|signed| &signed[0])
        .chain(rest)
        .map(|signed| Evidence {
            contradicts: Some(main.clone()),
            ..signed.evidence.clone()
        })
        .collect()
}

/// Commits the person signed with `key` under a full name when they were made, by time. Tags do not
/// count: a project's release key passes from one release manager to the next.
fn signatures(dossier: &Dossier<'_>, key: KeyIndex) -> Vec<Signed> {
    let history = dossier.history();
    let people = dossier.population().people();
    let counts = |signer| {
        people.of(signer) == Some(dossier.index())
            && FullName::parse(&history.identities().get(signer).name()).is_some()
    };
    let commits = committed(dossier).filter_map(|commit| {
        let (signer, by) = signer_of(&commit)?;
        let seconds = commit.committed().seconds;
        let created = commit.signature()?.created;
        (by == key && made_at_once(seconds, created) && counts(signer)).then(|| Signed {
            seconds,
            evidence: Evidence::of(&commit, Fact::committer(&commit), None),
        })
    });
    let mut signed: Vec<_> = commits.collect();
    signed.sort_by_key(Signed::order);
    signed
}

fn made_at_once(seconds: i64, created: Option<i64>) -> bool {
    created.is_none_or(|created| created.abs_diff(seconds) <= AFTERWARDS)
}
