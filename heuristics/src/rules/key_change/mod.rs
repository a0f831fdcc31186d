//! `key-change`: an established signer goes on with another key.

#[cfg(test)]
pub(super) mod cases;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::heuristic::{
    Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength, days_between,
};
use countersign_facts::Address;
use countersign_facts::{ClockSource, Commit, KeyIndex};
use countersign_people::Dossier;
use countersign_people::Person;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "key-change",
    title: "an established signer goes on with another key",
    revision: 1,
    family: Family::Key,
    strength: Strength::Moderate,
    innocent: "a key that expired, was lost or was replaced with a new machine, as good practice asks",
    one_body: true,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Person(check),
};

/// A key is established after so many signed commits over so many days.
const ESTABLISHED_COMMITS: usize = 20;
const ESTABLISHED_DAYS: u64 = 60;
/// So many commits with the new key make a change; one or two are an excursion.
const LEAST_NEW: usize = 3;
/// An old key used for longer than this beside the new one is a second machine's, in seconds.
const LONGEST_OVERLAP: i64 = 30 * DAY;
/// An interval without signatures between the keys that adds weight, in seconds and unsigned commits.
const GAP: i64 = 14 * DAY;
const GAP_COMMITS: usize = 5;
/// A new address this close to the change adds weight, in seconds.
const ADDRESS_NEAR: u64 = 30 * 86_400;
const DAY: i64 = 86_400;

/// What the person committed, by the committer's clock; positions of each key's commits in it.
struct Signer<'a> {
    commits: Vec<Commit<'a>>,
    by_key: BTreeMap<KeyIndex, Vec<usize>>,
}

/// An established key and the one that came after it.
struct Change<'a> {
    old: KeyIndex,
    new: KeyIndex,
    /// Commits with the old key before the new one's first.
    before: Vec<Commit<'a>>,
    /// Commits with the old key after the new one's first.
    after: Vec<Commit<'a>>,
    first: Commit<'a>,
}

fn check(dossier: &Dossier<'_>) -> Outcome {
    let keys: Vec<KeyIndex> = dossier.person().keys().collect();
    if keys.is_empty() {
        return Outcome::NotApplicable;
    }
    let signer = signer(dossier, &keys);
    if let Some(outcome) = too_little(&signer) {
        return outcome;
    }
    let findings: Vec<_> = signer
        .changes()
        .iter()
        .map(|change| finding(dossier, &signer, change))
        .collect();
    if findings.is_empty() {
        Outcome::Quiet
    } else {
        Outcome::Fired(findings)
    }
}

fn signer<'a>(dossier: &Dossier<'a>, keys: &[KeyIndex]) -> Signer<'a> {
    let people = dossier.population().people();
    let committed = dossier.self_committed().chain(dossier.applied());
    let mut commits: Vec<_> = committed
        .filter(|commit| people.of(commit.committer_index()) == Some(dossier.index()))
        .collect();
    commits.sort_by(by_time);
    let mut by_key: BTreeMap<KeyIndex, Vec<usize>> = BTreeMap::new();
    for (position, commit) in commits.iter().enumerate() {
        let key = commit.signature().and_then(|signature| signature.key);
        if let Some(key) = key.filter(|key| keys.contains(key)) {
            by_key.entry(key).or_default().push(position);
        }
    }
    Signer { commits, by_key }
}

/// By the committer's clock; in order but for few, so ids are hardly ever read.
fn by_time(a: &Commit<'_>, b: &Commit<'_>) -> Ordering {
    let seconds = a.committed().seconds.cmp(&b.committed().seconds);
    seconds.then_with(|| a.id().cmp(&b.id()))
}

/// The answer where no key has signed enough for long enough to be established.
fn too_little(signer: &Signer<'_>) -> Option<Outcome> {
    let uses = || signer.by_key.values();
    if uses().any(|uses| is_established(&signer.at(uses))) {
        return None;
    }
    let have = uses().map(Vec::len).max().unwrap_or_default();
    if have < ESTABLISHED_COMMITS {
        return Some(Outcome::NotEnough {
            have,
            want: ESTABLISHED_COMMITS,
            of: "commits signed with one key",
        });
    }
    let enough = uses().filter(|uses| uses.len() >= ESTABLISHED_COMMITS);
    let days = enough.map(|uses| days_of(&signer.at(uses))).max()?;
    Some(Outcome::NotEnough {
        have: usize::try_from(days).unwrap_or(usize::MAX),
        want: usize::try_from(ESTABLISHED_DAYS).unwrap_or(usize::MAX),
        of: "days of signing with one key",
    })
}

