//! The fields of GitHub's payloads that are read.

use countersign_facts::{
    AccountId, InstallationId, OrganisationId, PullRequestNumber, RepositoryId,
};
use serde_json::Value;

use super::fields::{Fields, Part};
use crate::job::{AccountRef, RepositoryRef};

/// A field that a delivery needs and does not have, as it is called in GitHub's documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Missing(pub(super) &'static str);

/// Any payload. A field that an event does not have, or that has another shape than expected, is `None`.
#[derive(Debug, Default)]
pub(super) struct Payload {
    pub(super) action: Option<String>,
    pub(super) installation: Option<Installation>,
    pub(super) repository: Option<Repository>,
    pub(super) organization: Option<Organization>,
    pub(super) sender: Option<Account>,
    pub(super) pull_request: Option<Numbered>,
    pub(super) changes: Changes,
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
    /// The payload of a delivery's body; a body that is not an object has no fields.
    ///
    /// # Errors
    /// When the body is not JSON.
    pub(super) fn parse(body: &[u8]) -> Result<Self, serde_json::Error> {
        match serde_json::from_slice::<Fields<'_>>(body) {
            Ok(fields) => Ok(Self::read(&fields)),
            Err(error) if error.is_data() => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    fn read(fields: &Fields<'_>) -> Self {
        Self {
            action: fields.value("action"),
            installation: fields.part("installation"),
            repository: fields.part("repository"),
            organization: fields.part("organization"),
            sender: fields.part("sender"),
            // Some events repeat the number outside of the pull request.
            pull_request: fields.part("pull_request").or_else(|| {
                let number = fields
                    .value("number")
                    .filter(|_| fields.has("pull_request"))?;
                Some(Numbered { number })
            }),
            changes: fields.part("changes").unwrap_or_default(),
            git_ref: fields.value("ref"),
            check_run: fields.part("check_run"),
            check_suite: fields.part("check_suite"),
            issue: fields.part("issue"),
            comment: fields.part("comment"),
            member: fields.part("member"),
            membership: fields.part("membership"),
            team: fields.part("team"),
            key: fields.part("key"),
            release: fields.part("release"),
            review: fields.part("review"),
            repositories_added: fields.parts("repositories_added"),
            repositories_removed: fields.parts("repositories_removed"),
        }
    }

    /// The repository that a delivery is about; `None` if its number or its name is missing.
    pub(super) fn repository_ref(&self) -> Option<RepositoryRef> {
        let repository = self.repository.as_ref()?;
        let (owner, name) = repository.name.clone()?;
        Some(RepositoryRef {
            id: repository.id,
            owner,
            name,
        })
    }

    /// The repository, which the delivery needs.
    pub(super) fn needed_repository(&self) -> Result<RepositoryRef, Missing> {
        self.repository.as_ref().ok_or(Missing("repository.id"))?;
        self.repository_ref().ok_or(Missing("repository.full_name"))
    }
}

#[derive(Debug)]
pub(super) struct Organization {
    pub(super) id: OrganisationId,
    pub(super) login: Option<String>,
}

impl Part for Organization {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            id: fields.value("id")?,
            login: fields.value("login"),
        })
    }
}

#[derive(Debug)]
pub(super) struct Account {
    pub(super) id: AccountId,
    pub(super) login: String,
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

impl Part for Account {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            id: fields.value("id")?,
            // An enterprise has a slug in its place.
            login: fields.value("login").or_else(|| fields.value("slug"))?,
            kind: fields.value("type"),
        })
    }
}

#[derive(Debug)]
pub(super) struct Installation {
    pub(super) id: InstallationId,
    pub(super) account: Option<Account>,
}

impl Part for Installation {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            id: fields.value("id")?,
            account: fields.part("account"),
        })
    }
}

#[derive(Debug)]
pub(super) struct Repository {
    pub(super) id: RepositoryId,
    /// Its owner's login and its own name.
    name: Option<(String, String)>,
    pub(super) default_branch: Option<String>,
}

