//! The state of this GitHub: accounts, repositories, pull requests, installations.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use crate::delivery::{Attempt, Delivery};
use crate::fault::Fault;
use crate::moment;

/// The story begins here; each thing that happens takes a second of it.
const STORY_BEGINS: &str = "2026-06-01T09:00:00Z";

/// What kind of account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UserKind {
    Person,
    Organization,
    Bot,
}

impl UserKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Person => "User",
            Self::Organization => "Organization",
            Self::Bot => "Bot",
        }
    }
}

pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) login: String,
    pub(crate) kind: UserKind,
    pub(crate) created_ms: i64,
    pub(crate) location: Option<String>,
    pub(crate) deleted: bool,
    pub(crate) gpg_keys: Vec<GpgKey>,
    pub(crate) ssh_keys: Vec<SshKey>,
}

pub(crate) struct GpgKey {
    pub(crate) id: u64,
    pub(crate) key_id: String,
    pub(crate) email: String,
    pub(crate) created_ms: i64,
}

pub(crate) struct SshKey {
    pub(crate) id: u64,
    pub(crate) title: String,
    pub(crate) key: String,
    pub(crate) created_ms: i64,
}

/// Whether an installation is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Active,
    Suspended,
    Removed,
}

pub(crate) struct Installation {
    pub(crate) id: u64,
    pub(crate) account: u64,
    pub(crate) standing: Standing,
    pub(crate) permissions: BTreeMap<String, String>,
    /// Repositories of the account that it does not reach.
    pub(crate) left_out: BTreeSet<u64>,
}

/// The owner of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holder {
    Installation(u64),
    User(u64),
}

pub(crate) struct Token {
    pub(crate) holder: Holder,
    pub(crate) expires_ms: i64,
}

/// What a code of the web flow stands for.
pub(crate) struct SignIn {
    pub(crate) user: u64,
    pub(crate) redirect: String,
    /// The S256 challenge of PKCE.
    pub(crate) challenge: Option<String>,
    pub(crate) expires_ms: i64,
}

pub(crate) struct Repository {
    pub(crate) id: u64,
    pub(crate) owner: u64,
    pub(crate) name: String,
    pub(crate) private: bool,
    pub(crate) fork: bool,
    pub(crate) archived: bool,
    pub(crate) language: Option<String>,
    pub(crate) pushed_ms: i64,
    pub(crate) default_branch: String,
    pub(crate) permissions: BTreeMap<u64, String>,
    pub(crate) deploy_keys: Vec<DeployKey>,
}

pub(crate) struct DeployKey {
    pub(crate) id: u64,
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) read_only: bool,
    pub(crate) added_by: String,
    pub(crate) created_ms: i64,
}

/// A repository, and the number of an issue or pull request in it.
pub(crate) type IssueKey = (u64, u64);

pub(crate) struct Pull {
    pub(crate) id: u64,
    pub(crate) key: IssueKey,
    pub(crate) title: String,
    pub(crate) state: &'static str,
    pub(crate) draft: bool,
    pub(crate) author: u64,
    pub(crate) base_ref: String,
    pub(crate) head_repository: u64,
    pub(crate) head_ref: String,
    pub(crate) head: String,
    pub(crate) created_ms: i64,
    pub(crate) merged_ms: Option<i64>,
}

impl Pull {
    /// What it is among issues.
    pub(crate) fn as_issue(&self) -> Issue {
        Issue {
            id: self.id,
            title: self.title.clone(),
            body: String::new(),
            author: self.author,
            created_ms: self.created_ms,
        }
    }
}

pub(crate) struct Issue {
    pub(crate) id: u64,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) author: u64,
    pub(crate) created_ms: i64,
}

pub(crate) struct Comment {
    pub(crate) id: u64,
    pub(crate) key: IssueKey,
    pub(crate) author: u64,
    pub(crate) body: String,
    pub(crate) created_ms: i64,
    pub(crate) edited: Option<(u64, i64)>,
    pub(crate) minimised: Option<String>,
    pub(crate) reactions: Vec<(u64, u64, String)>,
    pub(crate) revisions: u64,
}

