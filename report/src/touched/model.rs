//! The data of what one person touched.

use countersign_people::Role;
use schemars::JsonSchema;
use serde::Serialize;

use super::classes::{Class, Described, ORDER};
use crate::model::Tool;

/// Name of this shape of data. Grows a field without notice, changes its number otherwise.
const SCHEMA: &str = "countersign/blast-radius/1";

/// What nobody looked at, whatever was asked.
const NEVER_SEEN: [&str; 3] = [
    "reviews and approvals that neither commit messages name nor the App heard of",
    "lines inside files: who wrote a line is told by git blame",
    "submodules, and what releases were built from beyond their tags",
];

/// Everything that one person touched in some clones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BlastRadius {
    /// Always `countersign/blast-radius/1`.
    pub schema: &'static str,
    /// What made this.
    pub tool: Tool,
    /// Whom the user asked for.
    pub asked: String,
    /// In which order files are to be looked at again, and why.
    pub order: [Described; 7],
    /// The clones.
    pub clones: Vec<Clone>,
    /// Deploy keys that the person added, as far as the memory knows.
    pub deploy_keys: Vec<String>,
    /// Pull requests that the person approved, newest first, as far as the memory knows.
    pub approvals: Vec<Approval>,
    /// What was not looked at.
    pub not_seen: Vec<String>,
}

/// A pull request that the person approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Approval {
    /// When, as RFC 3339 has it.
    pub at: String,
    /// `owner/name` of the repository.
    pub repository: String,
    /// Its number.
    pub pull_request: u64,
    /// Its head at the time.
    pub commit: Option<String>,
}

/// What the memory of people knows beside clones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// Deploy keys that the person added.
    pub deploy_keys: Vec<String>,
    /// Pull requests that the person approved.
    pub approvals: Vec<Approval>,
}

impl BlastRadius {
    /// What was touched by whoever the user asked for; files are brought into their order.
    #[must_use]
    pub fn new(asked: &str, mut clones: Vec<Clone>, mut heard: Heard) -> Self {
        heard.approvals.sort_by(|a, b| b.at.cmp(&a.at));
        for clone in &mut clones {
            clone.files.sort_by(|a, b| {
                let order = (a.class, b.changes).cmp(&(b.class, a.changes));
                order.then_with(|| a.path.cmp(&b.path))
            });
            // As RFC 3339 has them, moments are in the order of their letters.
            clone
                .tags
                .sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.name.cmp(&b.name)));
            clone.commits.sort_by(|a, b| {
                let order = a.role.cmp(&b.role).then_with(|| b.at.cmp(&a.at));
                order.then_with(|| a.commit.cmp(&b.commit))
            });
        }
        Self {
            schema: SCHEMA,
            tool: Tool::this(),
            asked: asked.to_owned(),
            order: ORDER,
            clones,
            deploy_keys: heard.deploy_keys,
            approvals: heard.approvals,
            not_seen: NEVER_SEEN.map(str::to_owned).to_vec(),
        }
    }
}

/// One clone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Clone {
    /// Its name.
    pub name: String,
    /// Its folder, for commands.
    pub folder: String,
    /// The identities in it that are the person's, as `Name <e-mail>`.
    pub identities: Vec<String>,
    /// Files that the person changed, what can do most first.
    pub files: Vec<File>,
    /// Every commit with the person's part in it.
    pub commits: Vec<Commit>,
    /// Tags that the person made or signed.
    pub tags: Vec<Tag>,
    /// Commits whose files are not here, so that nobody can tell what they change.
    pub unseen: u64,
    /// Whether the newest commit's files are not here, so that nobody can tell what is still there.
    pub without_head: bool,
}

/// A file that the person changed, or passed a change to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct File {
    /// Its path; bytes that are no UTF-8 are replaced.
    pub path: String,
    /// What it is for.
    pub class: Class,
    /// How many commits with the person's part in them change it.
    pub changes: u64,
    /// Those that only merged the change.
    pub merges: u64,
    /// Those that only name the person as a reviewer.
    pub reviews: u64,
    /// When the first was authored, as RFC 3339 has it.
    pub first: String,
    /// When the last was.
    pub last: String,
    /// What became of it.
    pub state: State,
    /// The commits, newest first.
    pub commits: Vec<String>,
    /// Shows the newest of these changes.
    pub command: String,
}

/// What became of a file that the person changed, in the newest commit of `HEAD`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is exactly as one of the person's commits left it.
    AsLeft,
    /// It was changed since; what the person wrote may still be in it.
    ChangedSince,
    /// It is gone, and its content stands at another path.
    MovedTo(String),
    /// It is gone, or was never on this branch.
    Gone,
    /// The newest commit's files are not here.
    Unknown,
}

/// A commit with the person's part in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Commit {
    /// Its id.
    pub commit: String,
    /// The person's part.
    pub role: Role,
    /// When it was authored, as RFC 3339 has it.
    pub at: String,
    /// First line of its message.
    pub subject: String,
    /// Whether `HEAD` has it.
    pub in_head: bool,
    /// Files it changes that can do more than their own code; for merges, what they brought.
    pub sensitive: Vec<String>,
}

/// A tag of the person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// The object it points at.
    pub target: String,
    /// When it was made, where it says so.
    pub at: Option<String>,
    /// Whether it is signed.
    pub signed: bool,
}
