//! `early-grant`: a newcomer gives another newcomer write access.

#[cfg(test)]
pub(super) mod cases;

use super::guarded_files::{ESTABLISHED, ESTABLISHED_COMMITS};
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::grant::{GrantReview, Standing};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use countersign_facts::Right;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "early-grant",
    title: "a newcomer gives another newcomer write access",
    revision: 1,
    family: Family::Network,
    strength: Strength::Context,
    innocent: "a new lead brings a team along, or a group of new employees give one another access",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
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
                of: "commits or earlier granted rights of the account that gave access",
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
            of: "commits in the repository that are older than half a year",
        };
    }
    let summary = format!(
        "an account without older commits here was given write access by an account that {words}"
    );
    let first = |commit| Evidence::of(commit, Fact::committer_date(commit), None);
    let commits = review.commits_of(giver);
    let evidence = commits.first().map(first).into_iter().collect();
    let finding = Finding::new(Strength::Context, summary, evidence);
    Outcome::Fired(vec![finding.about(format!("account {}", to.id))])
}
