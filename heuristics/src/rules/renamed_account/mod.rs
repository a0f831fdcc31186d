//! `renamed-account`: one account number appears with two or more logins.

#[cfg(test)]
pub(super) mod cases;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use countersign_facts::{Address, Commit, IdentityIndex, ObjectId};
use countersign_people::{Anchor, Dossier};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "renamed-account",
    title: "one account number appears with two or more logins",
    revision: 1,
    family: Family::Identity,
    strength: Strength::Context,
    innocent: "the account was renamed, which anyone may do at any time",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// The fewest commits that can show two logins.
const LEAST_COMMITS: usize = 2;

/// One actor line.
type Line<'a> = (Commit<'a>, IdentityIndex);
/// The first line under each login of each account.
type Firsts<'a> = BTreeMap<(u64, String), Line<'a>>;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let person = dossier.person();
    let is_account = |anchor: &Anchor| matches!(anchor, Anchor::Account(_));
    if !person.anchors.iter().any(is_account) {
        return Outcome::NotApplicable;
    }
    let have = lines(dossier).take(LEAST_COMMITS).count();
    if have < LEAST_COMMITS {
        return Outcome::NotEnough {
            have,
            want: LEAST_COMMITS,
            of: "commits",
        };
    }
    if person.identities.len() < 2 {
        return Outcome::Quiet;
    }
    let mut accounts: BTreeMap<u64, Vec<Line<'_>>> = BTreeMap::new();
    for ((account, _), first) in firsts(dossier) {
        accounts.entry(account).or_default().push(first);
    }
    let findings: Vec<_> = accounts
        .into_iter()
        .filter(|(_, firsts)| firsts.len() >= 2)
        .map(|(account, firsts)| finding(account, firsts))
        .collect();
    Outcome::of(findings)
}

/// All author lines, and the committer lines of commits made for others. Commits that a platform wrote are included,
/// because it fills in the account's address.
fn lines<'a>(dossier: &Dossier<'a>) -> impl Iterator<Item = Line<'a>> + use<'a> {
    let authored = dossier.authored();
    let applied = dossier.applied();
    authored
        .map(|commit| (commit, commit.author_index()))
        .chain(applied.map(|commit| (commit, commit.committer_index())))
}

fn firsts<'a>(dossier: &Dossier<'a>) -> Firsts<'a> {
    let identities = dossier.history().identities();
    let logins: FxHashMap<IdentityIndex, (u64, String)> = dossier
        .person()
        .identities
        .iter()
        .filter_map(|index| match Address::of(identities.get(*index)) {
            Address::Account { id, login } => Some((*index, (id, login))),
            _ => None,
        })
        .collect();
    let mut firsts = Firsts::new();
    // Nearly everyone has only one address of this form, so no commit needs to be read.
    if logins.len() < 2 {
        return firsts;
    }
    for line in lines(dossier) {
        let Some(login) = logins.get(&line.1) else {
            continue;
        };
        match firsts.get_mut(login) {
            Some(first) if order(&line) < order(first) => *first = line,
            Some(_) => {}
            None => {
                firsts.insert(login.clone(), line);
            }
        }
    }
    firsts
}

fn order((commit, _): &Line<'_>) -> (i64, ObjectId) {
    (commit.committed().seconds, commit.id())
}

fn finding(account: u64, mut firsts: Vec<Line<'_>>) -> Finding {
    firsts.sort_by_key(order);
    let fact = |(commit, identity): &Line<'_>| {
        if *identity == commit.author_index() {
            Fact::author(commit)
        } else {
            Fact::committer(commit)
        }
    };
    let evidence = firsts
        .windows(2)
        .map(|pair| Evidence::of(&pair[1].0, fact(&pair[1]), Some(fact(&pair[0]))))
        .collect();
    let summary = format!("one account number appears with {} logins", firsts.len());
    let finding = Finding::new(Strength::Context, summary, evidence);
    finding.about(format!("account {account}"))
}
