//! Telling maintainers in private of a right that was given: collect facts, examine them, open an issue.
//!
//! Nothing of it is shown to anybody else, and nothing that another installation heard takes part.

mod collect;
mod examine;
mod keys;
mod remembered;

use countersign_github::{Client, GithubError, Issue, Read as _, RepositoryName, Write as _};
use countersign_heuristics::Level;
use countersign_report::rights::{Event, Key, Who, marker, notice};
use countersign_store::PrivilegeEvent;

use crate::error::JobError;
use crate::jobs::{Here, Place, Privilege, Who as Named};
use crate::policy::{self, Policy};
use crate::review::{notice_among, unsigned};
use collect::collect;
use examine::{Examined, examine};
pub(crate) use keys::{look_at_keys, tell_of_keys};

/// Opens an issue where maintainers want to hear of rights, unless it is there. `recorded` is what the
/// installation heard before of the repository and its organisation.
pub(crate) async fn tell(
    here: Here<'_>,
    privilege: &Privilege,
    recorded: &[PrivilegeEvent],
) -> Result<(), JobError> {
    let Some(home) = home(privilege)? else {
        return Ok(());
    };
    let client = here.client();
    let Some(rooms) = rooms(here, &client, &home, privilege.place.as_ref()).await? else {
        return Ok(());
    };
    let examined = look(here, &client, privilege, recorded, &rooms).await?;
    if !privilege.matters && examined.level == Level::Quiet {
        return Ok(());
    }
    let event = event(privilege, &home);
    let notes = Notes {
        event: &event,
        examined: &examined,
        id: &privilege.delivery,
    };
    post(here, &client, &rooms.notice, notes).await
}

/// Where to tell and where to look.
struct Rooms {
    policy: Policy,
    /// The private repository for notices.
    notice: RepositoryName,
    /// The default branch of the repository it is about, where the installation covers it.
    branch: Option<String>,
}

/// `None` where maintainers do not want to hear of rights, or cannot in private.
async fn rooms(
    here: Here<'_>,
    client: &Client,
    home: &RepositoryName,
    place: Option<&Place>,
) -> Result<Option<Rooms>, JobError> {
    let policy = policy::load(client, home, &here.context.settings.policy).await?;
    let policy = policy.policy;
    let Some(wanted) = &policy.notice else {
        return Ok(None);
    };
    let covered = client.repositories().await?;
    let Some(notice) = notice_among(&covered, wanted) else {
        return Ok(None);
    };
    let branch = place.and_then(|place| {
        let mut covered = covered.into_iter();
        covered.find(|covered| covered.id == place.number())
    });
    Ok(Some(Rooms {
        policy,
        notice,
        branch: branch.map(|repository| repository.default_branch),
    }))
}

/// What a notice says, and the id by which it is known again.
struct Notes<'a> {
    event: &'a Event,
    examined: &'a Examined,
    id: &'a str,
}

/// Opens the issue, unless it is there or this is a dry run.
async fn post(
    here: Here<'_>,
    client: &Client,
    room: &RepositoryName,
    notes: Notes<'_>,
) -> Result<(), JobError> {
    if here.context.settings.dry_run.is_some() {
        return Ok(());
    }
    let Notes {
        event,
        examined,
        id,
    } = notes;
    let marker = marker(id);
    let told = client.newest_issues(room).await?;
    let is_it = |issue: &Issue| issue.body.trim_end().ends_with(&marker);
    if told.iter().any(is_it) {
        return Ok(());
    }
    let notice = notice(event, &examined.found, &examined.timelines, id);
    client
        .create_issue(room, &notice.title, &notice.body)
        .await?;
    Ok(())
}

/// The repository it is about; for a whole organisation the one that speaks for it.
fn home(privilege: &Privilege) -> Result<Option<RepositoryName>, JobError> {
    let organisation = privilege.organization_login.as_deref();
    match (&privilege.place, organisation) {
        (Some(place), _) => place.full_name().map(Some),
        (None, Some(login)) => RepositoryName::new(login, ".github")
            .map(Some)
            .map_err(|error| JobError::Failed(error.to_string())),
        (None, None) => Ok(None),
    }
}

/// What there is to say beyond the event itself.
async fn look(
    here: Here<'_>,
    client: &Client,
    privilege: &Privilege,
    recorded: &[PrivilegeEvent],
    rooms: &Rooms,
) -> Result<Examined, JobError> {
    let Some(branch) = &rooms.branch else {
        return Ok(Examined::default());
    };
    let collected = collect(here, client, privilege, recorded).await;
    let examined = match collected {
        Ok(Some(collected)) => {
            let heuristics = rooms.policy.heuristics();
            examine(here, collected, heuristics, branch).await
        }
        Ok(None) => return Ok(Examined::default()),
        Err(error) => Err(error),
    };
    match examined {
        // Better told without findings than not at all.
        Err(error @ (JobError::Failed(_) | JobError::Gone(_))) => {
            tracing::warn!(class = error.class(), "a right could not be looked at");
            Ok(Examined::default())
        }
        other => other,
    }
}

fn event(privilege: &Privilege, home: &RepositoryName) -> Event {
    let key = privilege.deploy_key().map(|key| Key {
        can_write: key.can_write(),
        title: key.title,
        fingerprint: key.fingerprint,
    });
    Event {
        place: match privilege.place {
            Some(_) => home.to_string(),
            None => home.owner().to_owned(),
        },
        kind: privilege.kind.clone(),
        by: privilege.actor.as_ref().map(who),
        to: privilege.subject.as_ref().map(who),
        key,
        exchange: None,
    }
}

fn who(named: &Named) -> Who {
    Who {
        id: unsigned(named.id),
        login: named.login.clone(),
    }
}

/// The account of an event, unless it is gone or its login is another account's by now.
async fn account(
    client: &Client,
    named: &Named,
) -> Result<Option<countersign_github::Account>, GithubError> {
    let account = client.account(&named.login).await?;
    Ok(account.filter(|account| account.id == unsigned(named.id)))
}