pub(crate) struct CheckRun {
    pub(crate) id: u64,
    pub(crate) repository: u64,
    pub(crate) fields: serde_json::Value,
    pub(crate) annotations: Vec<serde_json::Value>,
    pub(crate) created_ms: i64,
}

/// The App as its owner registered it.
pub(crate) struct Registration {
    pub(crate) permissions: BTreeMap<String, String>,
    pub(crate) events: Vec<String>,
    /// The App's own address.
    pub(crate) url: String,
    /// Addresses to which a browser may come back after signing in.
    pub(crate) callbacks: Vec<String>,
    /// The webhook's address, where a manifest named one.
    pub(crate) hook_url: Option<String>,
    /// Codes that the redirects of the manifest flow carried and nobody used yet.
    pub(crate) codes: BTreeSet<String>,
}

impl Default for Registration {
    fn default() -> Self {
        let permissions = [
            ("checks", "write"),
            ("contents", "read"),
            ("issues", "write"),
            ("metadata", "read"),
            ("pull_requests", "write"),
        ];
        let events = "pull_request pull_request_review push check_run check_suite issue_comment \
                      release repository public";
        Self {
            permissions: permissions
                .map(|(name, level)| (name.to_owned(), level.to_owned()))
                .into(),
            events: events.split_whitespace().map(str::to_owned).collect(),
            url: "https://example.org".to_owned(),
            callbacks: vec!["https://countersign.example/signed-in".to_owned()],
            hook_url: None,
            codes: BTreeSet::new(),
        }
    }
}

/// Everything that this GitHub holds.
pub(crate) struct State {
    pub(crate) origin: String,
    pub(crate) base_path: String,
    pub(crate) folder: PathBuf,
    pub(crate) bot: u64,
    pub(crate) registration: Registration,
    /// How far its clock is ahead of this machine's, in seconds.
    pub(crate) clock_ahead: i64,
    pub(crate) installations: BTreeMap<u64, Installation>,
    pub(crate) tokens: BTreeMap<String, Token>,
    /// The person at the browser, if somebody is signed in there.
    pub(crate) at_browser: Option<u64>,
    /// Codes of the web flow that nobody exchanged yet.
    pub(crate) sign_ins: BTreeMap<String, SignIn>,
    pub(crate) users: BTreeMap<u64, User>,
    pub(crate) repositories: BTreeMap<u64, Repository>,
    pub(crate) pulls: BTreeMap<IssueKey, Pull>,
    pub(crate) issues: BTreeMap<IssueKey, Issue>,
    pub(crate) comments: BTreeMap<u64, Comment>,
    pub(crate) checks: BTreeMap<u64, CheckRun>,
    pub(crate) deliveries: Vec<Attempt>,
    pub(crate) redeliveries: VecDeque<Delivery>,
    pub(crate) webhook_secret: String,
    pub(crate) faults: Vec<Fault>,
    pub(crate) hourly_limit: u64,
    pub(crate) used: BTreeMap<Holder, u64>,
    pub(crate) requests: BTreeMap<String, u64>,
    /// Requests that a fault held back.
    pub(crate) held: u64,
    pub(crate) unexpected: Vec<String>,
    story_ms: i64,
    last_id: u64,
}

impl State {
    pub(crate) fn new(origin: String, base_path: String, folder: PathBuf) -> Self {
        let mut state = Self {
            origin,
            base_path,
            folder,
            bot: 0,
            registration: Registration::default(),
            clock_ahead: 0,
            installations: BTreeMap::new(),
            tokens: BTreeMap::new(),
            at_browser: None,
            sign_ins: BTreeMap::new(),
            users: BTreeMap::new(),
            repositories: BTreeMap::new(),
            pulls: BTreeMap::new(),
            issues: BTreeMap::new(),
            comments: BTreeMap::new(),
            checks: BTreeMap::new(),
            deliveries: Vec::new(),
            redeliveries: VecDeque::new(),
            webhook_secret: "it is a secret to everybody".to_owned(),
            faults: Vec::new(),
            hourly_limit: 5_000,
            used: BTreeMap::new(),
            requests: BTreeMap::new(),
            held: 0,
            unexpected: Vec::new(),
            story_ms: moment::parse(STORY_BEGINS),
            last_id: 1_000,
        };
        let login = format!("{}[bot]", crate::APP_SLUG);
        state.bot = state.user(&login, UserKind::Bot);
        state
    }

