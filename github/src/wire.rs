//! GitHub's JSON, only the parts that are read. Everything that GitHub documents as nullable is an
//! option here; unknown fields and values are accepted.

use std::collections::BTreeMap;

use countersign_facts::{AccountId, InstallationId, PullRequestNumber, RepositoryId};
use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::types::{
    self, Account, AppIdentity, CheckRun, DeliverySummary, DeployKey, KeyKind, OpenPull,
    Permission, RepositoryName, SigningKey,
};

/// RFC 3339 to Unix milliseconds.
pub(crate) fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let text = String::deserialize(deserializer)?;
    let timestamp: Timestamp = text.parse().map_err(D::Error::custom)?;
    Ok(timestamp.as_millisecond())
}

/// RFC 3339, or null, to Unix milliseconds.
pub(crate) fn maybe_moment<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let timestamp: Timestamp = text.parse().map_err(D::Error::custom)?;
    Ok(Some(timestamp.as_millisecond()))
}

#[derive(Deserialize)]
pub(crate) struct App {
    id: u64,
    #[serde(default)]
    slug: String,
    name: String,
    #[serde(default)]
    html_url: String,
    #[serde(default)]
    permissions: BTreeMap<String, String>,
    #[serde(default)]
    events: Vec<String>,
}

impl From<App> for AppIdentity {
    fn from(app: App) -> Self {
        Self {
            id: app.id,
            slug: app.slug,
            name: app.name,
            html_url: app.html_url,
            permissions: app.permissions,
            events: app.events,
        }
    }
}

#[derive(Deserialize)]
struct Owner {
    id: AccountId,
    // An enterprise has a slug in its place.
    #[serde(alias = "slug", default)]
    login: String,
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Deserialize)]
pub(crate) struct Installation {
    id: InstallationId,
    account: Owner,
    #[serde(default, deserialize_with = "maybe_moment")]
    suspended_at: Option<i64>,
    #[serde(default)]
    permissions: BTreeMap<String, String>,
}

