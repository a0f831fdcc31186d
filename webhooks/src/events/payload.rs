//! The fields of GitHub's payloads that are read.

use countersign_facts::{
    AccountId, InstallationId, OrganisationId, PullRequestNumber, RepositoryId,
};
use serde::Deserialize;
use serde_json::Value;

use crate::job::{AccountRef, RepositoryRef};

/// Any payload. Fields that an event does not have are `None`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Payload {
    pub(super) action: Option<String>,
    pub(super) installation: Option<Installation>,
    pub(super) repository: Option<Repository>,
    pub(super) organization: Option<Organization>,
    pub(super) sender: Option<Account>,
    pub(super) pull_request: Option<Numbered>,
    pub(super) changes: Option<Changes>,
    #[serde(rename = "ref")]
    pub(super) git_ref: Option<String>,
    pub(super) check_run: Option<CheckRun>,
    pub(super) check_suite: Option<CheckSuite>,
    pub(super) issue: Option<Issue>,
    pub(super) comment: Option<Comment>,
    pub(super) member: Option<Account>,
    pub(super) membership: Option<Membership>,
    pub(super) team: Option<Team>,
    pub(super) key: Option<Key>,
    pub(super) release: Option<Release>,
    pub(super) review: Option<Review>,
    pub(super) repositories_added: Vec<CoveredRepository>,
    pub(super) repositories_removed: Vec<CoveredRepository>,
}

impl Payload {
    /// The repository that a delivery is about.
    pub(super) fn repository_ref(&self) -> Option<RepositoryRef> {
        let repository = self.repository.as_ref()?;
        Some(RepositoryRef {
            id: repository.id,
            owner: repository.owner.login.clone(),
            name: repository.name.clone(),
        })
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Organization {
    pub(super) id: OrganisationId,
    pub(super) login: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Account {
    pub(super) id: AccountId,
    pub(super) login: String,
    #[serde(default, rename = "type")]
    kind: Option<String>,
}

impl Account {
    pub(super) fn reference(&self) -> AccountRef {
        AccountRef {
            id: self.id,
            login: self.login.clone(),
        }
    }

    pub(super) fn is_bot(&self) -> bool {
        self.kind.as_deref() == Some("Bot")
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Installation {
    pub(super) id: InstallationId,
    #[serde(default)]
    pub(super) account: Option<Account>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Repository {
    pub(super) id: RepositoryId,
    pub(super) name: String,
    pub(super) owner: Owner,
    #[serde(default)]
    pub(super) default_branch: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Owner {
    pub(super) login: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct CoveredRepository {
    pub(super) id: RepositoryId,
    pub(super) full_name: String,
    #[serde(default)]
    pub(super) private: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Numbered {
    pub(super) number: PullRequestNumber,
}

#[derive(Debug, Deserialize)]
pub(super) struct Changes {
    #[serde(default)]
    pub(super) base: Option<Value>,
    #[serde(default)]
    pub(super) permission: Option<Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CheckRun {
    #[serde(default)]
    pub(super) external_id: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CheckSuite {
    pub(super) head_sha: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Issue {
    pub(super) number: PullRequestNumber,
    #[serde(default)]
    pub(super) pull_request: Option<Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Comment {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) body: Option<String>,
    #[serde(default)]
    pub(super) user: Option<Account>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Membership {
    #[serde(default)]
    pub(super) user: Option<Account>,
    #[serde(default)]
    pub(super) role: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Team {
    pub(super) id: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Release {
    pub(super) tag_name: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Review {
    pub(super) state: String,
    #[serde(default)]
    pub(super) commit_id: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Key {
    pub(super) id: i64,
    #[serde(default)]
    pub(super) read_only: Option<bool>,
    #[serde(default)]
    pub(super) key: Option<String>,
    #[serde(default)]
    pub(super) title: Option<String>,
}
