//! Where maintainers are notified.

use countersign_github::{Client, Issue, RepositoryName};
use countersign_report::rights::{Event, marker, notice};

use super::examine::Examined;
use crate::error::JobError;
use crate::job::{JobContext, RepositoryRef};
use crate::notice_repository;
use crate::policy::{self, Policy};

/// The content of a notice, and the id by which it is recognised.
pub(super) struct DraftNotice<'a> {
    pub(super) event: &'a Event,
    pub(super) examined: &'a Examined,
    pub(super) id: &'a str,
}

/// Where maintainers are notified, and what may be examined for the notice.
pub(super) struct NoticeTarget {
    pub(super) policy: Policy,
    /// The private repository for notices.
    notice: RepositoryName,
    /// The default branch of the repository concerned, if the installation covers it.
    pub(super) branch: Option<String>,
}

impl NoticeTarget {
    /// The target for a repository or organisation; `None` if its policy does not ask for notices, or the
    /// repository for notices cannot be used.
    pub(super) async fn find(
        job: JobContext<'_>,
        client: &Client,
        home: &RepositoryName,
        repository: Option<&RepositoryRef>,
    ) -> Result<Option<Self>, JobError> {
        let policy = policy::load(client, home, &job.service.settings.policy).await?;
        let policy = policy.policy;
        let Some(wanted) = &policy.notice else {
            return Ok(None);
        };
        let covered = client.repositories().await?;
        let Some(notice) = notice_repository::find(&covered, wanted) else {
            return Ok(None);
        };
        let concerned = repository.and_then(|repository| {
            let mut covered = covered.into_iter();
            covered.find(|covered| covered.id == repository.id)
        });
        Ok(Some(Self {
            policy,
            notice,
            branch: concerned.map(|repository| repository.default_branch),
        }))
    }

    /// Opens the issue, unless it exists or this is a dry run.
    pub(super) async fn post(
        &self,
        job: JobContext<'_>,
        client: &Client,
        draft: DraftNotice<'_>,
    ) -> Result<(), JobError> {
        if job.service.settings.dry_run.is_some() {
            return Ok(());
        }
        let DraftNotice {
            event,
            examined,
            id,
        } = draft;
        let marker = marker(id);
        let issues = client.newest_issues(&self.notice).await?;
        let is_it = |issue: &Issue| issue.body.trim_end().ends_with(&marker);
        if issues.iter().any(is_it) {
            return Ok(());
        }
        let notice = notice(event, &examined.found, &examined.timelines, id);
        client
            .create_issue(&self.notice, &notice.title, &notice.body)
            .await?;
        Ok(())
    }
}
