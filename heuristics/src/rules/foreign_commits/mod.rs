//! `foreign-commits`: the authors of a pull request's commits have nothing in common with the account that opened
//! it.

#[cfg(test)]
pub(super) mod cases;

use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::review::Review;
use countersign_facts::{Account, ClockSource, Commit, TrailerKind};
use countersign_people::{Kinship, PersonIndex};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "foreign-commits",
    title: "the authors of a pull request's commits have nothing in common with the account that opened it",
    revision: 1,
    family: Family::Identity,
    strength: Strength::Context,
    innocent: "someone opens a pull request for a colleague, from a shared machine, or from a second account \
               of their own",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::PullRequest(check),
};

fn check(review: &Review<'_>) -> Outcome {
    let Some(account) = review.account() else {
        return Outcome::NotApplicable;
    };
    let commits: Vec<_> = review
        .commits()
        .filter(|(commit, _)| is_made_by_hand(commit))
        .collect();
    if commits.is_empty() {
        return Outcome::NotApplicable;
    }
    if !commits
        .iter()
        .all(|(commit, author)| is_foreign(review, commit, *author))
    {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(account, &commits)])
}

/// Whether the commit was not made by a platform. A platform makes commits for the account that is signed in, which
/// it has checked.
fn is_made_by_hand(commit: &Commit<'_>) -> bool {
    matches!(
        commit.clock_source(),
        ClockSource::SelfCommitted | ClockSource::Applied
    )
}

/// Whether the commit contradicts the account: its author is someone else, and it is neither from the branch of a
/// known contributor nor names the opener as committer or co-author.
fn is_foreign(review: &Review<'_>, commit: &Commit<'_>, author: PersonIndex) -> bool {
    let kinship = |line| review.kinship(line).unwrap_or(Kinship::Unknown);
    kinship(commit.author()) == Kinship::Contradicted
        && !review.linked().any(|dossier| dossier.index() == author)
        && kinship(commit.committer()) != Kinship::Linked
        && !commit.trailers().any(|(kind, named)| {
            kind == TrailerKind::CoAuthoredBy && kinship(named) == Kinship::Linked
        })
        && review.earlier(author).next().is_none()
}

fn finding(account: &Account, commits: &[(Commit<'_>, PersonIndex)]) -> Finding {
    let evidence = commits
        .iter()
        .rev()
        .map(|(commit, _)| {
            let account = Fact::text(commit.id(), Field::Account, account.login.clone());
            Evidence::of(commit, Fact::author(commit), Some(account))
        })
        .collect();
    let commits = match commits.len() {
        1 => "the only commit".to_owned(),
        count => format!("each of the {count} commits"),
    };
    let summary = format!(
        "the author of {commits} in this pull request shares no name, e-mail address or account number with the \
         account that opened it"
    );
    let finding = Finding::new(Strength::Context, summary, evidence);
    finding.about(format!("account {}", account.id))
}