    pub(crate) fn fresh_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// The story's time; a second passes.
    pub(crate) fn tick(&mut self) -> i64 {
        self.story_ms += 1_000;
        self.story_ms
    }

    /// The address of an API path.
    pub(crate) fn api(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin, self.base_path)
    }

    pub(crate) fn find_user(&self, login: &str) -> Option<&User> {
        let is_it = |user: &&User| user.login.eq_ignore_ascii_case(login) && !user.deleted;
        self.users.values().find(is_it)
    }

    /// The account of that login, created where there is none.
    pub(crate) fn user(&mut self, login: &str, kind: UserKind) -> u64 {
        if let Some(user) = self.find_user(login) {
            return user.id;
        }
        let id = self.fresh_id();
        let user = User {
            id,
            login: login.to_owned(),
            kind,
            created_ms: moment::parse("2015-03-01T00:00:00Z"),
            location: None,
            deleted: false,
            gpg_keys: Vec::new(),
            ssh_keys: Vec::new(),
        };
        self.users.insert(id, user);
        id
    }

    pub(crate) fn login(&self, user: u64) -> &str {
        self.users
            .get(&user)
            .filter(|user| !user.deleted)
            .map_or("ghost", |user| user.login.as_str())
    }

    pub(crate) fn find_repository(&self, owner: &str, name: &str) -> Option<&Repository> {
        let name = name.strip_suffix(".git").unwrap_or(name);
        self.repositories.values().find(|repository| {
            repository.name.eq_ignore_ascii_case(name)
                && self.login(repository.owner).eq_ignore_ascii_case(owner)
        })
    }

    pub(crate) fn full_name(&self, repository: &Repository) -> String {
        format!("{}/{}", self.login(repository.owner), repository.name)
    }

    /// The repository of that name, created where there is none; on disk it begins with its first
    /// commit.
    pub(crate) fn repository(&mut self, full_name: &str) -> u64 {
        let (owner, name) = full_name.split_once('/').unwrap_or(("acme", full_name));
        if let Some(repository) = self.find_repository(owner, name) {
            return repository.id;
        }
        let owner = self.user(owner, UserKind::Organization);
        let id = self.fresh_id();
        let repository = Repository {
            id,
            owner,
            name: name.to_owned(),
            private: false,
            fork: false,
            archived: false,
            language: None,
            pushed_ms: moment::parse("2020-01-01T00:00:00Z"),
            default_branch: "main".to_owned(),
            permissions: BTreeMap::new(),
            deploy_keys: Vec::new(),
        };
        self.repositories.insert(id, repository);
        id
    }

    pub(crate) fn git_dir(&self, repository: u64) -> PathBuf {
        git_dir(&self.folder, repository)
    }

    pub(crate) fn installation_of(&self, account: u64) -> Option<&Installation> {
        self.installations
            .values()
            .find(|entry| entry.account == account && entry.standing != Standing::Removed)
    }

    /// Whether the installation reaches the repository.
    pub(crate) fn reaches(&self, installation: &Installation, repository: &Repository) -> bool {
        installation.account == repository.owner && !installation.left_out.contains(&repository.id)
    }

    /// The next number for a pull request or issue.
    pub(crate) fn next_number(&self, repository: u64) -> u64 {
        let pulls = self.pulls.keys().chain(self.issues.keys());
        let taken = pulls.filter(|key| key.0 == repository);
        taken.map(|key| key.1).max().unwrap_or(0) + 1
    }
}

pub(crate) fn git_dir(folder: &Path, repository: u64) -> PathBuf {
    folder.join(format!("{repository}.git"))
}
