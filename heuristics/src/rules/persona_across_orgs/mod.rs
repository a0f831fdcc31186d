//! `persona-across-orgs`: one e-mail address or account uses an unrelated full name in each of two organisations.

#[cfg(test)]
pub(super) mod cases;
mod elsewhere;
mod findings;
mod usage;

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use findings::{keys, strength_and_summary, too_few};
use usage::{Use, is_established, side_by_side};

use super::names::{Line, Names, drop_names_of_others, fact, lines, names_by_address};
use crate::evidence::Evidence;
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use countersign_facts::{Commit, OrganisationIndex, RepositoryIndex};
use countersign_people::{Anchor, Dossier};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "persona-across-orgs",
    title: "one e-mail address or account uses an unrelated full name in each of two organisations",
    revision: 2,
    family: Family::Identity,
    strength: Strength::Strong,
    innocent: "a pen name for one community, or two people who share one e-mail address",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Both {
        person: check,
        pull_request: elsewhere::check,
    },
};

fn check(dossier: &Dossier<'_>) -> Outcome {
    let person = dossier.person();
    let is_address = |anchor: &Anchor| matches!(anchor, Anchor::Mailbox(_) | Anchor::Account(_));
    if !person.anchors.iter().any(is_address) {
        return Outcome::NotApplicable;
    }
    let have = organisations(dossier);
    if have < 2 {
        return too_few(have);
    }
    let mut copied = None;
    let mut findings = Vec::new();
    for (subject, names) in names_by_address(dossier, 2) {
        let copied = copied.get_or_insert_with(|| copied_between(dossier));
        findings.extend(finding(dossier, subject, names, copied));
    }
    Outcome::of(findings)
}

/// In how many organisations the person has made enough commits for a name to be established there.
fn organisations(dossier: &Dossier<'_>) -> usize {
    let mut commits: BTreeMap<OrganisationIndex, usize> = BTreeMap::new();
    for (commit, _) in lines(dossier).filter(|(commit, _)| !commit.is_shared()) {
        *commits.entry(organisation(dossier, &commit)).or_default() += 1;
    }
    let enough = commits
        .values()
        .filter(|count| **count >= usage::LEAST_COMMITS);
    enough.count()
}

fn organisation(dossier: &Dossier<'_>, commit: &Commit<'_>) -> OrganisationIndex {
    dossier.history().organisation(commit.repository())
}

/// What a commit and its copy in another repository have in common: the address and the second.
type Mark = (Vec<u8>, i64);

fn mark(commit: &Commit<'_>) -> Mark {
    let address = commit.author().email_bytes().to_ascii_lowercase();
    (address, commit.authored().seconds)
}

/// The marks of the person's commits that are in more than one organisation, where a fork or a port brought them.
fn copied_between(dossier: &Dossier<'_>) -> FxHashSet<Mark> {
    let mut first: FxHashMap<Mark, OrganisationIndex> = FxHashMap::default();
    let mut copied = FxHashSet::default();
    for commit in dossier.authored() {
        let organisation = organisation(dossier, &commit);
        if *first.entry(mark(&commit)).or_insert(organisation) != organisation {
            copied.insert(mark(&commit));
        }
    }
    copied
}

fn finding<'a>(
    dossier: &Dossier<'a>,
    subject: String,
    mut names: Names<'a>,
    copied: &FxHashSet<Mark>,
) -> Option<Finding> {
    for (_, lines) in &mut names {
        lines.retain(|(commit, _)| !commit.is_shared() && !copied.contains(&mark(commit)));
    }
    names.retain(|(_, lines)| is_established(&uses(dossier, lines)));
    if names.len() < 2 {
        return None;
    }
    drop_names_of_others(dossier, &mut names);
    let used: Vec<_> = names
        .iter()
        .map(|(name, lines)| (name, uses(dossier, lines)))
        .collect();
    let (one, other) = side_by_side(&used).next()?;
    Some(report(dossier, &subject, &names[one].1, &names[other].1))
}

/// Where and when a name was used, by committer date.
fn uses(dossier: &Dossier<'_>, lines: &[Line<'_>]) -> Vec<Use<OrganisationIndex, RepositoryIndex>> {
    let of = |(commit, _): &Line<'_>| Use {
        seconds: commit.committed().seconds,
        organisation: organisation(dossier, commit),
        repository: commit.repository(),
    };
    lines.iter().map(of).collect()
}

fn report(dossier: &Dossier<'_>, subject: &str, one: &[Line<'_>], other: &[Line<'_>]) -> Finding {
    let is_one_key = !keys(dossier, one).is_disjoint(&keys(dossier, other));
    let (strength, summary) = strength_and_summary(subject, one.len(), other.len(), is_one_key);
    let main = fact(one[0]);
    let evidence = other
        .iter()
        .map(|line| Evidence::of(&line.0, fact(*line), Some(main.clone())))
        .collect();
    Finding::new(strength, summary, evidence).about(subject)
}
