//! `young-key`: the key that signs a pull request is newer than the work, or was added just before it.

#[cfg(test)]
pub(super) mod cases;

use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::review::Review;
use crate::wording::{commits, days};
use countersign_facts::{Account, AccountKey, Commit};
use countersign_people::signer_of;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "young-key",
    title: "the signing key is newer than the work it signs, or was added just before the first pull request",
    revision: 1,
    family: Family::Key,
    strength: Strength::Context,
    innocent: "someone set up signing for this project, created a key for a new machine, or signed older \
               work again",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::PullRequest(check),
};

/// Clocks of honest machines are wrong by less than this, in seconds.
const CLOCK_ERROR: i64 = DAY;
/// A key came after the work if it was added to the account at least this long after all work it signs, in seconds.
const AFTER_WORK: i64 = 7 * DAY;
/// A key came for the first pull request if it was added less than this before it, in seconds.
const FOR_THE_FIRST: i64 = 7 * DAY;
/// An account and its key were set up together if the key was added less than this after the account was created, in
/// seconds.
const SET_UP: i64 = 90 * DAY;
const DAY: i64 = 86_400;

/// A key of the account with the commits of the pull request that it signs.
struct Signed<'a> {
    key: &'a AccountKey,
    commits: Vec<Commit<'a>>,
}

fn check(review: &Review<'_>) -> Outcome {
    let Some(account) = review.account() else {
        return Outcome::NotApplicable;
    };
    let signed = signed(review, account);
    if signed.is_empty() {
        return Outcome::NotApplicable;
    }
    let findings: Vec<_> = signed
        .iter()
        .filter_map(|signed| {
            made_after(signed)
                .or_else(|| added_after(signed))
                .or_else(|| added_for_the_first(review, account, signed))
        })
        .collect();
    Outcome::of(findings)
}

/// The keys of the account that sign commits of the pull request and whose age is known, by id. A key that was removed
/// and added again counts from the first time.
fn signed<'a>(review: &Review<'a>, account: &'a Account) -> Vec<Signed<'a>> {
    let keys = review.population().history().keys();
    let people = review.population().people();
    let mut listed: Vec<_> = account
        .keys
        .iter()
        .filter(|key| key.created.is_some() || key.added.is_some())
        .collect();
    listed.sort_by_key(|key| (key.kind, &key.id, key.added.is_none(), key.added));
    listed.dedup_by_key(|key| (key.kind, &key.id));
    let signed = listed.into_iter().map(|key| Signed {
        key,
        commits: review
            .commits()
            .map(|(commit, _)| commit)
            .filter(|commit| {
                people.signer_of(commit).is_some_and(|(_, by)| {
                    let by = keys.get(by);
                    by.kind == key.kind && *by.id == *key.id
                })
            })
            .collect(),
    });
    signed.filter(|signed| !signed.commits.is_empty()).collect()
}

/// A finding about a key that was created after commits that it signs.
fn made_after(signed: &Signed<'_>) -> Option<Finding> {
    let created = signed.key.created?;
    let is_older = |commit: &&Commit<'_>| {
        let committed = commit.committed().seconds;
        committed.saturating_add(CLOCK_ERROR) < created
    };
    let older: Vec<_> = signed.commits.iter().filter(is_older).collect();
    let summary = format!(
        "the key that signs {} was created after {}",
        commits(older.len()),
        if older.len() == 1 {
            "its committer date"
        } else {
            "their committer dates"
        },
    );
    finding(signed, &summary, &older, Field::KeyCreated, created)
}

/// A finding about a key that was added to the account well after all work it signs.
fn added_after(signed: &Signed<'_>) -> Option<Finding> {
    let added = signed.key.added?;
    let newest = signed
        .commits
        .iter()
        .map(|commit| commit.committed().seconds);
    let after = added.saturating_sub(newest.max()?);
    if after < AFTER_WORK {
        return None;
    }
    let summary = format!(
        "the key that signs {} was added to the account {} {}",
        commits(signed.commits.len()),
        days((after / DAY).unsigned_abs()),
        if signed.commits.len() == 1 {
            "later"
        } else {
            "after the last of them"
        },
    );
    let all: Vec<_> = signed.commits.iter().collect();
    finding(signed, &summary, &all, Field::KeyAdded, added)
}

/// A finding about a key that was added to an old account just before its first pull request here.
fn added_for_the_first(
    review: &Review<'_>,
    account: &Account,
    signed: &Signed<'_>,
) -> Option<Finding> {
    let added = signed.key.added?;
    let before = review.pull_request().now.saturating_sub(added);
    let is_newcomer = review.tenure().commits == 0;
    let set_up_together = added.saturating_sub(account.created) < SET_UP;
    if !is_newcomer || set_up_together || before >= FOR_THE_FIRST {
        return None;
    }
    let summary = "the signing key was added less than a week before this pull request, the first one of an older account \
                   in this repository";
    let history = review.population().history();
    let evidence = signed.commits.iter().map(|commit| {
        let key = signer_of(commit).map(|(_, key)| key);
        let added = Fact::platform_time(commit.id(), Field::KeyAdded, added);
        Evidence::of(
            commit,
            Fact::signing_key(history, commit.id(), key),
            Some(added),
        )
    });
    let finding = Finding::new(Strength::Context, summary.to_owned(), evidence.collect());
    Some(finding.about(&*signed.key.id))
}

/// A finding about commits that contradict a time that the platform recorded; `None` without commits.
fn finding(
    signed: &Signed<'_>,
    summary: &str,
    commits: &[&Commit<'_>],
    field: Field,
    seconds: i64,
) -> Option<Finding> {
    if commits.is_empty() {
        return None;
    }
    let evidence = commits
        .iter()
        .map(|commit| {
            let platform = Fact::platform_time(commit.id(), field, seconds);
            Evidence::of(commit, Fact::committer_date(commit), Some(platform))
        })
        .collect();
    let finding = Finding::new(Strength::Context, summary.to_owned(), evidence);
    Some(finding.about(&*signed.key.id))
}
