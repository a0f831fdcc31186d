//! `unrelated-names`: one mailbox or account, three or more unrelated full names.

#[cfg(test)]
pub(super) mod cases;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::facts::{ClockSource, Commit, IdentityIndex};
use crate::heuristic::{
    Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength, separate_days,
};
use crate::people::{Address, Anchor, FullName, pairwise_unrelated};
use crate::population::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "unrelated-names",
    title: "one mailbox or account carries three or more unrelated full names",
    revision: 1,
    family: Family::Identity,
    strength: Strength::Moderate,
    innocent: "several people behind one mailbox or workstation, pen names, or a tool that fills in \
               other contributors' names",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Person(check),
};

/// So many unrelated names it takes; two are a change of name.
const LEAST_NAMES: usize = 3;
/// Each on so many separate days: whatever slips in by a rebase or `--author` is one sitting.
const LEAST_DAYS: usize = 2;
/// The fewest commits that can show it.
const LEAST_COMMITS: usize = LEAST_NAMES * LEAST_DAYS;
/// Only the most used names of an address are compared: more are a placeholder's.
const MOST_NAMES: usize = 100;

/// One actor line of a commit that its own person wrote.
type Line<'a> = (Commit<'a>, IdentityIndex);

fn check(dossier: &Dossier<'_>) -> Outcome {
    let person = dossier.person();
    let is_address = |anchor: &Anchor| matches!(anchor, Anchor::Mailbox(_) | Anchor::Account(_));
    if !person.anchors.iter().any(is_address) {
        return Outcome::NotApplicable;
    }
    let have = lines(dossier).take(LEAST_COMMITS).count();
    if have < LEAST_COMMITS {
        return Outcome::NotEnough {
            have,
            want: LEAST_COMMITS,
            of: "commits of the person's own making",
        };
    }
    if person.identities.len() < LEAST_NAMES {
        return Outcome::Quiet;
    }
    let findings: Vec<_> = names_by_address(dossier)
        .into_iter()
        .filter_map(|(subject, names)| finding(dossier, subject, names))
        .collect();
    if findings.is_empty() {
        Outcome::Quiet
    } else {
        Outcome::Fired(findings)
    }
}

/// The lines that say what people call themselves: the author of an own commit or a merge by button, the
/// committer of a commit made for somebody else. The author of an applied commit and of a squash is
/// filled in by another person or by the platform, which is known to mix up a name and an address.
fn lines<'a>(dossier: &Dossier<'a>) -> impl Iterator<Item = Line<'a>> + use<'a> {
    let authored = dossier.authored().filter(|commit| {
        !matches!(
            commit.clock_source(),
            ClockSource::Applied | ClockSource::PlatformMade | ClockSource::TestMerge
        )
    });
    let authored = authored.map(|commit| (commit, commit.author_index()));
    let applied = dossier.applied();
    authored.chain(applied.map(|commit| (commit, commit.committer_index())))
}

type Names<'a> = Vec<(FullName, Vec<Line<'a>>)>;

/// The full names on each address that has enough of them, with their lines by time; most used first.
fn names_by_address<'a>(dossier: &Dossier<'a>) -> BTreeMap<String, Names<'a>> {
    type Lines<'a> = IndexMap<FullName, Vec<Line<'a>>, FxBuildHasher>;
    let mut by_address: BTreeMap<String, Lines<'a>> = BTreeMap::new();
    let mut called: FxHashMap<IdentityIndex, (String, FullName)> = FxHashMap::default();
    for index in &dossier.person().identities {
        let identity = dossier.history().identities().get(*index);
        let subject = match Address::of(identity) {
            Address::Mailbox(mailbox) => mailbox,
            Address::Account { id, .. } => format!("account {id}"),
            Address::Automation | Address::Shared => continue,
        };
        if let Some(name) = FullName::parse(&identity.name()) {
            let names = by_address.entry(subject.clone()).or_default();
            names.entry(name.clone()).or_default();
            called.insert(*index, (subject, name));
        }
    }
    by_address.retain(|_, names| names.len() >= LEAST_NAMES);
    if by_address.is_empty() {
        return BTreeMap::new();
    }
    for line in lines(dossier) {
        let names = called
            .get(&line.1)
            .and_then(|(subject, name)| by_address.get_mut(subject)?.get_mut(name));
        if let Some(lines) = names {
            lines.push(line);
        }
    }
    by_address
        .into_iter()
        .map(|(subject, mut names)| {
            names.retain(|_, lines| !lines.is_empty());
            (subject, most_used_first(names.into_iter().collect()))
        })
        .collect()
}

