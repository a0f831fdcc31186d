//! `older-than-account`: commits under an account's addresses are dated before the account existed.
//!
//! In a pull request the platform says when the account was created. In a scan the account's number gives an
//! estimate.

#[cfg(test)]
pub(super) mod cases;

use std::collections::BTreeMap;

use crate::days::separate_days;
use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::review::Review;
use crate::wording::{days, share};
use countersign_facts::account_number::{ADDRESSES_SINCE, ERROR, earliest};
use countersign_facts::{Account, Address, Commit};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "older-than-account",
    title: "commits under an account's addresses are dated before the account was created",
    revision: 2,
    family: Family::Account,
    strength: Strength::Context,
    innocent: "work from before the person joined the platform, which was imported or rewritten to hide an \
               e-mail address",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Both {
        person: by_number,
        pull_request: by_account,
    },
};

/// A commit is older than the account if it is dated at least this long before it, in seconds.
const OLDER: i64 = 30 * DAY;
/// At least this many such commits on at least this many days. Fewer are a wrong clock.
const LEAST_COMMITS: usize = 3;
const LEAST_DAYS: usize = 2;
/// The first second of 2005-04-07, when git began. Earlier dates come from an import or a stopped clock.
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
            of: "commits made on their own machine under the account's addresses",
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
            of: "commits made on their own machine under one account number",
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
    Outcome::of(findings)
}

/// The commits (given in order) that are dated before `end`, if there are enough of them.
fn older(mut commits: Vec<Commit<'_>>, end: i64) -> Option<Vec<Commit<'_>>> {
    commits.retain(|commit| (GIT_BEGAN..end).contains(&commit.authored().seconds));
    let days = separate_days(commits.iter().map(|commit| commit.authored().seconds));
    (commits.len() >= LEAST_COMMITS && days >= LEAST_DAYS).then_some(commits)
}

/// Whole days from the first commit to `created`.
fn days_before(created: i64, older: &[Commit<'_>]) -> i64 {
    let first = older.first().map(|commit| commit.authored().seconds);
    first.map_or(0, |first| created.saturating_sub(first) / DAY)
}

fn account_finding(account: &Account, have: usize, older: &[Commit<'_>]) -> Finding {
    let summary = format!(
        "{} made on their own machine under this account's addresses are dated before the account was created, by \
         up to {}",
        share(older.len(), have, "commits"),
        days(days_before(account.created, older).unsigned_abs()),
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
        _ => "an account with this number can have existed",
    };
    let summary = format!(
        "{} made on their own machine under account number {number} are dated before {since}, by up to about {}",
        share(older.len(), have, "commits"),
        days(days_before(earliest(number), older).unsigned_abs()),
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
