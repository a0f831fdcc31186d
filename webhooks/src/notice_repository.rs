//! The private repository in which maintainers get notices.

use countersign_github::{Repository, RepositoryName};

/// The repository that a policy names for notices, if it can be used: the installation covers it, and it is
/// private.
pub(crate) fn find(covered: &[Repository], wanted: &str) -> Option<RepositoryName> {
    let found = covered.iter().find(|repository| {
        repository.private && repository.name.to_string().eq_ignore_ascii_case(wanted)
    });
    if found.is_none() {
        tracing::warn!(
            "cannot send notices: the repository that the policy names is not private, or the \
             installation does not cover it"
        );
    }
    found.map(|repository| repository.name.clone())
}
