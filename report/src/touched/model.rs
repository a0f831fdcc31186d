//! The data of a blast radius: what one person touched.

use countersign_people::Role;
use schemars::JsonSchema;
use serde::Serialize;

use super::classes::{ClassDescription, FileClass, ORDER};
use crate::gaps::Gaps;
use crate::model::Tool;

/// Name of this shape of data. Grows a field without notice, changes its number otherwise.
const SCHEMA: &str = "countersign/blast-radius/1";

/// What a blast radius never covers.
const NEVER_SEEN: [&str; 3] = [
    "reviews and approvals that no commit message names and GitHub did not report to the App",
    "lines inside files: git blame shows who wrote a line",
    "submodules, and the contents of releases beyond their tags",
];

/// Everything that one person touched in some clones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BlastRadius {
    /// Always `countersign/blast-radius/1`.
    pub schema: &'static str,
    /// What made this.
    pub tool: Tool,
    /// The person, as the user named them.
    pub asked: String,
    /// The order in which to review files, with the reasons.
    pub order: [ClassDescription; 7],
    /// The clones.
    pub clones: Vec<TouchedClone>,
    /// Deploy keys that the person added and the memory knows.
    pub deploy_keys: Vec<String>,
    /// Pull requests that the person approved and the memory knows, newest first.
    pub approvals: Vec<Approval>,
    /// What was not checked.
    pub not_seen: Vec<String>,
}

/// A pull request that the person approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Approval {
    /// When, in RFC 3339.
    pub at: String,
    /// `owner/name` of the repository.
    pub repository: String,
    /// Its number.
    pub pull_request: u64,
    /// Its head at the time.
    pub commit: Option<String>,
}

/// What the memory of people adds to the clones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FromMemory {
    /// Deploy keys that the person added.
    pub deploy_keys: Vec<String>,
    /// Pull requests that the person approved.
    pub approvals: Vec<Approval>,
}

impl BlastRadius {
    /// Everything that the person touched; sorts files into the order of review.
    #[must_use]
    pub fn new(asked: &str, mut clones: Vec<TouchedClone>, mut memory: FromMemory) -> Self {
        memory.approvals.sort_by(|a, b| b.at.cmp(&a.at));
        for clone in &mut clones {
            clone.files.sort_by(|a, b| {
                let order = (a.class, b.changes).cmp(&(b.class, a.changes));
                order.then_with(|| a.path.cmp(&b.path))
            });
            // Instants in RFC 3339 sort as text.
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
            deploy_keys: memory.deploy_keys,
            approvals: memory.approvals,
            not_seen: NEVER_SEEN.map(str::to_owned).to_vec(),
        }
    }
}

/// One clone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Clone")]
pub struct TouchedClone {
    /// Its name.
    pub name: String,
    /// Its folder, for commands.
    pub folder: String,
    /// The person's identities in it, as `Name <e-mail>`.
    pub identities: Vec<String>,
    /// Files that the person changed, in the order of review.
    pub files: Vec<TouchedFile>,
    /// Every commit in which the person had a part.
    pub commits: Vec<TouchedCommit>,
    /// Tags that the person made or signed.
    pub tags: Vec<TouchedTag>,
    /// Commits whose files the clone does not have, so that their changes are unknown.
    pub unseen: u64,
    /// Whether the clone does not have the newest commit's files, so that their present state is unknown.
    pub without_head: bool,
    /// What could not be read.
    #[serde(flatten)]
    pub gaps: Gaps,
}

/// A file that the person changed, or whose change the person merged or reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "File")]
pub struct TouchedFile {
    /// Its path; bytes that are not UTF-8 are replaced.
    pub path: String,
    /// What it is for.
    pub class: FileClass,
    /// How many commits with a part of the person change it.
    pub changes: u64,
    /// Commits in which the person only merged the change.
    pub merges: u64,
    /// Commits that only name the person as a reviewer.
    pub reviews: u64,
    /// When the first was authored, in RFC 3339.
    pub first: String,
    /// When the last was authored.
    pub last: String,
    /// Its present state.
    pub state: FileState,
    /// The commits, newest first.
    pub commits: Vec<String>,
    /// A command that shows the newest of these changes.
    pub command: String,
}

/// The state of a touched file in the newest commit of `HEAD`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "State")]
pub enum FileState {
    /// Exactly as one of the person's commits left it.
    AsLeft,
    /// Changed since. What the person wrote may still be in it.
    ChangedSince,
    /// Gone, but its content is at another path.
    MovedTo(String),
    /// Gone, or never on this branch.
    Gone,
    /// The clone does not have the newest commit's files.
    Unknown,
}

/// A commit in which the person had a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Commit")]
pub struct TouchedCommit {
    /// Its id.
    pub commit: String,
    /// The person's part.
    pub role: Role,
    /// When it was authored, in RFC 3339.
    pub at: String,
    /// First line of its message.
    pub subject: String,
    /// Whether `HEAD` contains it.
    pub in_head: bool,
    /// Files it changes that affect more than the program's own code; for merges, files that they brought.
    pub sensitive: Vec<String>,
}

/// A tag that the person made or signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Tag")]
pub struct TouchedTag {
    /// Its name.
    pub name: String,
    /// The object it points at.
    pub target: String,
    /// When it was made, if it says so.
    pub at: Option<String>,
    /// Whether it is signed.
    pub signed: bool,
}
