//! `key-change`: an established signer continues with another key.

#[cfg(test)]
pub(super) mod cases;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::days::days_between;
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{commits, counted, days};
use countersign_facts::{Address, ClockSource, Commit, KeyIndex};
use countersign_people::{Dossier, Person};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "key-change",
    title: "an established signer continues with another key",
    revision: 1,
    family: Family::Key,
    strength: Strength::Moderate,
    innocent: "the old key expired, was lost, or was replaced along with the machine, as good practice asks",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// A key is established once it has signed this many commits over this many days.
const ESTABLISHED_COMMITS: usize = 20;
const ESTABLISHED_DAYS: u64 = 60;
/// At least this many commits with the new key make a change. One or two are an exception.
const LEAST_NEW: usize = 3;
/// If the old key is used longer than this after the new one first signs, it belongs to a second machine. In seconds.
const LONGEST_OVERLAP: i64 = 30 * DAY;
/// A gap between the keys raises the strength if it is this long, in seconds, and has this many unsigned commits.
const GAP: i64 = 14 * DAY;
const GAP_COMMITS: usize = 5;
/// A new address raises the strength if it first appears this close to the change, in seconds.
const ADDRESS_NEAR: u64 = 30 * 86_400;
const DAY: i64 = 86_400;

/// What the person committed, by committer date, and the positions of each key's commits in it.
struct Signer<'a> {
    commits: Vec<Commit<'a>>,
    by_key: BTreeMap<KeyIndex, Vec<usize>>,
}

/// An established key and the key that followed it.
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
    Outcome::of(findings)
}

fn signer<'a>(dossier: &Dossier<'a>, keys: &[KeyIndex]) -> Signer<'a> {
    let people = dossier.population().people();
    let committed = dossier.self_committed().chain(dossier.applied());
    let mut commits: Vec<_> = committed
        .filter(|commit| people.of(commit.maker_index()) == Some(dossier.index()))
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

/// Orders by committer date, then by id. Equal dates are rare, so ids are hardly ever read.
fn by_time(a: &Commit<'_>, b: &Commit<'_>) -> Ordering {
    let seconds = a.committed().seconds.cmp(&b.committed().seconds);
    seconds.then_with(|| a.id().cmp(&b.id()))
}

/// The answer if no key is established; `None` if one is.
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

    /// All changes of key, by time.
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

    /// The change from the established key that was used last before `new`.
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

    /// The unsigned self-committed commits in a long gap between the two keys.
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

/// The first commit under an address that came with the new key: this person never used it before, and it first
/// appears near the change, on a commit that the new key signs.
fn new_address<'a>(dossier: &Dossier<'a>, change: &Change<'a>) -> Option<Commit<'a>> {
    let identities = dossier.history().identities();
    // GitHub offers an address that hides the mailbox on the page where people add a key, so it is not evidence.
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
        "after {} signed with one key over {}, another key signs",
        commits(change.before.len()),
        days(days_of(&change.before)),
    );
    let mut evidence = vec![Evidence::of(
        &change.first,
        signing(&change.first, Some(change.new)),
        Some(old.clone()),
    )];
    if let Some(last) = change.after.last() {
        let longer = days(days_between(change.first.committed(), last.committed()));
        summary += &format!("; the old key is still used for {longer}");
    }
    if let Some(first) = address {
        summary += "; a new e-mail address appears with the new key";
        let before = Fact::committer(&last);
        evidence.push(Evidence::of(&first, Fact::committer(&first), Some(before)));
    }
    if !gap.is_empty() {
        let between = days(days_between(last.committed(), change.first.committed()));
        summary += &format!(
            "; the {between} between the keys have {} unsigned commits",
            gap.len()
        );
    }
    let others = others_with(dossier, change.new);
    if others > 0 {
        let others = counted(others, "other person", "other people");
        summary += &format!("; the new key also signs for {others}");
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
