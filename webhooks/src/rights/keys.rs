//! Signing keys that took the place of others on an account that has rights here: what every account
//! shows to everybody, told to maintainers once.

use countersign_github::{Client, GithubError, Read as _};
use countersign_report::rights::{Event, Exchange, SeenKey};
use countersign_store::{
    Account, EventScope, Person, PrivilegeEvent, SeenKey as StoredKey, StoreError,
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::collect::{facts_of, of_people};
use super::examine::examine;
use super::remembered::KEYS;
use super::{Notes, post, rooms};
use crate::error::JobError;
use crate::jobs::{Here, Job, Place, Who};

/// Keys that went, and keys that came, since maintainers were told last.
struct Exchanged {
    gone: Vec<StoredKey>,
    come: Vec<StoredKey>,
    /// The look that showed it, Unix milliseconds.
    seen: i64,
}

impl Exchanged {
    /// What changed on an account after `since`, Unix milliseconds. A key that is only added, or only
    /// taken away, is no exchange.
    fn of(known: Account, since: i64) -> Option<Self> {
        let (first, last) = (known.first_seen, known.last_seen);
        let (shown, gone): (Vec<_>, Vec<_>) = known
            .keys
            .into_iter()
            .partition(|key| key.last_seen == last);
        let mut exchanged = Self {
            gone,
            come: shown,
            seen: last,
        };
        exchanged.gone.retain(|key| key.last_seen >= since);
        exchanged
            .come
            .retain(|key| key.first_seen > first.max(since));
        let is_one = !exchanged.gone.is_empty() && !exchanged.come.is_empty();
        is_one.then_some(exchanged)
    }

    /// Names it, in a repository of an installation.
    fn id(&self, here: Here<'_>, place: &Place, account: i64) -> String {
        let mut sha = Sha256::new();
        for key in self.gone.iter().chain(&self.come) {
            sha.update(format!("{}\0{}\0", key.key.kind, key.key.id));
        }
        let digest: String = sha.finalize()[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("keys-{}-{}-{account}-{digest}", here.installation, place.id)
    }

    fn told(&self, account: &Who) -> Exchange {
        let seen = |key: &StoredKey, ms: i64| SeenKey {
            id: key.key.id.clone(),
            at: ms.div_euclid(1_000),
        };
        let gone = self.gone.iter().map(|key| seen(key, key.last_seen));
        let come = self.come.iter().map(|key| seen(key, key.first_seen));
        Exchange {
            of: super::who(account),
            gone: gone.collect(),
            come: come.collect(),
        }
    }
}

/// Queues the telling, where an account that was just looked at shows other keys than before.
pub(crate) async fn look_at_keys(
    here: Here<'_>,
    place: &Place,
    account: &Who,
) -> Result<(), JobError> {
    let recorded = recorded(here, place).await?;
    if untold(here, account, &recorded).await?.is_none() {
        return Ok(());
    }
    let job = Job::Keys {
        place: place.clone(),
        account: account.clone(),
    };
    here.enqueue(&job).await
}

/// Opens an issue about the keys of an account that holds rights in the repository, unless it is there.
pub(crate) async fn tell_of_keys(
    here: Here<'_>,
    place: &Place,
    account: &Who,
) -> Result<(), JobError> {
    let recorded = recorded(here, place).await?;
    let Some(exchanged) = untold(here, account, &recorded).await? else {
        return Ok(());
    };
    let client = here.client();
    let home = place.full_name()?;
    let Some(rooms) = rooms(here, &client, &home, Some(place)).await? else {
        return Ok(());
    };
    let Some(branch) = &rooms.branch else {
        return Ok(());
    };
    let Some(facts) = facts_of(here, &client, account).await? else {
        return Ok(());
    };
    let since = trusted_since(&client, place, account, &recorded).await?;
    let came_later = |key: &StoredKey| since.is_some_and(|since| key.first_seen > since);
    if !exchanged.come.iter().any(came_later) {
        return Ok(());
    }
    let collected = of_people(here, &client, place, vec![facts], &recorded).await?;
    let examined = examine(here, collected, Vec::new(), branch).await?;
    let event = Event {
        place: home.to_string(),
        kind: KEYS.to_owned(),
        by: None,
        to: None,
        key: None,
        exchange: Some(exchanged.told(account)),
    };
    let id = exchanged.id(here, place, account.id);
    let notes = Notes {
        event: &event,
        examined: &examined,
        id: &id,
    };
    post(here, &client, &rooms.notice, notes).await?;
    let event = PrivilegeEvent {
        delivery: id,
        installation: here.installation,
        repository: Some(place.id),
        organization: None,
        kind: KEYS.to_owned(),
        actor: None,
        subject: Some(Person {
            id: account.id,
            login: account.login.clone(),
        }),
        at: exchanged.seen,
        detail: json!({}).to_string(),
    };
    Ok(here.context.store.record_event(&event).await?)
}

/// What the installation heard of the repository and its organisation.
async fn recorded(here: Here<'_>, place: &Place) -> Result<Vec<PrivilegeEvent>, StoreError> {
    let scope = EventScope {
        installation: here.installation,
        repository: Some(place.id),
        since: 0,
    };
    here.context.store.events(&scope).await
}

/// The exchange of which maintainers were not told.
async fn untold(
    here: Here<'_>,
    account: &Who,
    recorded: &[PrivilegeEvent],
) -> Result<Option<Exchanged>, JobError> {
    let Some(known) = here.context.store.account(account.id).await? else {
        return Ok(None);
    };
    let told = recorded
        .iter()
        .filter(|event| event.kind == KEYS && is(event.subject.as_ref(), account));
    let told = told.map(|event| event.at).max();
    Ok(Exchanged::of(known, told.unwrap_or(i64::MIN)))
}

fn is(person: Option<&Person>, account: &Who) -> bool {
    person.is_some_and(|person| person.id == account.id)
}

/// Since when the account is known to be trusted here, Unix milliseconds: a right that it was given or
/// gave, a release, or a pull request of its own that was merged.
async fn trusted_since(
    client: &Client,
    place: &Place,
    account: &Who,
    recorded: &[PrivilegeEvent],
) -> Result<Option<i64>, JobError> {
    let concerns = |event: &&PrivilegeEvent| {
        let is_theirs = is(event.actor.as_ref(), account) || is(event.subject.as_ref(), account);
        is_theirs && event.kind != KEYS
    };
    let heard = recorded.iter().filter(concerns).map(|event| event.at).min();
    if heard.is_some() {
        return Ok(heard);
    }
    let pulls = match client.pulls_by(&place.full_name()?, &account.login).await {
        Err(GithubError::Forbidden { .. }) => Vec::new(),
        other => other?,
    };
    Ok(pulls.iter().filter_map(|pull| pull.merged_ms).min())
}
