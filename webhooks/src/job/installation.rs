//! A change of an installation.

use countersign_facts::{AccountId, InstallationId, RepositoryId};
use serde::{Deserialize, Serialize};

/// A repository that an installation covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CoveredRepository {
    pub(crate) id: RepositoryId,
    pub(crate) full_name: String,
    pub(crate) private: bool,
}

/// What happened to an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum InstallationState {
    /// It was created, or is no longer suspended.
    Active,
    /// It was suspended.
    Suspended,
    /// It was removed.
    Removed,
    /// It covers other repositories than before.
    Repositories,
}

/// A change of an installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InstallationChange {
    pub(crate) id: InstallationId,
    pub(crate) account_id: Option<AccountId>,
    pub(crate) account_login: Option<String>,
    pub(crate) change: InstallationState,
    pub(crate) added: Vec<CoveredRepository>,
    pub(crate) removed: Vec<CoveredRepository>,
}
