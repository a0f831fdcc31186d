//! What is remembered of an account beside the history: rights it gave and received, keys it lost.

use countersign_report::rights::{Step, What, Who};
use countersign_store::{Person, PrivilegeEvent};

use crate::error::JobError;
use crate::jobs::{DeployKey, Here, Privilege};
use crate::review::{signed, unsigned};

/// The steps that `events`, the present one and what the account showed before tell of an account.
pub(super) async fn steps(
    here: Here<'_>,
    privilege: &Privilege,
    events: &[PrivilegeEvent],
    account: u64,
) -> Result<Vec<Step>, JobError> {
    let now_ms = here.context.now_ms();
    let mut steps: Vec<_> = events
        .iter()
        .filter_map(|event| step(event, account))
        .collect();
    let known = here.context.store.account(signed(account)).await?;
    if let Some(known) = known {
        steps.extend(known.removed_keys().map(|gone| Step {
            at: gone.last_seen.div_euclid(1_000),
            what: What::KeyGone {
                id: gone.key.id.clone(),
            },
        }));
    }
    steps.extend(present(privilege, account).map(|what| Step {
        at: now_ms.div_euclid(1_000),
        what,
    }));
    Ok(steps)
}

fn step(event: &PrivilegeEvent, account: u64) -> Option<Step> {
    let (by, to) = (event.actor.as_ref(), event.subject.as_ref());
    let title = serde_json::from_str::<DeployKey>(&event.detail).ok();
    let what = what(
        &event.kind,
        by.map(who),
        to.map(who),
        title.and_then(|key| key.title),
        account,
    )?;
    Some(Step {
        at: event.at.div_euclid(1_000),
        what,
    })
}

fn present(privilege: &Privilege, account: u64) -> Option<What> {
    let (by, to) = (privilege.actor.as_ref(), privilege.subject.as_ref());
    let title = privilege.deploy_key().and_then(|key| key.title);
    what(
        &privilege.kind,
        by.map(super::who),
        to.map(super::who),
        title,
        account,
    )
}

/// An event as its receiver sees it, else as whoever did it.
fn what(
    kind: &str,
    by: Option<Who>,
    to: Option<Who>,
    title: Option<String>,
    account: u64,
) -> Option<What> {
    let is_theirs = |who: &Option<Who>| who.as_ref().is_some_and(|who| who.id == account);
    let kind = kind.to_owned();
    if is_theirs(&to) {
        Some(What::Received { kind, by })
    } else if is_theirs(&by) {
        Some(What::Did { kind, to, title })
    } else {
        None
    }
}

fn who(person: &Person) -> Who {
    Who {
        id: unsigned(person.id),
        login: person.login.clone(),
    }
}