impl From<Installation> for types::Installation {
    fn from(installation: Installation) -> Self {
        Self {
            id: installation.id,
            account_id: installation.account.id,
            account_login: installation.account.login,
            is_organization: installation.account.kind == "Organization",
            suspended: installation.suspended_at.is_some(),
            permissions: installation.permissions,
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Delivery {
    id: u64,
    guid: String,
    #[serde(deserialize_with = "moment")]
    delivered_at: i64,
    redelivery: bool,
    status_code: i64,
    event: String,
    action: Option<String>,
    installation_id: Option<InstallationId>,
}

impl From<Delivery> for DeliverySummary {
    fn from(delivery: Delivery) -> Self {
        Self {
            id: delivery.id,
            guid: delivery.guid,
            delivered_ms: delivery.delivered_at,
            redelivery: delivery.redelivery,
            status: u16::try_from(delivery.status_code).unwrap_or(0),
            event: delivery.event,
            action: delivery.action,
            installation: delivery.installation_id,
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct RecordedDelivery {
    #[serde(flatten)]
    pub(crate) summary: Delivery,
    pub(crate) request: DeliveryRequest,
}

#[derive(Deserialize)]
pub(crate) struct DeliveryRequest {
    pub(crate) payload: serde_json::Value,
}

#[derive(Deserialize)]
pub(crate) struct User {
    id: AccountId,
    login: String,
    #[serde(deserialize_with = "moment")]
    created_at: i64,
    location: Option<String>,
    #[serde(rename = "type")]
    kind: String,
}

impl From<User> for Account {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            login: user.login,
            created_ms: user.created_at,
            location: user.location.filter(|location| !location.is_empty()),
            is_bot: user.kind == "Bot",
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct GpgKey {
    id: u64,
    name: Option<String>,
    key_id: String,
    #[serde(default)]
    emails: Vec<GpgEmail>,
    #[serde(default)]
    subkeys: Vec<GpgSubkey>,
    #[serde(deserialize_with = "moment")]
    created_at: i64,
    #[serde(default, deserialize_with = "maybe_moment")]
    expires_at: Option<i64>,
    raw_key: Option<String>,
}

#[derive(Deserialize)]
struct GpgEmail {
    email: Option<String>,
}

#[derive(Deserialize)]
struct GpgSubkey {
    key_id: Option<String>,
}

impl From<GpgKey> for SigningKey {
    fn from(key: GpgKey) -> Self {
        let subkeys = key.subkeys.into_iter().filter_map(|subkey| subkey.key_id);
        Self {
            kind: KeyKind::Gpg,
            id: key.id,
            created_ms: key.created_at,
            expires_ms: key.expires_at,
            title: key.name.filter(|name| !name.is_empty()),
            key_ids: std::iter::once(key.key_id).chain(subkeys).collect(),
            emails: key
                .emails
                .into_iter()
                .filter_map(|entry| entry.email)
                .collect(),
            key: key.raw_key.unwrap_or_default(),
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct SshSigningKey {
    id: u64,
    title: Option<String>,
    key: String,
    #[serde(deserialize_with = "moment")]
    created_at: i64,
}

impl From<SshSigningKey> for SigningKey {
    fn from(key: SshSigningKey) -> Self {
        Self {
            kind: KeyKind::SshSigning,
            id: key.id,
            created_ms: key.created_at,
            expires_ms: None,
            title: key.title.filter(|title| !title.is_empty()),
            key_ids: Vec::new(),
            emails: Vec::new(),
            key: key.key,
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct RawDeployKey {
    id: u64,
    title: String,
    key: String,
    #[serde(deserialize_with = "moment")]
    created_at: i64,
    read_only: bool,
    added_by: Option<String>,
}

impl From<RawDeployKey> for DeployKey {
    fn from(key: RawDeployKey) -> Self {
        Self {
            id: key.id,
            title: key.title,
            key: key.key,
            created_ms: key.created_at,
            read_only: key.read_only,
            added_by: key.added_by,
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Repositories {
    pub(crate) repositories: Vec<Repository>,
}

#[derive(Deserialize)]
pub(crate) struct Repository {
    id: RepositoryId,
    full_name: String,
    private: bool,
    default_branch: String,
    fork: bool,
    #[serde(default)]
    archived: bool,
}

impl Repository {
    /// `None` for a name that GitHub does not allow.
    pub(crate) fn plain(self) -> Option<types::Repository> {
        let name: RepositoryName = self.full_name.parse().ok()?;
        Some(types::Repository {
            id: self.id,
            name,
            private: self.private,
            default_branch: self.default_branch,
            fork: self.fork,
            archived: self.archived,
        })
    }
}

#[derive(Deserialize)]
pub(crate) struct OwnedRepository {
    #[serde(flatten)]
    repository: Repository,
    #[serde(default)]
    language: Option<String>,
    #[serde(default, deserialize_with = "maybe_moment")]
    pushed_at: Option<i64>,
}

impl OwnedRepository {
    /// `None` for a name that GitHub does not allow.
    pub(crate) fn plain(self) -> Option<types::OwnedRepository> {
        Some(types::OwnedRepository {
            repository: self.repository.plain()?,
            language: self.language,
            pushed_ms: self.pushed_at,
        })
    }
}

/// A repository as the person who asks may use it.
#[derive(Deserialize)]
pub(crate) struct Reachable {
    pub(crate) id: RepositoryId,
    /// Absent for those who did not sign in.
    pub(crate) permissions: Option<OwnPermissions>,
}

#[derive(Deserialize)]
pub(crate) struct OwnPermissions {
    pub(crate) push: bool,
}

#[derive(Deserialize)]
pub(crate) struct OwnAccount {
    pub(crate) login: String,
}

#[derive(Deserialize)]
pub(crate) struct Collaborator {
    permission: String,
    #[serde(default)]
    role_name: String,
}

impl From<Collaborator> for Permission {
    /// An organisation's custom role counts as the role it is based on.
    fn from(collaborator: Collaborator) -> Self {
        let of = |word: &str| match word {
            "admin" => Some(Self::Admin),
            "maintain" => Some(Self::Maintain),
            "write" => Some(Self::Write),
            "triage" => Some(Self::Triage),
            "read" => Some(Self::Read),
            _ => None,
        };
        of(&collaborator.role_name)
            .or_else(|| of(&collaborator.permission))
            .unwrap_or(Self::None)
    }
}

#[derive(Deserialize)]
pub(crate) struct PullLine {
    number: PullRequestNumber,
    #[serde(default)]
    draft: bool,
    head: PullHead,
}

#[derive(Deserialize)]
struct PullHead {
    sha: String,
}

impl From<PullLine> for OpenPull {
    fn from(line: PullLine) -> Self {
        Self {
            number: line.number,
            head: line.head.sha,
            draft: line.draft,
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct File {
    pub(crate) filename: String,
    pub(crate) previous_filename: Option<String>,
    pub(crate) status: String,
    pub(crate) changes: u64,
    pub(crate) patch: Option<String>,
}

/// The entry at a path that is not a directory.
#[derive(Deserialize)]
pub(crate) struct Entry {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) encoding: Option<String>,
    pub(crate) content: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct CheckRuns {
    pub(crate) check_runs: Vec<RawCheckRun>,
}

#[derive(Deserialize)]
pub(crate) struct RawCheckRun {
    id: u64,
    name: String,
    head_sha: String,
    external_id: Option<String>,
    status: String,
    conclusion: Option<String>,
    app: Option<Id>,
}

impl From<RawCheckRun> for CheckRun {
    fn from(run: RawCheckRun) -> Self {
        Self {
            id: run.id,
            name: run.name,
            head: run.head_sha,
            external_id: run.external_id.filter(|id| !id.is_empty()),
            status: run.status,
            conclusion: run.conclusion,
            app_id: run.app.map(|app| app.id),
        }
    }
}

/// Anything with a number.
#[derive(Deserialize)]
pub(crate) struct Id {
    pub(crate) id: u64,
}

/// An issue in the list of those that one account opened.
#[derive(Deserialize)]
pub(crate) struct AuthoredIssue {
    number: PullRequestNumber,
    #[serde(deserialize_with = "moment")]
    created_at: i64,
    pull_request: Option<MergedAt>,
}

#[derive(Deserialize)]
struct MergedAt {
    #[serde(default, deserialize_with = "maybe_moment")]
    merged_at: Option<i64>,
}

impl AuthoredIssue {
    /// The pull request, where it is one.
    pub(crate) fn pull(self) -> Option<types::AuthoredPull> {
        let pull = self.pull_request?;
        Some(types::AuthoredPull {
            number: self.number,
            opened_ms: self.created_at,
            merged_ms: pull.merged_at,
        })
    }
}

/// An issue.
#[derive(Deserialize)]
pub(crate) struct Issue {
    pub(crate) number: u64,
    body: Option<String>,
}

impl From<Issue> for types::Issue {
    fn from(issue: Issue) -> Self {
        Self {
            number: issue.number,
            body: issue.body.unwrap_or_default(),
        }
    }
}

/// A comment as REST shows it, which lacks most of what a review needs.
#[derive(Deserialize)]
pub(crate) struct RestComment {
    id: u64,
    pub(crate) node_id: String,
    #[serde(deserialize_with = "moment")]
    updated_at: i64,
}

impl From<RestComment> for types::WrittenComment {
    fn from(comment: RestComment) -> Self {
        Self {
            id: comment.id,
            node_id: comment.node_id,
            written_ms: comment.updated_at,
        }
    }
}
