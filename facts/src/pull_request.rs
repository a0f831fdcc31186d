//! A pull request: what a platform knows beyond git, handed over by whoever asked it.

use super::commit::CommitIndex;
use super::content::Content;
use super::elsewhere::Elsewhere;
use super::key::KeyKind;
use super::platform_ids::{AccountId, PullRequestNumber};
use super::repositories::RepositoryIndex;

/// A pull request beside the history that holds its commits and those of the branch it is for.
#[derive(Clone, Debug)]
pub struct PullRequest {
    /// The repository it is for.
    pub repository: RepositoryIndex,
    /// Its number there.
    pub number: PullRequestNumber,
    /// The account that opened it; `None` where the account is gone.
    pub author: Option<Account>,
    /// Commits of its head that its base lacks, oldest first: the last one is the head.
    pub commits: Vec<CommitIndex>,
    /// Files it changes, as many as the platform listed.
    pub paths: Vec<ChangedPath>,
    /// What was seen in the lines it adds; `None` where nobody looked.
    pub content: Option<Content>,
    /// What is known of those who take part beyond the repository; `None` where nobody remembers.
    pub elsewhere: Option<Elsewhere>,
    /// When these facts were gathered, Unix seconds.
    pub now: i64,
}

/// An account on the platform. Where it says it lives is no fact for any heuristic and has no place here.
#[derive(Clone, Debug)]
pub struct Account {
    /// The platform's number for it, the one in `ID+login@users.noreply.github.com`; never changes.
    pub id: AccountId,
    /// Its login now, in any case.
    pub login: String,
    /// The name its profile shows, where it shows one.
    pub name: Option<String>,
    /// Addresses known to be its own beyond GitHub's stand-ins: the profile's, and those for which the
    /// platform itself attributes commits to it. Empty where nobody asked.
    pub mailboxes: Vec<String>,
    /// When it was created, Unix seconds.
    pub created: i64,
    /// Whether it is an app's or otherwise a program's.
    pub bot: bool,
    /// Its signing keys, including those that earlier snapshots saw and that were removed since.
    pub keys: Vec<AccountKey>,
}

/// A signing key listed on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountKey {
    /// Signature system.
    pub kind: KeyKind,
    /// In the form of [`Key::id`](super::Key::id). An OpenPGP key that signs with subkeys is listed once
    /// for each of them: a commit names the subkey.
    pub id: String,
    /// When the key itself was made, Unix seconds, as its own bytes say; SSH keys do not.
    pub created: Option<i64>,
    /// When it was added to the account, Unix seconds, as far as the platform tells.
    pub added: Option<i64>,
}

/// A file that a pull request changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPath {
    /// Path from the repository's root as git has it, with `/` between its parts.
    pub path: Box<[u8]>,
    /// What happens to it.
    pub kind: ChangeKind,
}

/// What happens to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// Its content or mode changes.
    Modified,
    /// It goes.
    Removed,
    /// It was elsewhere before.
    Renamed {
        /// Its path before.
        from: Box<[u8]>,
    },
}

impl ChangedPath {
    /// The paths it touches: its own, and the one it had before.
    pub fn touched(&self) -> impl Iterator<Item = &[u8]> {
        let before = match &self.kind {
            ChangeKind::Renamed { from } => Some(&**from),
            ChangeKind::Added | ChangeKind::Modified | ChangeKind::Removed => None,
        };
        std::iter::once(&*self.path).chain(before)
    }
}
