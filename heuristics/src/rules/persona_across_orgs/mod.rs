//! `persona-across-orgs`: one mailbox or account, an unrelated full name in each of two organisations.

#[cfg(test)]
pub(super) mod cases;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::{Line, Names, drop_other_peoples, fact, lines, names_by_address};
use crate::facts::{Commit, KeyIndex, OrganisationIndex, RepositoryIndex};
use crate::heuristic::{
    Check, Evidence, Family, Finding, Heuristic, Outcome, Strength, separate_days,
};
use crate::people::{Anchor, FullName, signer_of};
use crate::population::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "persona-across-orgs",
    title: "one mailbox or account carries an unrelated full name in each of two organisations",
    revision: 1,
    family: Family::Identity,
    strength: Strength::Strong,
    innocent: "a pen name kept for one community, or two people behind one mailbox",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Person(check),
};

/// So many commits each name needs, on so many separate days: what slips in by a rebase is one sitting.
const LEAST_COMMITS: usize = 3;
const LEAST_DAYS: usize = 2;
/// A name lives in an organisation that holds so much of its commits, in percent.
const HOME_PERCENT: usize = 80;

/// One name on one address, and where it lives.
struct Persona<'a> {
    name: FullName,
    lines: Vec<Line<'a>>,
    home: OrganisationIndex,
}

fn check(dossier: &Dossier<'_>) -> Outcome {
    let person = dossier.person();
    let is_address = |anchor: &Anchor| matches!(anchor, Anchor::Mailbox(_) | Anchor::Account(_));
    if !person.anchors.iter().any(is_address) {
        return Outcome::NotApplicable;
    }
    let have = organisations(dossier);
    if have < 2 {
        return Outcome::NotEnough {
            have,
            want: 2,
            of: "organisations with three commits of the person's own making",
        };
    }
    let mut copied = None;
    let mut findings = Vec::new();
    for (subject, names) in names_by_address(dossier, 2) {
        let copied = copied.get_or_insert_with(|| copied_between(dossier));
        findings.extend(finding(dossier, subject, names, copied));
    }
    if findings.is_empty() {
        Outcome::Quiet
    } else {
        Outcome::Fired(findings)
    }
}

/// In how many organisations the person has made enough commits for a name to live there.
fn organisations(dossier: &Dossier<'_>) -> usize {
    let mut commits: BTreeMap<OrganisationIndex, usize> = BTreeMap::new();
    for (commit, _) in lines(dossier).filter(|(commit, _)| !commit.is_shared()) {
        *commits.entry(organisation(dossier, &commit)).or_default() += 1;
    }
    let lived_in = commits.values().filter(|count| **count >= LEAST_COMMITS);
    lived_in.count()
}

fn organisation(dossier: &Dossier<'_>, commit: &Commit<'_>) -> OrganisationIndex {
    dossier.history().organisation(commit.repository())
}

/// What tells a commit and its port to another repository from all others: address and second.
type Mark = (Vec<u8>, i64);

fn mark(commit: &Commit<'_>) -> Mark {
    let address = commit.author().email_bytes().to_ascii_lowercase();
    (address, commit.authored().seconds)
}

/// Marks of the person's commits that stand in more than one organisation: a fork or a port brought
/// them there.
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
    names.retain(|(_, lines)| lines.len() >= LEAST_COMMITS && days(lines) >= LEAST_DAYS);
    if names.len() < 2 {
        return None;
    }
    drop_other_peoples(dossier, &mut names);
    let personas: Vec<_> = names
        .into_iter()
        .filter_map(|(name, lines)| {
            let home = home(dossier, &lines)?;
            Some(Persona { name, lines, home })
        })
        .collect();
    let pairs = personas.iter().enumerate().flat_map(|(position, one)| {
        let others = personas[position + 1..].iter();
        others.map(move |other| (one, other))
    });
    let mut pairs = pairs.filter(|(one, other)| are_two_lives(one, other));
    let (one, other) = pairs.next()?;
    Some(report(dossier, &subject, one, other))
}

