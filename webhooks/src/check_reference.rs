//! The external id of Countersign's check runs, which names the pull request.

use countersign_facts::PullRequestNumber;

const PREFIX: &str = "countersign:";

/// The external id of the check run of a pull request.
pub(crate) fn of(number: PullRequestNumber) -> String {
    format!("{PREFIX}{number}")
}

/// Whether an external id is one of Countersign's.
pub(crate) fn is_ours(external_id: &str) -> bool {
    external_id.starts_with(PREFIX)
}

/// The pull request that an external id names.
pub(crate) fn pull_request(external_id: &str) -> Option<PullRequestNumber> {
    let number: u64 = external_id.strip_prefix(PREFIX)?.parse().ok()?;
    PullRequestNumber::try_from(number).ok()
}