fn most_used_first(mut names: Names<'_>) -> Names<'_> {
    for (_, lines) in &mut names {
        lines.sort_by_key(|(commit, _)| (commit.committed().seconds, commit.id()));
    }
    names.sort_by_key(|(_, lines)| {
        let (first, _) = lines[0];
        (Reverse(lines.len()), first.committed().seconds, first.id())
    });
    names.truncate(MOST_NAMES);
    names
}

fn finding(dossier: &Dossier<'_>, subject: String, mut names: Names<'_>) -> Option<Finding> {
    names.retain(|(_, lines)| {
        separate_days(lines.iter().map(|(commit, _)| commit.committed().seconds)) >= LEAST_DAYS
    });
    if pairwise_unrelated(names.iter().map(|(name, _)| name)).len() < LEAST_NAMES {
        return None;
    }
    drop_other_peoples(dossier, &mut names);
    let unrelated = pairwise_unrelated(names.iter().map(|(name, _)| name));
    if unrelated.len() < LEAST_NAMES {
        return None;
    }
    let uses: Vec<&[Line<'_>]> = names
        .iter()
        .filter(|(name, _)| unrelated.contains(&name))
        .map(|(_, lines)| &lines[..])
        .collect();
    let what = if subject.contains('@') {
        "mailbox"
    } else {
        "account"
    };
    let summary = format!(
        "one {what} carries {} unrelated full names, each on two or more days",
        uses.len()
    );
    let main = fact(uses[0][0]);
    let firsts = uses[1..].iter().map(|lines| lines[0]);
    let lasts = uses[1..].iter().map(|lines| lines[lines.len() - 1]);
    let evidence = firsts
        .chain(lasts)
        .map(|line| Evidence::of(&line.0, fact(line), Some(main.clone())))
        .collect();
    Some(Finding::new(Strength::Moderate, summary, evidence).about(subject))
}

fn fact((commit, identity): Line<'_>) -> Fact {
    if identity == commit.author_index() {
        Fact::author(&commit)
    } else {
        Fact::committer(&commit)
    }
}

/// Drops names that another person of the population has used at least as often: such a commit carries
/// that contributor's name, by a slip, a tool or a shared machine.
fn drop_other_peoples(dossier: &Dossier<'_>, names: &mut Names<'_>) {
    let population = dossier.population();
    let identities = dossier.history().identities();
    let spelling = |identity: IdentityIndex| identities.get(identity).name().to_lowercase();
    // Each spelling with the name it belongs to and how often others use it.
    let mut ours: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (position, (_, lines)) in names.iter().enumerate() {
        let used: FxHashSet<IdentityIndex> = lines.iter().map(|(_, identity)| *identity).collect();
        ours.extend(
            used.into_iter()
                .map(|identity| (spelling(identity), (position, 0))),
        );
    }
    for (index, _) in identities.iter() {
        let Some(other) = population.people().of(index) else {
            continue;
        };
        if other == dossier.index() {
            continue;
        }
        if let Some((_, elsewhere)) = ours.get_mut(&spelling(index)) {
            let commits = population.dossier(other).authored();
            *elsewhere += commits
                .filter(|commit| commit.author_index() == index)
                .count();
        }
    }
    let mut elsewhere = vec![0; names.len()];
    for (position, commits) in ours.into_values() {
        elsewhere[position] += commits;
    }
    let mut elsewhere = elsewhere.into_iter();
    names.retain(|(_, lines)| elsewhere.next().is_none_or(|count| count < lines.len()));
}
