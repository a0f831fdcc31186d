//! `shared-key`: one personal signing key signs under unrelated names and addresses.

#[cfg(test)]
pub(super) mod cases;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use countersign_facts::{Commit, KeyIndex, ObjectId};
use countersign_people::{Dossier, FullName, PersonIndex, Population, signer_of};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "shared-key",
    title: "one signing key signs under unrelated names and e-mail addresses",
    revision: 2,
    family: Family::Key,
    strength: Strength::Strong,
    innocent: "a pen name or project alias that is kept separate on purpose, a workstation or build machine \
               that several people use, or a forge that signs in its users' names",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// Fewer signatures than this cannot show it: it takes one for each of three names.
const LEAST_SIGNATURES: usize = 3;
/// For this many people who share a key, one signature each is enough.
const MANY_STRANGERS: usize = 3;
/// Two people need at least this many signatures each, and must alternate.
const LEAST_EACH: usize = 3;
/// A signature made more than this after its commit's date was added to an existing history, in seconds.
const AFTERWARDS: u64 = 86_400;

/// One signature: the date of its commit, and the evidence for it.
#[derive(Clone)]
struct Signed {
    seconds: i64,
    on_utc: bool,
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

/// The commits that the person committed.
fn committed<'a>(dossier: &Dossier<'a>) -> impl Iterator<Item = Commit<'a>> + use<'a> {
    dossier.self_committed().chain(dossier.applied())
}

/// The finding about the people who share a key, and who they are. Nothing else links them, or they would be one
/// person. People without a full name do not count, because a handle contradicts nothing.
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
    let is_shared = match signed.len() {
        0 | 1 => false,
        2 => alternate(&signed[0].1, &signed[1].1),
        people => people >= MANY_STRANGERS,
    };
    if !is_shared {
        return None;
    }
    signed.sort_by_key(|(_, signed)| (Reverse(signed.len()), signed[0].order()));
    let people: Vec<_> = signed.iter().map(|(person, _)| *person).collect();
    let summary = format!(
        "one signing key signs under {} unrelated names and e-mail addresses",
        signed.len()
    );
    let id = &*population.history().keys().get(key).id;
    let (strength, why) = strength(population, key, &signed);
    let finding = Finding::new(strength, summary + why, evidence(&signed));
    Some((people, finding.about(id)))
}

/// The strength of a finding about these people, and what lessens it. A key that one person uses and that signs now and
/// then for somebody else, or that signs where services do, has more innocent explanations.
fn strength(
    population: &Population,
    key: KeyIndex,
    signed: &[(PersonIndex, Vec<Signed>)],
) -> (Strength, &'static str) {
    let people = population.people();
    let is_guest = |person: &PersonIndex| {
        let identities = &people.all()[person.0 as usize].identities;
        identities.iter().any(|one| people.is_guest(key, *one))
    };
    let at_home = signed.iter().filter(|(person, _)| !is_guest(person));
    if at_home.count() < 2 {
        let why = "; no more than one of them signs most of their work with it";
        return (Strength::Moderate, why);
    }
    if signed
        .iter()
        .flat_map(|(_, signed)| signed)
        .all(|one| one.on_utc)
    {
        return (Strength::Moderate, "; all on UTC, where services sign");
    }
    (Strength::Strong, "")
}

/// Whether both sign repeatedly and in turn. If one follows the other, the name or the holder of the key changed.
fn alternate(a: &[Signed], b: &[Signed]) -> bool {
    let ends = |signed: &[Signed]| Some((signed.first()?.seconds, signed.last()?.seconds));
    let overlap = ends(a)
        .zip(ends(b))
        .is_some_and(|((first_a, last_a), (first_b, last_b))| first_a < last_b && first_b < last_a);
    overlap && a.len() >= LEAST_EACH && b.len() >= LEAST_EACH
}

/// The first signature under each name except the most used one, then the others.
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

/// The commits that the person signed with `key` under a full name at the time of the commit, by time. Tags do not
/// count: a project's release key passes from one release manager to the next.
fn signatures(dossier: &Dossier<'_>, key: KeyIndex) -> Vec<Signed> {
    let history = dossier.history();
    let people = dossier.population().people();
    let counts = |signer| {
        people.of(signer) == Some(dossier.index())
            && FullName::parse(&history.identities().get(signer).name()).is_some()
    };
    let commits = committed(dossier).filter_map(|commit| {
        let (signer, by) = people.signer_of(&commit)?;
        let seconds = commit.committed().seconds;
        let created = commit.signature()?.created;
        (by == key && made_at_once(seconds, created) && counts(signer)).then(|| Signed {
            seconds,
            on_utc: commit.committed().informative_offset().is_none(),
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
