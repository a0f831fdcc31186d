//! `foreign-commits`: the account that opens a pull request and the authors of its commits have nothing
//! in common.

#[cfg(test)]
pub(super) mod cases;

use crate::heuristic::{
    Check, Evidence, Fact, Family, Field, Finding, Heuristic, Outcome, Strength,
};
use crate::review::Review;
use countersign_facts::{Account, ClockSource, Commit, TrailerKind};
use countersign_people::{Kinship, PersonIndex};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "foreign-commits",
    title: "one account opens a pull request of commits by somebody it has nothing in common with",
    revision: 1,
    family: Family::Identity,
    strength: Strength::Context,
    innocent: "somebody opens a pull request for a colleague, from a shared machine, or from a second \
               account of their own",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
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

/// A platform writes commits for whoever is signed in: it has checked who that is.
fn is_made_by_hand(commit: &Commit<'_>) -> bool {
    matches!(
        commit.clock_source(),
        ClockSource::SelfCommitted | ClockSource::Applied
    )
}

/// Whether the commit contradicts the account: its author is somebody else, and neither a known
/// contributor whose branch this may be, nor somebody whom the commit itself names beside the opener.
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
        1 => "the commit".to_owned(),
        count => format!("each of the {count} commits"),
    };
    let summary = format!(
        "{commits} of this pull request is by an author with whom the account that opened it shares no \
         name, address or number"
    );
    let finding = Finding::new(Strength::Context, summary, evidence);
    finding.about(format!("account {}", account.id))
}