fn days(lines: &[Line<'_>]) -> usize {
    separate_days(lines.iter().map(|(commit, _)| commit.committed().seconds))
}

/// The organisation in which most of the commits are.
fn home(dossier: &Dossier<'_>, lines: &[Line<'_>]) -> Option<OrganisationIndex> {
    let mut commits: BTreeMap<OrganisationIndex, usize> = BTreeMap::new();
    for (commit, _) in lines {
        *commits.entry(organisation(dossier, commit)).or_default() += 1;
    }
    let is_home = |count: usize| count * 100 >= lines.len() * HOME_PERCENT;
    commits
        .into_iter()
        .find_map(|(organisation, count)| is_home(count).then_some(organisation))
}

fn are_two_lives(one: &Persona<'_>, other: &Persona<'_>) -> bool {
    one.home != other.home
        && one.name.is_unrelated_to(&other.name)
        && take_turns(one, other)
        && !is_renamed_somewhere(one, other)
}

/// Whether both names are in use at one time. One after the other is a change of name, at times together
/// with a change of employer.
fn take_turns(one: &Persona<'_>, other: &Persona<'_>) -> bool {
    let starts_after = |persona: &Persona<'_>, other: &Persona<'_>| {
        let (first, _) = other.lines[0];
        let since = first.committed().seconds;
        let later = persona.lines.iter();
        let later = later.map(|(commit, _)| commit.committed().seconds);
        separate_days(later.filter(|seconds| *seconds > since)) >= LEAST_DAYS
    };
    starts_after(one, other) && starts_after(other, one)
}

/// Whether some repository shows one name only before the other.
fn is_renamed_somewhere(one: &Persona<'_>, other: &Persona<'_>) -> bool {
    let (one, other) = (spans(one), spans(other));
    one.iter().any(|(repository, (first, last))| {
        other
            .get(repository)
            .is_some_and(|(others_first, others_last)| last < others_first || others_last < first)
    })
}

/// First and last use in each repository, by the committer's clock.
fn spans(persona: &Persona<'_>) -> BTreeMap<RepositoryIndex, (i64, i64)> {
    let mut spans: BTreeMap<RepositoryIndex, (i64, i64)> = BTreeMap::new();
    for (commit, _) in &persona.lines {
        let seconds = commit.committed().seconds;
        let span = spans
            .entry(commit.repository())
            .or_insert((seconds, seconds));
        *span = (span.0.min(seconds), span.1.max(seconds));
    }
    spans
}

fn report(dossier: &Dossier<'_>, subject: &str, one: &Persona<'_>, other: &Persona<'_>) -> Finding {
    let what = if subject.contains('@') {
        "mailbox"
    } else {
        "account"
    };
    let one_key = !keys(dossier, one).is_disjoint(&keys(dossier, other));
    let (strength, signed) = if one_key {
        (Strength::Strong, "; one key signs for both")
    } else {
        (Strength::Moderate, "")
    };
    let summary = format!(
        "one {what} carries two unrelated full names by turns, {} and {} commits, each in an organisation of \
         its own{signed}",
        one.lines.len(),
        other.lines.len(),
    );
    let main = fact(one.lines[0]);
    let evidence = other
        .lines
        .iter()
        .map(|line| Evidence::of(&line.0, fact(*line), Some(main.clone())))
        .collect();
    Finding::new(strength, summary, evidence).about(subject)
}

/// The personal keys that sign for the name.
fn keys(dossier: &Dossier<'_>, persona: &Persona<'_>) -> BTreeSet<KeyIndex> {
    let personal = |key: &KeyIndex| dossier.history().keys().get(*key).is_personal();
    let signed = persona.lines.iter().filter_map(|(commit, identity)| {
        let (signer, key) = signer_of(commit)?;
        (signer == *identity).then_some(key)
    });
    signed.filter(personal).collect()
}
