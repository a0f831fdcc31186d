//! Accounts of people.

use super::World;
use crate::moment;
use crate::state::{GpgKey, SshKey, State, User, UserKind};

/// An account of a story, to set up and to read.
#[derive(Clone)]
pub struct UserStory {
    world: World,
    id: u64,
}

impl World {
    /// The person of that login, created where there is none.
    #[must_use]
    pub fn user(&self, login: &str) -> UserStory {
        let id = self.shared.lock().user(login, UserKind::Person);
        UserStory::new(self.clone(), id)
    }
}

impl UserStory {
    pub(super) fn new(world: World, id: u64) -> Self {
        Self { world, id }
    }

    fn change(self, change: impl FnOnce(&mut User)) -> Self {
        if let Some(user) = self.world.shared.lock().users.get_mut(&self.id) {
            change(user);
        }
        self
    }

    /// GitHub's number for it.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Created at an RFC 3339 time.
    pub fn created(self, at: &str) -> Self {
        let created_ms = moment::parse(at);
        self.change(|user| user.created_ms = created_ms)
    }

    /// With a location on its profile.
    pub fn location(self, location: &str) -> Self {
        self.change(|user| user.location = Some(location.to_owned()))
    }

    /// Renamed.
    pub fn renamed(self, login: &str) -> Self {
        self.change(|user| login.clone_into(&mut user.login))
    }

    /// Deleted: what it wrote stays and shows as `ghost`'s.
    pub fn deleted(self) -> Self {
        self.change(|user| user.deleted = true)
    }

    /// With an OpenPGP key added at an RFC 3339 time.
    pub fn gpg_key(self, key_id: &str, email: &str, at: &str) -> Self {
        let id = self.fresh_id();
        let created_ms = moment::parse(at);
        self.change(|user| {
            user.gpg_keys.push(GpgKey {
                id,
                key_id: key_id.to_owned(),
                email: email.to_owned(),
                created_ms,
            });
        })
    }

    /// With an SSH signing key added at an RFC 3339 time.
    pub fn ssh_key(self, title: &str, key: &str, at: &str) -> Self {
        let id = self.fresh_id();
        let created_ms = moment::parse(at);
        self.change(|user| {
            user.ssh_keys.push(SshKey {
                id,
                title: title.to_owned(),
                key: key.to_owned(),
                created_ms,
            });
        })
    }

    /// Without any key.
    pub fn without_keys(self) -> Self {
        self.change(|user| {
            user.gpg_keys.clear();
            user.ssh_keys.clear();
        })
    }

    fn fresh_id(&self) -> u64 {
        State::fresh_id(&mut self.world.shared.lock())
    }
}
