//! Signing keys that an account with rights replaced. The keys of an account are public; maintainers are
//! notified once about a replacement.

use countersign_facts::RightsEvent;
use countersign_github::{Client, GithubError};
use countersign_report::rights::{Event, Exchange, SeenKey};
use countersign_store::{
    Account, EventScope, Person, PrivilegeEvent, SeenKey as StoredKey, StoreError, Viewer,
};
use data_encoding::HEXLOWER;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::accounts;
use super::collect::{collect_people, facts_of};
use super::examine::examine;
use super::target::{DraftNotice, NoticeTarget};
use crate::error::JobError;
use crate::job::{AccountRef, Job, JobContext, RepositoryRef};

/// Keys that were removed and keys that were added after maintainers were last notified.
struct Replaced {
    removed: Vec<StoredKey>,
    added: Vec<StoredKey>,
    /// When the account was read, Unix milliseconds.
    seen: i64,
}

impl Replaced {
    /// What changed on an account after `since`, Unix milliseconds; `None` if keys were only added or only
    /// removed.
    fn of(known: Account, since: i64) -> Option<Self> {
        let (first, last) = (known.first_seen, known.last_seen);
        let (shown, removed): (Vec<_>, Vec<_>) = known
            .keys
            .into_iter()
            .partition(|key| key.last_seen == last);
        let mut replaced = Self {
            removed,
            added: shown,
            seen: last,
        };
        replaced.removed.retain(|key| key.last_seen >= since);
        replaced
            .added
            .retain(|key| key.first_seen > first.max(since));
        let is_one = !replaced.removed.is_empty() && !replaced.added.is_empty();
        is_one.then_some(replaced)
    }

    /// An id for the replacement in a repository of an installation.
    fn id(&self, job: JobContext<'_>, repository: &RepositoryRef, account: &AccountRef) -> String {
        let mut sha = Sha256::new();
        for key in self.removed.iter().chain(&self.added) {
            sha.update(format!("{}\0{}\0", key.key.kind, key.key.id));
        }
        let digest = HEXLOWER.encode(&sha.finalize()[..8]);
        let (installation, account) = (job.installation, account.id);
        format!("keys-{installation}-{}-{account}-{digest}", repository.id)
    }

    fn shown(&self, account: &AccountRef) -> Exchange {
        let seen = |key: &StoredKey, ms: i64| SeenKey {
            id: key.key.id.clone(),
            at: ms.div_euclid(1_000),
        };
        let gone = self.removed.iter().map(|key| seen(key, key.last_seen));
        let come = self.added.iter().map(|key| seen(key, key.first_seen));
        Exchange {
            of: accounts::shown(account),
            gone: gone.collect(),
            come: come.collect(),
        }
    }
}

/// Queues a notice if an account that was just read replaced its signing keys.
pub(crate) async fn check_keys(
    job: JobContext<'_>,
    repository: &RepositoryRef,
    account: &AccountRef,
) -> Result<(), JobError> {
    let recorded = recorded(job, repository).await?;
    if not_notified(job, account, &recorded).await?.is_none() {
        return Ok(());
    }
    let notice = Job::Keys {
        repository: repository.clone(),
        account: account.clone(),
    };
    job.enqueue(&notice).await
}

/// Opens an issue about the keys of an account that has rights in the repository, unless it exists.
pub(crate) async fn notify_of_keys(
    job: JobContext<'_>,
    repository: &RepositoryRef,
    account: &AccountRef,
) -> Result<(), JobError> {
    let recorded = recorded(job, repository).await?;
    let Some(replaced) = not_notified(job, account, &recorded).await? else {
        return Ok(());
    };
    let client = job.client();
    let home = repository.full_name()?;
    let target = NoticeTarget::find(job, &client, &home, Some(repository)).await?;
    let Some(target) = target else {
        return Ok(());
    };
    let Some(branch) = &target.branch else {
        return Ok(());
    };
    let Some(facts) = facts_of(job, &client, account).await? else {
        return Ok(());
    };
    let since = trusted_since(&client, repository, account, &recorded).await?;
    let came_later = |key: &StoredKey| since.is_some_and(|since| key.first_seen > since);
    if !replaced.added.iter().any(came_later) {
        return Ok(());
    }
    let collected = collect_people(job, &client, repository, vec![facts], &recorded).await?;
    let examined = examine(job, collected, Vec::new(), branch).await?;
    let event = Event {
        place: home.to_string(),
        event: RightsEvent::KeysReplaced,
        by: None,
        to: None,
        key: None,
        exchange: Some(replaced.shown(account)),
    };
    let id = replaced.id(job, repository, account);
    let draft = DraftNotice {
        event: &event,
        examined: &examined,
        id: &id,
    };
    target.post(job, &client, draft).await?;
    let event = PrivilegeEvent {
        delivery: id,
        installation: job.installation.get(),
        repository: Some(repository.id.get()),
        organization: None,
        kind: RightsEvent::KeysReplaced.as_str().to_owned(),
        actor: None,
        subject: Some(account.stored()),
        at: replaced.seen,
        detail: json!({}).to_string(),
    };
    Ok(job.service.store.record_event(&event).await?)
}

/// The recorded events of the repository and its organisation in this installation.
async fn recorded(
    job: JobContext<'_>,
    repository: &RepositoryRef,
) -> Result<Vec<PrivilegeEvent>, StoreError> {
    let scope = EventScope {
        installation: job.installation.get(),
        repository: Some(repository.id.get()),
        since: 0,
    };
    job.service.store.events(&scope).await
}

/// The replacement about which maintainers were not notified.
async fn not_notified(
    job: JobContext<'_>,
    account: &AccountRef,
    recorded: &[PrivilegeEvent],
) -> Result<Option<Replaced>, JobError> {
    let viewer = Viewer::Installation(job.installation.get());
    let known = job.service.store.account(account.id.get(), viewer).await?;
    let Some(known) = known else {
        return Ok(None);
    };
    let notified = recorded
        .iter()
        .filter(|event| is_about_keys(event) && is(event.subject.as_ref(), account));
    let notified = notified.map(|event| event.at).max();
    Ok(Replaced::of(known, notified.unwrap_or(i64::MIN)))
}

fn is_about_keys(event: &PrivilegeEvent) -> bool {
    event.kind == RightsEvent::KeysReplaced.as_str()
}

fn is(person: Option<&Person>, account: &AccountRef) -> bool {
    person.is_some_and(|person| person.id == account.id.get())
}

/// Since when the account is known to be trusted in the repository, Unix milliseconds: the first right that
/// it was given or gave, release, or merged pull request.
async fn trusted_since(
    client: &Client,
    repository: &RepositoryRef,
    account: &AccountRef,
    recorded: &[PrivilegeEvent],
) -> Result<Option<i64>, JobError> {
    let concerns = |event: &&PrivilegeEvent| {
        let is_theirs = is(event.actor.as_ref(), account) || is(event.subject.as_ref(), account);
        is_theirs && !is_about_keys(event)
    };
    let first = recorded.iter().filter(concerns).map(|event| event.at).min();
    if first.is_some() {
        return Ok(first);
    }
    let pulls = match client
        .pulls_by(&repository.full_name()?, &account.login)
        .await
    {
        Err(GithubError::Forbidden { .. }) => Vec::new(),
        other => other?,
    };
    Ok(pulls.iter().filter_map(|pull| pull.merged_ms).min())
}
