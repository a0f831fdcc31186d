//! `older-than-account`: commits under an account's addresses are dated before the account existed.

#[cfg(test)]
pub(super) mod cases;

use crate::facts::{Account, Commit};
use crate::heuristic::{
    Check, Evidence, Fact, Family, Field, Finding, Heuristic, Outcome, Strength, separate_days,
};
use crate::review::Review;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "older-than-account",
    title: "commits under an account's addresses are dated before the account was created",
    revision: 1,
    family: Family::Account,
    strength: Strength::Context,
    innocent: "work from before somebody joined the platform, on another forge or offline, that came \
               along",
    one_body: true,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::PullRequest(check),
};

/// A commit is older than the account when dated so much before it, in seconds.
const OLDER: i64 = 30 * DAY;
/// So many such commits on so many days; fewer are a clock set wrong.
const LEAST_COMMITS: usize = 3;
const LEAST_DAYS: usize = 2;
/// First second of 2005-04-07, when git began: what is dated earlier was imported, or by a stopped clock.
const GIT_BEGAN: i64 = 1_112_832_000;
const DAY: i64 = 86_400;

fn check(review: &Review<'_>) -> Outcome {
    let Some(account) = review.account() else {
        return Outcome::NotApplicable;
    };
    let mut commits: Vec<_> = review
        .linked()
        .filter(|dossier| !dossier.person().contested)
        .flat_map(|dossier| dossier.self_committed())
        .collect();
    if commits.is_empty() {
        return Outcome::NotApplicable;
    }
    let have = commits.len();
    if have < LEAST_COMMITS {
        return Outcome::NotEnough {
            have,
            want: LEAST_COMMITS,
            of: "self-committed commits under the account's addresses",
        };
    }
    commits.sort_by_key(|commit| (commit.authored().seconds, commit.id()));
    let end = account.created.saturating_sub(OLDER);
    commits.retain(|commit| (GIT_BEGAN..end).contains(&commit.authored().seconds));
    let days = separate_days(commits.iter().map(|commit| commit.authored().seconds));
    if commits.len() < LEAST_COMMITS || days < LEAST_DAYS {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(account, have, &commits)])
}

fn finding(account: &Account, have: usize, older: &[Commit<'_>]) -> Finding {
    let first = older.first().map(|commit| commit.authored().seconds);
    let days = first.map_or(0, |first| account.created.saturating_sub(first) / DAY);
    let summary = format!(
        "{} of {have} self-committed commits under this account's addresses are dated before it was \
         created, up to {days} days",
        older.len()
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