impl Part for Repository {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let parts = || {
            let owner = fields.part::<Owner>("owner")?.login;
            Some((owner, fields.value("name")?))
        };
        let whole = || {
            let whole: String = fields.value("full_name")?;
            let (owner, name) = whole.split_once('/')?;
            Some((owner.to_owned(), name.to_owned()))
        };
        let master_branch = || fields.value("master_branch");
        Some(Self {
            id: fields.value("id")?,
            name: parts().or_else(whole),
            default_branch: fields.value("default_branch").or_else(master_branch),
        })
    }
}

#[derive(Debug)]
struct Owner {
    login: String,
}

impl Part for Owner {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        // A push may give the owner a name alone.
        let login = fields.value("login").or_else(|| fields.value("name"))?;
        Some(Self { login })
    }
}

#[derive(Debug)]
pub(super) struct CoveredRepository {
    pub(super) id: RepositoryId,
    /// Empty if it is missing.
    pub(super) full_name: String,
    pub(super) private: bool,
}

impl Part for CoveredRepository {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            id: fields.value("id")?,
            full_name: fields.value("full_name").unwrap_or_default(),
            // Of one that does not say so, nobody else may learn.
            private: fields.value("private").unwrap_or(true),
        })
    }
}

#[derive(Debug)]
pub(super) struct Numbered {
    pub(super) number: PullRequestNumber,
}

impl Part for Numbered {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let number = fields.value("number")?;
        Some(Self { number })
    }
}

#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Whether a pull request got another base.
    pub(super) base: bool,
    pub(super) permission: Option<Value>,
}

impl Part for Changes {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            base: fields.has("base"),
            permission: fields.value("permission"),
        })
    }
}

#[derive(Debug)]
pub(super) struct CheckRun {
    pub(super) external_id: Option<String>,
}

impl Part for CheckRun {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let external_id = fields.value("external_id");
        Some(Self { external_id })
    }
}

#[derive(Debug)]
pub(super) struct CheckSuite {
    pub(super) head_sha: String,
}

impl Part for CheckSuite {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let head_sha = fields.value("head_sha")?;
        Some(Self { head_sha })
    }
}

#[derive(Debug)]
pub(super) struct Issue {
    pub(super) number: Option<PullRequestNumber>,
    /// Whether it is a pull request.
    pub(super) is_pull_request: bool,
}

impl Part for Issue {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            number: fields.value("number"),
            is_pull_request: fields.has("pull_request"),
        })
    }
}

#[derive(Debug)]
pub(super) struct Comment {
    pub(super) id: Option<u64>,
    pub(super) body: Option<String>,
    pub(super) user: Option<Account>,
}

impl Part for Comment {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            id: fields.value("id"),
            body: fields.value("body"),
            user: fields.part("user"),
        })
    }
}

#[derive(Debug)]
pub(super) struct Membership {
    pub(super) user: Option<Account>,
    pub(super) role: Option<String>,
}

impl Part for Membership {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            user: fields.part("user"),
            role: fields.value("role"),
        })
    }
}

#[derive(Debug)]
pub(super) struct Team {
    pub(super) id: i64,
}

impl Part for Team {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let id = fields.value("id")?;
        Some(Self { id })
    }
}

#[derive(Debug)]
pub(super) struct Release {
    pub(super) tag_name: String,
}

impl Part for Release {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let tag_name = fields.value("tag_name")?;
        Some(Self { tag_name })
    }
}

#[derive(Debug)]
pub(super) struct Review {
    pub(super) state: String,
    pub(super) commit_id: Option<String>,
}

impl Part for Review {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            state: fields.value("state")?,
            commit_id: fields.value("commit_id"),
        })
    }
}

#[derive(Debug)]
pub(super) struct Key {
    pub(super) id: i64,
    pub(super) read_only: Option<bool>,
    pub(super) key: Option<String>,
    pub(super) title: Option<String>,
}

impl Part for Key {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        Some(Self {
            id: fields.value("id")?,
            read_only: fields.value("read_only"),
            key: fields.value("key"),
            title: fields.value("title"),
        })
    }
}
