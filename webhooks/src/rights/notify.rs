//! Notifying maintainers about an event.

use countersign_github::{Client, RepositoryName};
use countersign_heuristics::Level;
use countersign_report::rights::{Event, Key};
use countersign_store::PrivilegeEvent;

use super::accounts;
use super::collect::collect;
use super::examine::{Examined, examine};
use super::target::{DraftNotice, NoticeTarget};
use crate::error::JobError;
use crate::job::{JobContext, RightsChange};

/// Opens an issue about the event, if the policy asks for notices and the issue does not exist. `recorded`
/// are the earlier events of the repository and its organisation in this installation.
pub(crate) async fn notify(
    job: JobContext<'_>,
    change: &RightsChange,
    recorded: &[PrivilegeEvent],
) -> Result<(), JobError> {
    let Some(home) = home(change)? else {
        return Ok(());
    };
    let client = job.client();
    let repository = change.repository.as_ref();
    let Some(target) = NoticeTarget::find(job, &client, &home, repository).await? else {
        return Ok(());
    };
    let examined = look(job, &client, change, recorded, &target).await?;
    if !change.always_notify && examined.level == Level::Quiet {
        return Ok(());
    }
    let event = event(change, &home);
    let draft = DraftNotice {
        event: &event,
        examined: &examined,
        id: &change.delivery,
    };
    target.post(job, &client, draft).await
}

/// The repository whose policy decides: the one concerned, or the organisation's `.github`.
fn home(change: &RightsChange) -> Result<Option<RepositoryName>, JobError> {
    let organisation = change.organisation_login.as_deref();
    match (&change.repository, organisation) {
        (Some(repository), _) => repository.full_name().map(Some),
        (None, Some(login)) => Ok(Some(RepositoryName::new(login, ".github")?)),
        (None, None) => Ok(None),
    }
}

/// Findings and timelines for the notice.
async fn look(
    job: JobContext<'_>,
    client: &Client,
    change: &RightsChange,
    recorded: &[PrivilegeEvent],
    target: &NoticeTarget,
) -> Result<Examined, JobError> {
    let Some(branch) = &target.branch else {
        return Ok(Examined::default());
    };
    let collected = collect(job, client, change, recorded).await;
    let examined = match collected {
        Ok(Some(collected)) => {
            let heuristics = target.policy.heuristics();
            examine(job, collected, heuristics, branch).await
        }
        Ok(None) => return Ok(Examined::default()),
        Err(error) => Err(error),
    };
    match examined {
        // A notice without findings is better than none.
        Err(error @ (JobError::Failed(_) | JobError::Gone(_))) => {
            tracing::warn!(
                reason = error.logged(),
                "cannot examine a change of rights; the notice has no findings"
            );
            Ok(Examined::default())
        }
        other => other,
    }
}

fn event(change: &RightsChange, home: &RepositoryName) -> Event {
    let key = change.deploy_key().map(|key| Key {
        can_write: key.can_write(),
        title: key.title,
        fingerprint: key.fingerprint,
    });
    Event {
        place: match change.repository {
            Some(_) => home.to_string(),
            None => home.owner().to_owned(),
        },
        event: change.event,
        by: change.actor.as_ref().map(accounts::shown),
        to: change.subject.as_ref().map(accounts::shown),
        key,
        exchange: None,
    }
}