fn is_established(commits: &[Commit<'_>]) -> bool {
    commits.len() >= ESTABLISHED_COMMITS && days_of(commits) >= ESTABLISHED_DAYS
}

fn days_of(commits: &[Commit<'_>]) -> u64 {
    match (commits.first(), commits.last()) {
        (Some(first), Some(last)) => days_between(first.committed(), last.committed()),
        _ => 0,
    }
}

impl<'a> Signer<'a> {
    fn at(&self, positions: &[usize]) -> Vec<Commit<'a>> {
        positions
            .iter()
            .map(|position| self.commits[*position])
            .collect()
    }

    /// Every change of key, by time.
    fn changes(&self) -> Vec<Change<'a>> {
        if self.by_key.len() < 2 {
            return Vec::new();
        }
        let mut changes: Vec<_> = self
            .by_key
            .keys()
            .filter_map(|new| self.change_to(*new))
            .collect();
        changes.sort_by(|a, b| by_time(&a.first, &b.first));
        changes
    }

    /// The established key that `new` took over from: the one used last before it.
    fn change_to(&self, new: KeyIndex) -> Option<Change<'a>> {
        let uses = &self.by_key[&new];
        let start = *uses.first().filter(|_| uses.len() >= LEAST_NEW)?;
        let first = self.commits[start];
        self.by_key
            .iter()
            .filter(|(old, _)| **old != new)
            .filter_map(|(old, uses)| {
                let (before, after) = uses.split_at(uses.partition_point(|use_| *use_ < start));
                let (before, after) = (self.at(before), self.at(after));
                let overlap = after.last().map_or(0, |last| {
                    last.committed()
                        .seconds
                        .saturating_sub(first.committed().seconds)
                });
                let took_over = is_established(&before) && overlap <= LONGEST_OVERLAP;
                took_over.then_some(Change {
                    old: *old,
                    new,
                    before,
                    after,
                    first,
                })
            })
            .max_by_key(|change| {
                let last = change.before.last();
                last.map(|last| (last.committed().seconds, last.id()))
            })
    }

    /// Unsigned self-committed commits in a long interval between the two keys.
    fn unsigned_gap(&self, change: &Change<'a>) -> Vec<Commit<'a>> {
        let Some(last) = change.before.last().filter(|_| change.after.is_empty()) else {
            return Vec::new();
        };
        let (from, to) = (last.committed().seconds, change.first.committed().seconds);
        let unsigned: Vec<_> = self
            .commits
            .iter()
            .filter(|commit| (from..to).contains(&commit.committed().seconds))
            .filter(|commit| commit.clock_source() == ClockSource::SelfCommitted)
            .filter(|commit| commit.signature().is_none())
            .copied()
            .collect();
        if to.saturating_sub(from) >= GAP && unsigned.len() >= GAP_COMMITS {
            unsigned
        } else {
            Vec::new()
        }
    }
}

/// The first commit under an address that the new key brought with it: never seen on this person before,
/// first seen near the change, on a commit that the new key signs.
fn new_address<'a>(dossier: &Dossier<'a>, change: &Change<'a>) -> Option<Commit<'a>> {
    let identities = dossier.history().identities();
    // An address that hides the mailbox is a setting on the same page as the key.
    let mailbox = |index| match Address::of(identities.get(index)) {
        address @ Address::Mailbox(_) if !address.hides_mailbox() => Some(address),
        _ => None,
    };
    let mut firsts = rustc_hash::FxHashMap::default();
    let authored = dossier
        .authored()
        .map(|commit| (commit, commit.author_index()));
    let applied = dossier
        .applied()
        .map(|commit| (commit, commit.committer_index()));
    for (commit, index) in authored.chain(applied) {
        let first: &mut Commit<'a> = firsts.entry(index).or_insert(commit);
        if by_time(&commit, first) == Ordering::Less {
            *first = commit;
        }
    }
    let mut by_mailbox: Vec<(Address, Commit<'a>)> = dossier
        .person()
        .identities
        .iter()
        .filter_map(|index| Some((mailbox(*index)?, *firsts.get(index)?)))
        .collect();
    by_mailbox.sort_by(|(_, a), (_, b)| by_time(a, b));
    let mut seen: Vec<&Address> = Vec::new();
    let change_at = change.first.committed().seconds;
    for (address, first) in &by_mailbox {
        if seen.contains(&address) {
            continue;
        }
        seen.push(address);
        let near = first.committed().seconds.abs_diff(change_at) <= ADDRESS_NEAR;
        let by_new = first
            .signature()
            .is_some_and(|signature| signature.key == Some(change.new));
        if near && by_new {
            return Some(*first);
        }
    }
    None
}

fn finding(dossier: &Dossier<'_>, signer: &Signer<'_>, change: &Change<'_>) -> Finding {
    let history = dossier.history();
    let signing = |commit: &Commit<'_>, key| Fact::signing_key(history, commit.id(), key);
    let last = change.before[change.before.len() - 1];
    let old = signing(&last, Some(change.old));
    let gap = signer.unsigned_gap(change);
    let address = new_address(dossier, change);
    let mut summary = format!(
        "after {} commits over {} days with one key, another key signs",
        change.before.len(),
        days_of(&change.before),
    );
    let mut evidence = vec![Evidence::of(
        &change.first,
        signing(&change.first, Some(change.new)),
        Some(old.clone()),
    )];
    if let Some(last) = change.after.last() {
        let days = days_between(change.first.committed(), last.committed());
        summary += &format!("; the old one is used {days} days longer");
    }
    if let Some(first) = address {
        summary += "; a new address appears with the new key";
        let before = Fact::committer(&last);
        evidence.push(Evidence::of(&first, Fact::committer(&first), Some(before)));
    }
    if !gap.is_empty() {
        let days = days_between(last.committed(), change.first.committed());
        summary += &format!(
            "; {} unsigned commits lie in the {days} days between",
            gap.len()
        );
    }
    let others = others_with(dossier, change.new);
    if others > 0 {
        summary += &format!("; the new key also signs for {others} other identities");
    }
    let strength = if gap.is_empty() && address.is_none() {
        Strength::Context
    } else {
        Strength::Moderate
    };
    evidence.extend(
        gap.iter()
            .map(|commit| Evidence::of(commit, signing(commit, None), Some(old.clone()))),
    );
    let id = &*history.keys().get(change.new).id;
    Finding::new(strength, summary, evidence).about(id)
}

/// How many other people of the population sign with the key.
fn others_with(dossier: &Dossier<'_>, key: KeyIndex) -> usize {
    let has = |person: &&Person| person.keys().any(|other| other == key);
    let all = dossier.population().people().all().iter();
    all.filter(has).count().saturating_sub(1)
}
