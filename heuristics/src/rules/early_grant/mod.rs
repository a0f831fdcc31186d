//! `early-grant`: a newcomer lets another newcomer in.

#[cfg(test)]
pub(super) mod cases;

use super::paths::{ESTABLISHED, ESTABLISHED_COMMITS};
use crate::grant::{GrantReview, Standing};
use crate::heuristic::{Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength};
use countersign_facts::Right;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "early-grant",
    title: "somebody new gives another newcomer write access",
    revision: 1,
    family: Family::Network,
    strength: Strength::Context,
    innocent: "a new lead brings a team along, or a group of new employees lets each other in",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Grant(check),
};

fn check(review: &GrantReview<'_>) -> Outcome {
    let grant = review.grant();
    let Right::Access(to) = &grant.right else {
        return Outcome::NotApplicable;
    };
    let giver = &grant.giver.account;
    if giver.bot || to.bot || giver.id == to.id {
        return Outcome::NotApplicable;
    }
    let words = match review.giver() {
        Standing::Known => return Outcome::Quiet,
        Standing::Unknown => {
            return Outcome::NotEnough {
                have: 0,
                want: 1,
                of: "commits, or rights given earlier, of whoever gave it",
            };
        }
        Standing::New(words) => words,
    };
    if review.has_worked_for_long(to) {
        return Outcome::Quiet;
    }
    let have = review.commits_before(grant.at.saturating_sub(ESTABLISHED));
    if have < ESTABLISHED_COMMITS {
        return Outcome::NotEnough {
            have,
            want: ESTABLISHED_COMMITS,
            of: "commits of the repository older than half a year",
        };
    }
    let summary = format!(
        "write access was given to an account without older commits here, by an account that {words}"
    );
    let first = |commit| Evidence::of(commit, Fact::committer_date(commit), None);
    let commits = review.commits_of(giver);
    let evidence = commits.first().map(first).into_iter().collect();
    let finding = Finding::new(Strength::Context, summary, evidence);
    Outcome::Fired(vec![finding.about(format!("account {}", to.id))])
}
