//! An event about rights.

use countersign_facts::{OrganisationId, RightsEvent};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AccountRef, RepositoryRef};

/// A right that was given, changed or taken away, or the use of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RightsChange {
    /// GUID of the delivery that reported it.
    pub(crate) delivery: String,
    #[serde(alias = "kind")]
    pub(crate) event: RightsEvent,
    #[serde(alias = "place")]
    pub(crate) repository: Option<RepositoryRef>,
    #[serde(alias = "organization")]
    pub(crate) organisation: Option<OrganisationId>,
    #[serde(alias = "organization_login")]
    pub(crate) organisation_login: Option<String>,
    /// The account that did it.
    pub(crate) actor: Option<AccountRef>,
    /// The account that it was done to.
    pub(crate) subject: Option<AccountRef>,
    /// Whether maintainers are notified even if there is no finding.
    #[serde(alias = "matters")]
    pub(crate) always_notify: bool,
    /// What else is stored with the event, as JSON.
    pub(crate) detail: Value,
}

impl RightsChange {
    /// The repository, where the event is about its name, owner, visibility or existence.
    pub(crate) fn changed_repository(&self) -> Option<&RepositoryRef> {
        let repository = self.repository.as_ref();
        repository.filter(|_| self.event.is_about_repository())
    }

    /// The deploy key that the event is about.
    pub(crate) fn deploy_key(&self) -> Option<DeployKey> {
        let is_key = self.event.is_about_deploy_key();
        is_key.then(|| DeployKey::deserialize(&self.detail).ok())?
    }
}

/// A deploy key as it is stored with its event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeployKey {
    /// GitHub's number for it.
    pub(crate) key: i64,
    pub(crate) read_only: Option<bool>,
    pub(crate) title: Option<String>,
    /// In the form of `ssh-keygen -l`.
    pub(crate) fingerprint: Option<String>,
}

impl DeployKey {
    /// Whether it has write access. A key that does not say so counts as one that has.
    pub(crate) fn can_write(&self) -> bool {
        self.read_only != Some(true)
    }
}
