//! Recording events about rights, and notifying maintainers.

use countersign_facts::RightsEvent;
use countersign_store::{DeployKey, EventScope, PrivilegeEvent};

use super::installation;
use crate::account::is_forgotten;
use crate::error::JobError;
use crate::job::{JobContext, RightsChange};
use crate::rights;

/// Notifies maintainers, if their policy asks for it, and records the event.
pub(super) async fn record(job: JobContext<'_>, change: &RightsChange) -> Result<(), JobError> {
    if let Some(repository) = change.changed_repository() {
        installation::update_repository(job, repository).await?;
    }
    let store = &job.service.store;
    if change.event == RightsEvent::PullRequestApproved {
        return record_approval(job, change).await;
    }
    let scope = EventScope {
        installation: job.installation.get(),
        repository: change.repository.as_ref().map(|one| one.id.get()),
        since: 0,
    };
    let recorded = store.events(&scope).await?;
    let is_known = |event: &PrivilegeEvent| event.delivery == change.delivery;
    // The notice comes before the record: after a crash in between, the notice itself shows that it exists.
    if !recorded.iter().any(is_known) {
        rights::notify(job, change, &recorded).await?;
    }
    let now_ms = job.service.now_ms();
    store.record_event(&event(job, change, now_ms)).await?;
    remember_key(job, change, now_ms).await?;
    if let Some(repository) = &change.repository {
        for account in change.actor.iter().chain(&change.subject) {
            rights::check_keys(job, repository, account).await?;
        }
    }
    Ok(())
}

/// Approvals are routine, so they are recorded but never reported. They are recorded only if people are
/// remembered, and not for people who were forgotten.
async fn record_approval(job: JobContext<'_>, change: &RightsChange) -> Result<(), JobError> {
    let Some(actor) = &change.actor else {
        return Ok(());
    };
    let access = job.store_access();
    if access.memory.is_some() && !is_forgotten(access, actor.id).await? {
        let event = event(job, change, job.service.now_ms());
        access.store.record_event(&event).await?;
    }
    Ok(())
}

fn event(job: JobContext<'_>, change: &RightsChange, now_ms: i64) -> PrivilegeEvent {
    PrivilegeEvent {
        delivery: change.delivery.clone(),
        installation: job.installation.get(),
        repository: change.repository.as_ref().map(|one| one.id.get()),
        organization: change.organisation.map(|one| one.get()),
        kind: change.event.as_str().to_owned(),
        actor: change.actor.as_ref().map(|one| one.stored()),
        subject: change.subject.as_ref().map(|one| one.stored()),
        at: now_ms,
        detail: change.detail.to_string(),
    }
}

/// Stores where a deploy key is used, so that it is recognised in another repository.
async fn remember_key(
    job: JobContext<'_>,
    change: &RightsChange,
    now_ms: i64,
) -> Result<(), JobError> {
    let store = &job.service.store;
    let installation = job.installation.get();
    let key = change.deploy_key().and_then(|key| key.fingerprint);
    let (Some(repository), Some(fingerprint)) = (&change.repository, key) else {
        return Ok(());
    };
    if change.event == RightsEvent::DeployKeyDeleted {
        let id = repository.id.get();
        store
            .end_deploy_key(installation, id, &fingerprint, now_ms)
            .await?;
    } else if let Some(actor) = &change.actor {
        let key = DeployKey {
            installation,
            repository: repository.id.get(),
            repository_name: repository.full_name()?.to_string(),
            fingerprint,
            added_by: actor.stored(),
        };
        store.see_deploy_key(&key, now_ms).await?;
    }
    Ok(())
}
