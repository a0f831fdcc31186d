//! `deploy-key`: a newcomer adds a deploy key with write access, or a key that belongs to someone else.

#[cfg(test)]
pub(super) mod cases;

use super::guarded_files::{ESTABLISHED, ESTABLISHED_COMMITS};
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::grant::{GrantReview, Standing};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::listed;
use countersign_facts::{Account, AccountId, DeployKey, KeyPlace, Right};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "deploy-key",
    title: "a deploy key was added by a newcomer, or belongs to someone else",
    revision: 1,
    family: Family::Key,
    strength: Strength::Strong,
    innocent: "a new operator sets up continuous integration, or a colleague who looks after a build machine \
               takes its key along",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Grant(check),
};

/// A summary names at most this many places.
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
        _ if !matters_who_added(review, key) => Outcome::NotApplicable,
        Standing::Known => Outcome::Quiet,
        Standing::Unknown => Outcome::NotEnough {
            have: 0,
            want: 1,
            of: "commits or earlier granted rights of the account that added the key",
        },
        Standing::New(_) => Outcome::NotEnough {
            have: old_commits(review),
            want: ESTABLISHED_COMMITS,
            of: "commits in the repository that are older than half a year",
        },
    }
}

/// Whether it matters who added the key: it can write, and a person added it.
fn matters_who_added(review: &GrantReview<'_>, key: &DeployKey) -> bool {
    key.can_write && !review.grant().giver.account.bot
}

fn old_commits(review: &GrantReview<'_>) -> usize {
    review.commits_before(review.grant().at.saturating_sub(ESTABLISHED))
}

/// A finding about a newcomer who added a key. In a young repository everyone is new, so there is none.
fn newcomer(review: &GrantReview<'_>, key: &DeployKey, standing: &Standing) -> Option<Finding> {
    let Standing::New(words) = standing else {
        return None;
    };
    if !matters_who_added(review, key) || old_commits(review) < ESTABLISHED_COMMITS {
        return None;
    }
    let summary = format!("a deploy key with write access was added by an account that {words}");
    let finding = Finding::new(Strength::Moderate, summary, first_commit(review));
    Some(finding.about(subject(key)))
}

/// A finding about a key that other accounts use as well. A person who has the private key can write here without
/// showing an account.
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
    if others.is_empty() {
        return None;
    }
    let named: Vec<_> = others.iter().copied().map(words).collect();
    let access = if key.can_write { "write" } else { "read-only" };
    let summary = format!(
        "a deploy key with {access} access was also seen elsewhere, under another account than the one that \
         added it here: {}",
        listed(&named, MOST_NAMED)
    );
    let finding = Finding::new(strength, summary, first_commit(review));
    Some(finding.about(format!("{} elsewhere", subject(key))))
}

/// The number and login of the account that listed or added the key there.
fn holder(place: &KeyPlace) -> (AccountId, &str) {
    match place {
        KeyPlace::Account { id, login } => (*id, login),
        KeyPlace::Repository {
            added_by, login, ..
        } => (*added_by, login),
    }
}

/// Whether the key belongs to an account that has not worked here for long. A key in another repository is not
/// counted: the App knows only repositories of the same installation, whose administrators are colleagues.
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

/// The first commit of the account that added the key, if there is one.
fn first_commit(review: &GrantReview<'_>) -> Vec<Evidence> {
    let commits = review.commits_of(&review.grant().giver.account);
    let first = commits.first();
    let evidence = first.map(|commit| Evidence::of(commit, Fact::committer_date(commit), None));
    evidence.into_iter().collect()
}
