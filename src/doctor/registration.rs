//! What the App asks GitHub for and what installations grant, against what it needs.

use std::collections::BTreeMap;

use countersign_github::{AppIdentity, Installation};

use super::check::Checks;
use crate::app::Manifest;
use crate::output::counted;

/// How many accounts a message names.
const MOST_NAMES: usize = 5;

/// The permissions and events that the App asks every installation for.
pub(super) fn of_the_app(identity: &AppIdentity, checks: &mut Checks) {
    let wanted = match Manifest::new() {
        Ok(wanted) => wanted,
        Err(failure) => {
            return checks.failure("permissions", &failure, "install Countersign again");
        }
    };
    let most = wanted.clone().with_rights();
    permissions(identity, &wanted, &most, checks);
    let lacks = |events: &[String]| {
        let lacking = events
            .iter()
            .filter(|event| !identity.events.contains(event));
        lacking.cloned().collect::<Vec<_>>().join(", ")
    };
    let (lacking, optional) = (lacks(wanted.events()), lacks(most.events()));
    if !lacking.is_empty() {
        let remedy = "subscribe to them on the App's page under Permissions & events";
        checks.fail(
            "events",
            format!("the App does not receive: {lacking}"),
            remedy,
        );
    } else if optional.is_empty() {
        checks.ok("events", "the App receives every event that it uses");
    } else {
        checks.ok(
            "events",
            format!("all that is needed; optional: {optional}"),
        );
    }
}

fn permissions(identity: &AppIdentity, wanted: &Manifest, most: &Manifest, checks: &mut Checks) {
    const ID: &str = "permissions";
    let lacking = missing(wanted.permissions(), &identity.permissions);
    if !lacking.is_empty() {
        let remedy = "add them on the App's page under Permissions & events; every installation must then accept";
        return checks.fail(ID, format!("the App does not ask for: {lacking}"), remedy);
    }
    let extra = missing(&identity.permissions, most.permissions());
    if !extra.is_empty() {
        let remedy = "take them away on the App's page; an App should have no more than it needs";
        return checks.warn(
            ID,
            format!("the App asks for more than it uses: {extra}"),
            remedy,
        );
    }
    let optional = missing(most.permissions(), &identity.permissions);
    if optional.is_empty() {
        checks.ok(ID, "the App asks for every permission that it uses");
    } else {
        checks.ok(ID, format!("all that is needed; optional: {optional}"));
    }
}

/// Which of the `wanted` permissions are not `granted`: `checks: write, contents: read`.
fn missing(wanted: &BTreeMap<String, String>, granted: &BTreeMap<String, String>) -> String {
    let is_granted = |name: &str, level: &str| {
        let granted = granted.get(name).map(String::as_str);
        granted == Some(level) || granted == Some("write") || granted == Some("admin")
    };
    let lacking = wanted
        .iter()
        .filter(|(name, level)| !is_granted(name, level));
    let lacking: Vec<_> = lacking
        .map(|(name, level)| format!("{name}: {level}"))
        .collect();
    lacking.join(", ")
}

/// Whether the App is installed, and whether its owners accepted what it asks for.
pub(super) fn installations(
    identity: &AppIdentity,
    installations: &[Installation],
    checks: &mut Checks,
) {
    const ID: &str = "installations";
    if installations.is_empty() {
        let remedy = format!("install it: {}/installations/new", identity.html_url);
        return checks.warn(ID, "the App is not installed anywhere", remedy);
    }
    let count = counted(installations.len() as u64, "installation", "installations");
    let behind = |one: &&Installation| !missing(&identity.permissions, &one.permissions).is_empty();
    let behind: Vec<_> = installations.iter().filter(behind).collect();
    if !behind.is_empty() {
        let remedy = "ask the owners to accept the new permissions on the installation's page";
        let message = format!(
            "of {count}, these grant less than the App asks for: {}",
            names(&behind)
        );
        return checks.fail(ID, message, remedy);
    }
    let suspended: Vec<_> = installations.iter().filter(|one| one.suspended).collect();
    if !suspended.is_empty() {
        let remedy = "ask the owners to end the suspension, or to remove the App";
        let message = format!("of {count}, these are suspended: {}", names(&suspended));
        return checks.warn(ID, message, remedy);
    }
    checks.ok(ID, count);
}

fn names(installations: &[&Installation]) -> String {
    let shown = installations.iter().take(MOST_NAMES);
    let mut names: Vec<_> = shown.map(|one| one.account_login.clone()).collect();
    if installations.len() > MOST_NAMES {
        names.push(format!("{} more", installations.len() - MOST_NAMES));
    }
    names.join(", ")
}
