//! The rule for pull requests: it compares the repository's history with what the memory knows from other
//! repositories.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::findings::{keys, strength_and_summary, too_few};
use super::usage::{LEAST_COMMITS, Use, is_established, side_by_side};
use crate::evidence::{Evidence, Fact, Field, Value};
use crate::finding::{Finding, Outcome};
use crate::review::Review;
use crate::rules::names::{Line, fact, names_by_address};
use countersign_facts::{Address, Elsewhere, SeenName, Tlp};
use countersign_people::{Dossier, FullName};

/// Stands for the pull request's own repository. The names of others are never empty.
const HERE: &str = "";

/// One name on one address: its uses here, and what the memory knows about it.
#[derive(Default)]
struct Persona<'a> {
    here: Vec<Line<'a>>,
    there: Vec<&'a SeenName>,
    /// All uses that count, by time.
    uses: Vec<Use<&'a str, &'a str>>,
}

pub(super) fn check(review: &Review<'_>) -> Outcome {
    let elsewhere = review.pull_request().elsewhere.as_ref();
    let (Some(elsewhere), Some(dossier)) = (elsewhere, review.person()) else {
        return Outcome::NotApplicable;
    };
    let mut organisations: BTreeMap<&str, usize> = BTreeMap::new();
    let mut findings = Vec::new();
    for (subject, names) in names_by_address(&dossier, 1) {
        let seen = elsewhere.seen.iter();
        let seen: Vec<_> = seen
            .filter(|seen| is_about(&seen.address, &subject))
            .collect();
        let names = personas(&dossier, elsewhere, &subject, names, &seen);
        for one in names.values().flat_map(|persona| &persona.uses) {
            *organisations.entry(one.organisation).or_default() += 1;
        }
        findings.extend(finding(&dossier, elsewhere, &subject, names));
    }
    let counts = organisations.values();
    let have = counts.filter(|count| **count >= LEAST_COMMITS).count();
    if have < 2 {
        return too_few(have);
    }
    Outcome::of(findings)
}

/// Whether `subject`, as `names_by_address` spells it, is this address.
fn is_about(address: &Address, subject: &str) -> bool {
    match address {
        Address::Mailbox(mailbox) => mailbox == subject,
        Address::Account { id, .. } => format!("account {id}") == subject,
        Address::Automation | Address::Shared => false,
    }
}

type Personas<'a> = IndexMap<FullName, Persona<'a>, FxBuildHasher>;

/// The names on an address, with their uses here and elsewhere. Commits that a fork or a port brought along are
/// left out.
fn personas<'a>(
    dossier: &Dossier<'a>,
    elsewhere: &'a Elsewhere,
    subject: &str,
    names: Vec<(FullName, Vec<Line<'a>>)>,
    seen: &[&'a SeenName],
) -> Personas<'a> {
    let copied = copied(dossier, subject, seen);
    let mut personas = Personas::default();
    for (name, mut lines) in names {
        lines.retain(|(commit, _)| !copied.contains(&commit.authored().seconds));
        let persona = personas.entry(name).or_default();
        persona.uses.extend(lines.iter().map(|(commit, _)| Use {
            seconds: commit.committed().seconds,
            organisation: &*elsewhere.organisation,
            repository: HERE,
        }));
        persona.here = lines;
    }
    for one in seen {
        let Some(name) = FullName::parse(&one.name) else {
            continue;
        };
        let persona = personas.entry(name).or_default();
        let own = one.commits.iter().filter(|commit| commit.own);
        let own = own.filter(|commit| !copied.contains(&commit.authored));
        persona.uses.extend(own.map(|commit| Use {
            seconds: commit.authored,
            organisation: &*one.organisation,
            repository: &*one.repository,
        }));
        persona.there.push(one);
    }
    for persona in personas.values_mut() {
        persona.uses.sort_by_key(|one| one.seconds);
    }
    personas
}

/// The author dates that two repositories show for one address.
fn copied(dossier: &Dossier<'_>, subject: &str, seen: &[&SeenName]) -> BTreeSet<i64> {
    let here = dossier
        .authored()
        .filter(|commit| is_about(&Address::of(commit.author()), subject))
        .map(|commit| (HERE, commit.authored().seconds));
    let there = seen.iter().flat_map(|one| {
        let commits = one.commits.iter();
        commits.map(|commit| (&*one.repository, commit.authored))
    });
    let mut first: BTreeMap<i64, &str> = BTreeMap::new();
    let mut copied = BTreeSet::new();
    for (repository, second) in here.chain(there) {
        if *first.entry(second).or_insert(repository) != repository {
            copied.insert(second);
        }
    }
    copied
}

