//! The full names that people wrote next to an e-mail address or account, for the heuristics that compare them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::evidence::Fact;
use countersign_facts::{Address, ClockSource, Commit, IdentityIndex};
use countersign_people::{Dossier, FullName};

/// Only the most used names of an address are compared. An address with more names is a placeholder.
const MOST_NAMES: usize = 100;

/// A commit, and the identity in it that the person wrote.
pub(super) type Line<'a> = (Commit<'a>, IdentityIndex);

/// The lines in which the person named themselves: the author of a self-committed commit or a web merge, and the
/// committer of a commit made for someone else. The author of an applied commit or a squash is filled in by another
/// person or by the platform, which sometimes combines a name with the wrong address.
pub(super) fn lines<'a>(dossier: &Dossier<'a>) -> impl Iterator<Item = Line<'a>> + use<'a> {
    let authored = dossier.authored().filter(|commit| {
        !matches!(
            commit.clock_source(),
            ClockSource::Applied
                | ClockSource::PlatformMade
                | ClockSource::WebEdit
                | ClockSource::WebSquash
                | ClockSource::TestMerge
                | ClockSource::UnprovenMerge
        )
    });
    let authored = authored.map(|commit| (commit, commit.author_index()));
    let applied = dossier.applied();
    authored.chain(applied.map(|commit| (commit, commit.committer_index())))
}

/// Full names or other spellings of a name, each with the lines that show it.
pub(super) type Names<'a, Name = FullName> = Vec<(Name, Vec<Line<'a>>)>;

/// The full names on each address that has at least `least` of them, with their lines by time. The most used name
/// comes first. Addresses are spelled as subjects of findings: a mailbox, or `account` and a number.
pub(super) fn names_by_address<'a>(
    dossier: &Dossier<'a>,
    least: usize,
) -> BTreeMap<String, Names<'a>> {
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
    by_address.retain(|_, names| names.len() >= least);
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

/// The names in the order of their use, each with its lines by time.
pub(super) fn most_used_first<Name>(mut names: Names<'_, Name>) -> Names<'_, Name> {
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

/// The author or committer of a commit, whichever the line is.
pub(super) fn fact((commit, identity): Line<'_>) -> Fact {
    if identity == commit.author_index() {
        Fact::author(&commit)
    } else {
        Fact::committer(&commit)
    }
}

/// Drops names that another person of the population has used at least as often. Such a commit got that contributor's
/// name by a slip, from a tool or on a shared machine.
pub(super) fn drop_names_of_others<Name>(dossier: &Dossier<'_>, names: &mut Names<'_, Name>) {
    let population = dossier.population();
    let identities = dossier.history().identities();
    let spelling = |identity: IdentityIndex| identities.get(identity).name().to_lowercase();
    // Each spelling, with the position of its name and the number of uses by others.
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
