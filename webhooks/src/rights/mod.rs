//! Telling maintainers in private of a right that was given: collect facts, examine them, open an issue.
//!
//! Nothing of it is shown to anybody else, and nothing that another installation heard takes part.

mod collect;
mod examine;
mod remembered;

use countersign_github::{Client, GithubError, Read as _, RepositoryName, Write as _};
use countersign_heuristics::Level;
use countersign_report::rights::{Event, Key, Who, marker, notice};
use countersign_store::PrivilegeEvent;

use crate::error::JobError;
use crate::jobs::{Here, Privilege, Who as Named};
use crate::policy::{self, Policy};
use crate::review::{notice_among, unsigned};
use collect::collect;
use examine::{Examined, examine};

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
    let policy = policy::load(&client, &home, &here.context.settings.policy).await?;
    let policy = policy.policy;
    let Some(wanted) = &policy.notice else {
        return Ok(());
    };
    let covered = client.repositories().await?;
    let Some(room) = notice_among(&covered, wanted) else {
        return Ok(());
    };
    let place = privilege.place.as_ref();
    let branch = place.and_then(|place| {
        let mut covered = covered.iter();
        covered.find(|covered| covered.id == place.number())
    });
    let branch = branch.map(|repository| repository.default_branch.as_str());
    let examined = look(here, &client, privilege, recorded, &policy, branch).await?;
    if !privilege.matters && examined.level == Level::Quiet {
        return Ok(());
    }
    if here.context.settings.dry_run.is_some() {
        return Ok(());
    }
    let event = event(privilege, &home);
    let notice = notice(
        &event,
        &examined.found,
        &examined.timelines,
        &privilege.delivery,
    );
    let marker = marker(&privilege.delivery);
    let told = client.newest_issues(&room).await?;
    if told
        .iter()
        .any(|issue| issue.body.trim_end().ends_with(&marker))
    {
        return Ok(());
    }
    client
        .create_issue(&room, &notice.title, &notice.body)
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
    policy: &Policy,
    branch: Option<&str>,
) -> Result<Examined, JobError> {
    let Some(branch) = branch else {
        return Ok(Examined::default());
    };
    let collected = collect(here, client, privilege, recorded).await;
    let examined = match collected {
        Ok(Some(collected)) => {
            let heuristics = policy.heuristics();
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
