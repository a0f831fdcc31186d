//! `older-than-account`: commits under an account's addresses are dated before the account existed.
//!
//! In a pull request the platform says when the account was created; in a scan its number tells.

#[cfg(test)]
pub(super) mod cases;

use std::collections::BTreeMap;

use crate::heuristic::{
    Check, Evidence, Fact, Family, Field, Finding, Heuristic, Outcome, Strength, separate_days,
};
use crate::review::Review;
use countersign_facts::Address;
use countersign_facts::account_number::{ADDRESSES_SINCE, ERROR, earliest};
use countersign_facts::{Account, Commit};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "older-than-account",
    title: "commits under an account's addresses are dated before the account was created",
    revision: 2,
    family: Family::Account,
    strength: Strength::Context,
    innocent: "work from before somebody joined the platform, that came along or was rewritten to hide \
               a mailbox",
    one_body: true,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Both {
        person: by_number,
        pull_request: by_account,
    },
};

/// A commit is older than the account when dated so much before it, in seconds.
const OLDER: i64 = 30 * DAY;
/// So many such commits on so many days; fewer are a clock set wrong.
const LEAST_COMMITS: usize = 3;
const LEAST_DAYS: usize = 2;
/// First second of 2005-04-07, when git began: what is dated earlier was imported, or by a stopped clock.
const GIT_BEGAN: i64 = 1_112_832_000;
const DAY: i64 = 86_400;

fn by_account(review: &Review<'_>) -> Outcome {
    let Some(account) = review.account() else {
        return Outcome::NotApplicable;
    };
    let mut commits: Vec<_> = review
        .linked()
        .filter(|dossier| !dossier.person().contested)
        .flat_map(|dossier| dossier.self_committed())
        .collect();
    commits.sort_by_key(|commit| (commit.authored().seconds, commit.id()));
    let have = commits.len();
    match have {
        0 => Outcome::NotApplicable,
        LEAST_COMMITS.. => match older(commits, account.created.saturating_sub(OLDER)) {
            Some(older) => Outcome::Fired(vec![account_finding(account, have, &older)]),
            None => Outcome::Quiet,
        },
        _ => Outcome::NotEnough {
            have,
            want: LEAST_COMMITS,
            of: "self-committed commits under the account's addresses",
        },
    }
}

fn by_number(dossier: &Dossier<'_>) -> Outcome {
    let mut by_number: BTreeMap<u64, Vec<Commit<'_>>> = BTreeMap::new();
    for commit in dossier.self_committed() {
        if let Address::Account { id, .. } = Address::of(commit.author()) {
            by_number.entry(id).or_default().push(commit);
        }
    }
    let Some(have) = by_number.values().map(Vec::len).max() else {
        return Outcome::NotApplicable;
    };
    if have < LEAST_COMMITS {
        return Outcome::NotEnough {
            have,
            want: LEAST_COMMITS,
            of: "self-committed commits under one account's number",
        };
    }
    let findings: Vec<_> = by_number
        .into_iter()
        .filter_map(|(number, commits)| {
            let have = commits.len();
            let older = older(commits, earliest(number).saturating_sub(ERROR))?;
            Some(number_finding(number, have, &older))
        })
        .collect();
    match findings.is_empty() {
        true => Outcome::Quiet,
        false => Outcome::Fired(findings),
    }
}

/// Those of the commits, given in order, that are dated before `end`, when they are enough.
fn older(mut commits: Vec<Commit<'_>>, end: i64) -> Option<Vec<Commit<'_>>> {
    commits.retain(|commit| (GIT_BEGAN..end).contains(&commit.authored().seconds));
    let days = separate_days(commits.iter().map(|commit| commit.authored().seconds));
    (commits.len() >= LEAST_COMMITS && days >= LEAST_DAYS).then_some(commits)
}

/// Whole days from the first of the commits to `created`.
fn days_before(created: i64, older: &[Commit<'_>]) -> i64 {
    let first = older.first().map(|commit| commit.authored().seconds);
    first.map_or(0, |first| created.saturating_sub(first) / DAY)
}

fn account_finding(account: &Account, have: usize, older: &[Commit<'_>]) -> Finding {
    let summary = format!(
        "{} of {have} self-committed commits under this account's addresses are dated before it was \
         created, up to {} days",
        older.len(),
        days_before(account.created, older),
    );
    let evidence = older
        .iter()
        .map(|commit| {
            let created = Fact::platform_time(commit.id(), Field::AccountCreated, account.created);
            Evidence::of(commit, Fact::author_date(commit), Some(created))
        })
        .collect();
    let finding = Finding::new(Strength::Context, summary, evidence);
    finding.about(format!("account {}", account.id))
}

fn number_finding(number: u64, have: usize, older: &[Commit<'_>]) -> Finding {
    let since = match earliest(number) {
        ADDRESSES_SINCE => "addresses with account numbers existed",
        _ => "an account with so high a number can have existed",
    };
    let summary = format!(
        "{} of {have} self-committed commits that carry account number {number} are dated before {since}, \
         up to about {} days",
        older.len(),
        days_before(earliest(number), older),
    );
    let evidence = older
        .iter()
        .map(|commit| {
            Evidence::of(
                commit,
                Fact::author_date(commit),
                Some(Fact::author(commit)),
            )
        })
        .collect();
    let finding = Finding::new(Strength::Context, summary, evidence);
    finding.about(format!("account {number}"))
}
