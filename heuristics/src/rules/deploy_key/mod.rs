//! `deploy-key`: a newcomer lets a key in that can write, or a key that is somebody else's.

#[cfg(test)]
pub(super) mod cases;

use super::paths::{ESTABLISHED, ESTABLISHED_COMMITS};
use crate::grant::{GrantReview, Standing};
use crate::heuristic::{Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength};
use countersign_facts::{Account, AccountId, DeployKey, KeyPlace, Right};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "deploy-key",
    title: "a deploy key is added by somebody new, or is somebody else's key",
    revision: 1,
    family: Family::Key,
    strength: Strength::Strong,
    innocent: "a new operator sets up continuous integration, or a build machine's key moves on with the \
               colleague who looks after it",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Grant(check),
};

/// So many places stand in a summary.
const MOST_NAMED: usize = 2;

fn check(review: &GrantReview<'_>) -> Outcome {
    let Right::DeployKey(key) = &review.grant().right else {
        return Outcome::NotApplicable;
    };
    let standing = review.giver();
    let findings: Vec<_> = elsewhere(review, key, &standing)
        .into_iter()
        .chain(newcomer(review, key, &standing))
        .collect();
    if !findings.is_empty() {
        return Outcome::Fired(findings);
    }
    match standing {
        _ if !may_tell(review, key) => Outcome::NotApplicable,
        Standing::Known => Outcome::Quiet,
        Standing::Unknown => Outcome::NotEnough {
            have: 0,
            want: 1,
            of: "commits, or rights given earlier, of whoever added the key",
        },
        Standing::New(_) => Outcome::NotEnough {
            have: old_commits(review),
            want: ESTABLISHED_COMMITS,
            of: "commits of the repository older than half a year",
        },
    }
}

/// Whether it matters who added the key: it can write, and a person did.
fn may_tell(review: &GrantReview<'_>, key: &DeployKey) -> bool {
    key.can_write && !review.grant().giver.account.bot
}

fn old_commits(review: &GrantReview<'_>) -> usize {
    review.commits_before(review.grant().at.saturating_sub(ESTABLISHED))
}

/// In a young repository everybody is new.
fn newcomer(review: &GrantReview<'_>, key: &DeployKey, standing: &Standing) -> Option<Finding> {
    let Standing::New(words) = standing else {
        return None;
    };
    if !may_tell(review, key) || old_commits(review) < ESTABLISHED_COMMITS {
        return None;
    }
    let summary = format!("a deploy key that can write was added by an account that {words}");
    let finding = Finding::new(Strength::Moderate, summary, first_commit(review));
    Some(finding.about(subject(key)))
}

/// The key in places of other people. Who has the private part writes here without an account's name.
fn elsewhere(review: &GrantReview<'_>, key: &DeployKey, standing: &Standing) -> Option<Finding> {
    let giver = &review.grant().giver.account;
    let others: Vec<_> = key
        .elsewhere
        .iter()
        .filter(|place| holder(place).0 != giver.id)
        .collect();
    let is_strange = matches!(standing, Standing::New(_))
        || others.iter().any(|place| is_strangers(review, place));
    let strength = match (key.can_write, is_strange) {
        (true, true) => Strength::Strong,
        (true, false) | (false, true) => Strength::Moderate,
        (false, false) => Strength::Context,
    };
    let named: Vec<_> = others.iter().take(MOST_NAMED).copied().map(words).collect();
    let more = match others.len().saturating_sub(MOST_NAMED) {
        _ if others.is_empty() => return None,
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let may = if key.can_write {
        "can write"
    } else {
        "can only read"
    };
    let summary = format!(
        "a deploy key that {may} was seen in another place, by another account than the one that added \
         it here: {}{more}",
        named.join(", ")
    );
    let finding = Finding::new(strength, summary, first_commit(review));
    Some(finding.about(format!("{} elsewhere", subject(key))))
}

/// Whose place it is.
fn holder(place: &KeyPlace) -> (AccountId, &str) {
    match place {
        KeyPlace::Account { id, login } => (*id, login),
        KeyPlace::Repository {
            added_by, login, ..
        } => (*added_by, login),
    }
}

/// Whether an account lists the key that has not worked here for long. Another repository that heard of
/// it is one of the same installation, whose administrators are colleagues.
fn is_strangers(review: &GrantReview<'_>, place: &KeyPlace) -> bool {
    let KeyPlace::Account { id, login } = place else {
        return false;
    };
    let account = Account {
        id: *id,
        login: login.clone(),
        name: None,
        mailboxes: Vec::new(),
        created: 0,
        bot: false,
        keys: Vec::new(),
    };
    !review.has_worked_for_long(&account)
}

fn words(place: &KeyPlace) -> String {
    match place {
        KeyPlace::Account { id, login } => format!("a signing key of account {id} ({login})"),
        KeyPlace::Repository {
            name,
            added_by,
            login,
        } => format!("a deploy key of {name}, added by account {added_by} ({login})"),
    }
}

fn subject(key: &DeployKey) -> &str {
    key.fingerprint.as_deref().unwrap_or("unreadable key")
}

/// The first commit of whoever added the key, where there is one.
fn first_commit(review: &GrantReview<'_>) -> Vec<Evidence> {
    let commits = review.commits_of(&review.grant().giver.account);
    let first = commits.first();
    let evidence = first.map(|commit| Evidence::of(commit, Fact::committer_date(commit), None));
    evidence.into_iter().collect()
}