fn finding<'a>(
    dossier: &Dossier<'a>,
    elsewhere: &Elsewhere,
    subject: &str,
    mut personas: Personas<'a>,
) -> Option<Finding> {
    personas.retain(|_, persona| is_established(&persona.uses));
    personas.retain(|_, persona| others(dossier, elsewhere, persona) < persona.uses.len());
    let mut personas: Vec<_> = personas.into_iter().collect();
    personas.sort_by_key(|(_, persona)| (Reverse(persona.uses.len()), persona.uses[0].seconds));
    let used: Vec<_> = personas
        .iter()
        .map(|(name, persona)| (name, persona.uses.clone()))
        .collect();
    let is_here = |position: usize| !personas[position].1.here.is_empty();
    // Two names that are both used only elsewhere do not concern this repository.
    let (one, other) = side_by_side(&used).find(|(one, other)| is_here(*one) || is_here(*other))?;
    let uses_here = |position: usize| {
        let own = used[position].1.iter();
        let own = own.filter(|one| one.organisation == elsewhere.organisation);
        (is_here(position), own.count())
    };
    let (here, there) = if uses_here(one) < uses_here(other) {
        (other, one)
    } else {
        (one, other)
    };
    Some(report(
        dossier,
        subject,
        &personas[here].1,
        &personas[there].1,
    ))
}

/// In how many commits, here and elsewhere, other people use the name in this spelling. A slip, a tool or a shared
/// machine may have brought it to this address.
fn others(dossier: &Dossier<'_>, elsewhere: &Elsewhere, persona: &Persona<'_>) -> usize {
    let (population, identities) = (dossier.population(), dossier.history().identities());
    let here = persona.here.iter();
    let here = here.map(|(_, identity)| identities.get(*identity).name().to_lowercase());
    let there = persona.there.iter().map(|seen| seen.name.to_lowercase());
    let spellings: BTreeSet<String> = here.chain(there).collect();
    let remembered = spellings
        .iter()
        .filter_map(|name| elsewhere.others.get(name));
    let mut commits = remembered.sum();
    for (index, identity) in identities.iter() {
        let Some(other) = population.people().of(index) else {
            continue;
        };
        if other != dossier.index() && spellings.contains(&identity.name().to_lowercase()) {
            let authored = population.dossier(other).authored();
            commits += authored
                .filter(|commit| commit.author_index() == index)
                .count();
        }
    }
    commits
}

fn report(
    dossier: &Dossier<'_>,
    subject: &str,
    here: &Persona<'_>,
    there: &Persona<'_>,
) -> Finding {
    let is_one_key = !signers(dossier, here).is_disjoint(&signers(dossier, there));
    let (strength, summary) =
        strength_and_summary(subject, here.uses.len(), there.uses.len(), is_one_key);
    let shown = here.here.first().map(|(commit, _)| commit.id());
    let contradicts = shown.zip(best_known(there));
    let contradicts = contradicts.map(|(object, value)| Fact {
        object,
        field: Field::Elsewhere,
        value,
    });
    let evidence = here.here.iter();
    let evidence = evidence
        .map(|line| Evidence::of(&line.0, fact(*line), contradicts.clone()))
        .collect();
    // Readers of this repository may not see what other repositories show.
    Finding::new(strength, summary, evidence)
        .about(subject)
        .marked(Tlp::Amber)
}

/// The other repository with the most uses of a name.
fn best_known(persona: &Persona<'_>) -> Option<Value> {
    let shown = persona.there.iter().map(|seen| {
        let uses = persona.uses.iter();
        let uses = uses.filter(|one| one.repository == seen.repository);
        let seconds: Vec<i64> = uses.map(|one| one.seconds).collect();
        (seconds.len(), seen, seconds)
    });
    let (commits, seen, seconds) = shown.max_by_key(|(commits, ..)| *commits)?;
    Some(Value::Elsewhere {
        name: seen.name.clone(),
        repository: seen.repository.clone(),
        first: *seconds.first()?,
        last: *seconds.last()?,
        commits,
    })
}

/// The ids of the personal keys that sign for a name.
fn signers(dossier: &Dossier<'_>, persona: &Persona<'_>) -> BTreeSet<String> {
    let here = keys(dossier, &persona.here).into_iter();
    let here = here.map(|key| dossier.history().keys().get(key).id.to_string());
    let there = persona.there.iter().flat_map(|seen| seen.keys.clone());
    here.chain(there).collect()
}
