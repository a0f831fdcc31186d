//! Reviewing a pull request and writing the result.

use countersign_facts::PullRequestNumber;
use countersign_github::{Client, Pull, RepositoryName};
use countersign_heuristics::Level;
use countersign_store::{Review as Stored, ReviewPage};

use crate::coverage::record_repository_of;
use crate::error::JobError;
use crate::job::{AccountRef, Job, JobContext, RepositoryRef};
use crate::notice_repository;
use crate::review::{Applied, ReviewContext, Reviewed, apply, digest, level, prepare};
use crate::rights;

/// How often a review starts again because the pull request changed meanwhile.
const MOST_ROUNDS: usize = 3;

/// Reviews a pull request as it is now.
pub(super) async fn run(
    job: JobContext<'_>,
    repository: &RepositoryRef,
    number: PullRequestNumber,
) -> Result<(), JobError> {
    let (service, client) = (job.service, job.client());
    let mut name = repository.full_name()?;
    for _ in 0..MOST_ROUNDS {
        let pull = client.pull(&name, number).await?;
        // The repository may have been renamed.
        name = RepositoryName::new(&pull.owner, &pull.repo)?;
        record_repository_of(job, &pull).await?;
        let context = ReviewContext::of(job, &client);
        let server = &service.settings.policy;
        let Some(reviewed) = prepare(context, &name, pull, server).await? else {
            return Ok(());
        };
        check_keys(job, &reviewed.pull).await?;
        remember_people(job, &reviewed.pull).await?;
        metrics::counter!(
            "countersign_reviews_total",
            "level" => reviewed.examined.review.level.as_str()
        )
        .increment(1);
        if let Some(show) = &service.settings.dry_run {
            show(&name.to_string(), number, &reviewed.plan);
            return Ok(());
        }
        if reviewed.plan.writes_nothing() {
            keep_page(job, &reviewed).await?;
            return record(&reviewed, job, &Applied::default()).await;
        }
        // Only a review of the newest head is written.
        if client.pull(&name, number).await?.head != reviewed.examined.head {
            continue;
        }
        return write(job, &client, &name, &reviewed).await;
    }
    Err(JobError::transient(
        "the pull request changes faster than it is reviewed",
    ))
}

/// Checks whether the author's account replaced its signing keys.
async fn check_keys(job: JobContext<'_>, pull: &Pull) -> Result<(), JobError> {
    let Some(author) = &pull.author else {
        return Ok(());
    };
    let account = AccountRef {
        id: author.id,
        login: author.login.clone(),
    };
    rights::check_keys(job, &RepositoryRef::of(pull), &account).await
}

/// Queues remembering the people of the pull request as a separate job, so that its failure does not affect
/// the review.
async fn remember_people(job: JobContext<'_>, pull: &Pull) -> Result<(), JobError> {
    if job.service.memory_key().is_none() {
        return Ok(());
    }
    let remember = Job::Remember {
        repository: RepositoryRef::of(pull),
        pull: Some((pull.number, pull.base_ref.clone())),
    };
    job.enqueue(&remember).await
}

/// Stores the page that the comment links to, in place of an earlier one; deletes that if there is nothing left to
/// look at.
async fn keep_page(job: JobContext<'_>, reviewed: &Reviewed) -> Result<(), JobError> {
    let store = &job.service.store;
    let (repository, number) = (reviewed.pull.repository_id, reviewed.pull.number);
    match &reviewed.page {
        Some(html) => {
            let page = ReviewPage {
                repository: repository.get(),
                number: number.get(),
                html: html.clone(),
                made: job.service.now_ms(),
            };
            Ok(store.save_page(&page).await?)
        }
        None => Ok(store.remove_page(repository.get(), number.get()).await?),
    }
}

/// Applies a plan and records what it wrote.
async fn write(
    job: JobContext<'_>,
    client: &Client,
    repository: &RepositoryName,
    reviewed: &Reviewed,
) -> Result<(), JobError> {
    let store = &job.service.store;
    // The intent is recorded first: after a crash, the next run knows that it has to look for a comment.
    // The level stays the old one until maintainers have been notified about the new one.
    let before = level(reviewed.past.as_ref());
    let intent = row(reviewed, job, &intent(reviewed), before);
    store.save_review(&intent).await?;
    keep_page(job, reviewed).await?;
    let notice = match &reviewed.effective.policy.notice {
        Some(notice) if reviewed.plan.notice.is_some() => {
            notice_repository::find(&client.repositories().await?, notice)
        }
        _ => None,
    };
    let applied = apply(client, repository, reviewed, notice.as_ref()).await?;
    record(reviewed, job, &applied).await
}

/// Records a review whose plan was applied, and what it shows. A finding in a comment that was not written now counts as
/// shown from now on, so that nothing that a maintainer wrote earlier is about it.
async fn record(
    reviewed: &Reviewed,
    job: JobContext<'_>,
    applied: &Applied,
) -> Result<(), JobError> {
    let store = &job.service.store;
    let done = done(reviewed, job, applied);
    store.save_review(&done).await?;
    let since_ms = applied.written_ms.unwrap_or_else(|| job.service.now_ms());
    let shown =
        store.save_shown_findings(done.repository, done.number, &reviewed.plan.shown, since_ms);
    Ok(shown.await?)
}

/// The review as the database holds it.
fn row(reviewed: &Reviewed, job: JobContext<'_>, applied: &Applied, level: Level) -> Stored {
    let past = reviewed.past.as_ref();
    let same_head = past.is_some_and(|past| past.head == reviewed.examined.head);
    let past_check = past.filter(|_| same_head).and_then(|past| past.check_run);
    Stored {
        repository: reviewed.pull.repository_id.get(),
        number: reviewed.pull.number.get(),
        head: reviewed.examined.head.clone(),
        level: level.as_str().to_owned(),
        comment: applied
            .comment
            .and_then(stored_id)
            .or_else(|| past.and_then(|past| past.comment)),
        comment_digest: applied
            .digest
            .clone()
            .or_else(|| past.and_then(|past| past.comment_digest.clone())),
        check_run: applied.check_run.and_then(stored_id).or(past_check),
        updated: job.service.now_ms(),
    }
}

/// The row of a plan that was applied. The digest of a text is kept only while the text stands: a digest beside
/// the level `quiet` means that a review broke off, and that a comment has to be looked for.
fn done(reviewed: &Reviewed, job: JobContext<'_>, applied: &Applied) -> Stored {
    let row = row(reviewed, job, applied, reviewed.plan.level);
    let stands = reviewed.plan.level != Level::Quiet;
    Stored {
        comment_digest: row.comment_digest.filter(|_| stands),
        ..row
    }
}

/// What is recorded before the plan is applied.
fn intent(reviewed: &Reviewed) -> Applied {
    Applied {
        comment: reviewed.plan.comment.id(),
        digest: reviewed.plan.comment.body().map(digest),
        written_ms: None,
        check_run: None,
    }
}

/// GitHub's number for a comment or check run as the database stores it.
fn stored_id(number: u64) -> Option<i64> {
    i64::try_from(number).ok()
}
