//! A pull request: what the platform knows about it that git does not.

use crate::content::Content;
use crate::elsewhere::Elsewhere;
use crate::ids::CommitIndex;
use crate::key::KeyKind;
use crate::platform_ids::{AccountId, PullRequestNumber};
use crate::repositories::RepositoryIndex;

/// A pull request whose commits, and those of its base branch, are in a history.
#[derive(Clone, Debug)]
pub struct PullRequest {
    /// The repository it is for.
    pub repository: RepositoryIndex,
    /// Its number there.
    pub number: PullRequestNumber,
    /// The account that opened it; `None` when the account was deleted.
    pub author: Option<Account>,
    /// Commits of its head that its base lacks, oldest first. The last one is the head.
    pub commits: Vec<CommitIndex>,
    /// Files it changes, as many as the platform listed.
    pub paths: Vec<ChangedPath>,
    /// What the lines that it adds contain; `None` when they were not examined.
    pub content: Option<Content>,
    /// What other repositories show about those who take part; `None` without a memory of people.
    pub elsewhere: Option<Elsewhere>,
    /// When these facts were gathered, Unix seconds.
    pub now: i64,
}

/// An account on the platform. The location in its profile is left out: no heuristic may use it.
#[derive(Clone, Debug)]
pub struct Account {
    /// The platform's number for it, the one in `ID+login@users.noreply.github.com`; never changes.
    pub id: AccountId,
    /// Its login now, in any case.
    pub login: String,
    /// The name in its profile; `None` when it shows none.
    pub name: Option<String>,
    /// Its known addresses other than GitHub's noreply ones: the profile's, and those whose commits the
    /// platform attributes to it. Empty when they were not requested.
    pub mailboxes: Vec<String>,
    /// When it was created, Unix seconds.
    pub created: i64,
    /// Whether it belongs to an app or another program.
    pub bot: bool,
    /// Its signing keys, including those that were seen earlier and have been removed.
    pub keys: Vec<AccountKey>,
}

/// A signing key listed on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountKey {
    /// Signature system.
    pub kind: KeyKind,
    /// In the form of [`Key::id`](crate::Key::id). An OpenPGP key that signs with subkeys is listed once
    /// for each of them: a commit names the subkey.
    pub id: String,
    /// When the key itself was made, Unix seconds, as its own bytes say; SSH keys do not.
    pub created: Option<i64>,
    /// When it was added to the account, Unix seconds; `None` when the platform does not say.
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
