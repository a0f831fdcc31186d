//! Reviewing the open pull requests of a repository again.

use crate::error::JobError;
use crate::job::{Job, JobContext, RepositoryRef};

/// Queues a review of every open pull request; with a head, only of those that have it.
pub(super) async fn run(
    job: JobContext<'_>,
    repository: &RepositoryRef,
    head: Option<&str>,
) -> Result<(), JobError> {
    let open = job.client().open_pulls(&repository.full_name()?).await?;
    for pull in open {
        if head.is_some_and(|head| head != pull.head) {
            continue;
        }
        let review = Job::Review {
            repository: repository.clone(),
            number: pull.number,
        };
        job.enqueue(&review).await?;
    }
    Ok(())
}
