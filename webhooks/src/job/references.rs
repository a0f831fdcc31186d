//! How jobs name repositories and accounts: by GitHub's number, with the name at that time.

use countersign_facts::{AccountId, RepositoryId};
use countersign_github::{Pull, RepositoryName};
use countersign_store::{Person, Repository};
use serde::{Deserialize, Serialize};

use crate::error::JobError;

/// A repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RepositoryRef {
    pub(crate) id: RepositoryId,
    pub(crate) owner: String,
    pub(crate) name: String,
}

impl RepositoryRef {
    /// The repository of a pull request, under its present name.
    pub(crate) fn of(pull: &Pull) -> Self {
        Self {
            id: pull.repository_id,
            owner: pull.owner.clone(),
            name: pull.repo.clone(),
        }
    }

    /// A repository as the database knows it.
    pub(crate) fn of_stored(stored: &Repository) -> Result<Self, JobError> {
        Ok(Self {
            id: RepositoryId::try_from(stored.id)?,
            owner: stored.owner.clone(),
            name: stored.name.clone(),
        })
    }

    /// The name in a form that is safe in a path.
    pub(crate) fn full_name(&self) -> Result<RepositoryName, JobError> {
        Ok(RepositoryName::new(&self.owner, &self.name)?)
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccountRef {
    pub(crate) id: AccountId,
    pub(crate) login: String,
}

impl AccountRef {
    /// The account as the database stores it.
    pub(crate) fn stored(&self) -> Person {
        Person {
            id: self.id.get(),
            login: self.login.clone(),
        }
    }
}
