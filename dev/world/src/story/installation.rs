//! Installations of the App.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::World;
use crate::delivery::Delivery;
use crate::delivery_log;
use crate::json;
use crate::state::{Installation, Standing, UserKind};

const ALL: &[(&str, &str)] = &[
    ("administration", "read"),
    ("checks", "write"),
    ("contents", "read"),
    ("issues", "write"),
    ("members", "read"),
    ("metadata", "read"),
    ("pull_requests", "write"),
];

/// An installation of a story, to set up and to read.
#[derive(Clone)]
pub struct InstallationStory {
    world: World,
    id: u64,
}

impl World {
    /// The App's installation on an account, created where there is none.
    #[must_use]
    pub fn installation(&self, account: &str) -> InstallationStory {
        InstallationStory::of(self.clone(), account)
    }
}

impl InstallationStory {
    pub(super) fn of(world: World, account: &str) -> Self {
        let id = {
            let mut state = world.shared.lock();
            let account = state.user(account, UserKind::Organization);
            match state.installation_of(account) {
                Some(installation) => installation.id,
                None => {
                    let id = state.fresh_id();
                    let permissions: BTreeMap<String, String> = ALL
                        .iter()
                        .map(|(name, level)| ((*name).to_owned(), (*level).to_owned()))
                        .collect();
                    let installation = Installation {
                        id,
                        account,
                        standing: Standing::Active,
                        permissions,
                        left_out: BTreeSet::new(),
                    };
                    state.installations.insert(id, installation);
                    id
                }
            }
        };
        Self { world, id }
    }

    fn change(&self, change: impl FnOnce(&mut Installation)) {
        if let Some(installation) = self.world.shared.lock().installations.get_mut(&self.id) {
            change(installation);
        }
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Grants `level`, or nothing where it is empty.
    pub fn permission(&self, name: &str, level: &str) {
        self.change(|installation| {
            if level.is_empty() {
                installation.permissions.remove(name);
            } else {
                installation
                    .permissions
                    .insert(name.to_owned(), level.to_owned());
            }
        });
    }

    /// Suspends it.
    pub fn suspend(&self) -> Delivery {
        self.change(|installation| installation.standing = Standing::Suspended);
        self.event("suspend")
    }

    /// Ends its suspension.
    pub fn unsuspend(&self) -> Delivery {
        self.change(|installation| installation.standing = Standing::Active);
        self.event("unsuspend")
    }

    /// Removes it.
    pub fn remove(&self) -> Delivery {
        self.change(|installation| installation.standing = Standing::Removed);
        self.event("deleted")
    }

    /// The webhook of its creation.
    #[must_use]
    pub fn created(&self) -> Delivery {
        self.event("created")
    }

    /// Gives it a repository of its account again.
    pub fn add_repository(&self, full_name: &str) -> Delivery {
        let repository = self.world.shared.lock().repository(full_name);
        self.change(|installation| {
            installation.left_out.remove(&repository);
        });
        self.repositories("added", repository)
    }

    /// Takes a repository of its account from it.
    pub fn remove_repository(&self, full_name: &str) -> Delivery {
        let repository = self.world.shared.lock().repository(full_name);
        self.change(|installation| {
            installation.left_out.insert(repository);
        });
        self.repositories("removed", repository)
    }

    fn short(&self, repository: u64) -> Value {
        let state = self.world.shared.lock();
        state
            .repositories
            .get(&repository)
            .map_or(Value::Null, |repository| {
                json!({
                    "id": repository.id,
                    "node_id": json::node_id("R", repository.id),
                    "name": repository.name,
                    "full_name": state.full_name(repository),
                    "private": repository.private,
                })
            })
    }

    /// The body that all its webhooks have.
    fn body(&self, action: &str) -> Value {
        let state = self.world.shared.lock();
        let installation = state.installations.get(&self.id);
        let sender = installation.map_or(0, |installation| installation.account);
        json!({
            "action": action,
            "installation": installation.map(|entry| json::installation(&state, entry)),
            "sender": json::user(&state, sender),
        })
    }

    fn event(&self, action: &str) -> Delivery {
        let repositories: Vec<u64> = {
            let state = self.world.shared.lock();
            let installation = state.installations.get(&self.id);
            let all = state.repositories.values();
            all.filter(|entry| installation.is_some_and(|found| state.reaches(found, entry)))
                .map(|entry| entry.id)
                .collect()
        };
        let mut body = self.body(action);
        body["repositories"] = repositories.into_iter().map(|id| self.short(id)).collect();
        body["requester"] = Value::Null;
        delivery_log::deliver(&mut self.world.shared.lock(), "installation", &body)
    }

    fn repositories(&self, action: &str, repository: u64) -> Delivery {
        let mut body = self.body(action);
        let changed = json!([self.short(repository)]);
        let (added, removed) = match action {
            "added" => (changed, json!([])),
            _ => (json!([]), changed),
        };
        body["repositories_added"] = added;
        body["repositories_removed"] = removed;
        body["repository_selection"] = body["installation"]["repository_selection"].clone();
        body["requester"] = Value::Null;
        delivery_log::deliver(
            &mut self.world.shared.lock(),
            "installation_repositories",
            &body,
        )
    }
}
