//! Pull requests in stories.

use super::{At, DAY, Retelling, Story, Told, Who, id};
use crate::facts::{
    Account, AccountKey, ChangeKind, ChangedPath, CommitIndex, History, KeyKind, PullRequest,
    RepositoryIndex,
};

/// A pull request as told: for the first repository.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    account: Option<Account>,
    commits: Vec<Told>,
    paths: Vec<&'static str>,
    at: At,
}

impl Opened {
    /// Its commits.
    pub(super) fn commits(&self) -> &[Told] {
        &self.commits
    }
}

/// An account without profile name, addresses and keys.
pub(crate) fn account(id: u64, login: &str, created: At) -> Account {
    Account {
        id,
        login: login.to_owned(),
        name: None,
        mailboxes: Vec::new(),
        created: created.0,
        bot: false,
        keys: Vec::new(),
    }
}

impl Account {
    /// With a name on its profile.
    pub(crate) fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// With an address known to be its own.
    pub(crate) fn mailbox(mut self, mailbox: &str) -> Self {
        self.mailboxes.push(mailbox.to_owned());
        self
    }

    /// With an OpenPGP key, made and added at these moments.
    pub(crate) fn pgp(mut self, id: &str, created: At, added: At) -> Self {
        self.keys.push(AccountKey {
            kind: KeyKind::OpenPgp,
            id: id.to_owned(),
            created: Some(created.0),
            added: Some(added.0),
        });
        self
    }

    /// With an SSH key, added at this moment.
    pub(crate) fn ssh(mut self, id: &str, added: At) -> Self {
        self.keys.push(AccountKey {
            kind: KeyKind::Ssh,
            id: id.to_owned(),
            created: None,
            added: Some(added.0),
        });
        self
    }

    /// A program's.
    pub(crate) fn program(mut self) -> Self {
        self.bot = true;
        self
    }
}

impl Story {
    /// A repository of two years: a maintainer commits every twelve days until day zero.
    pub(crate) fn old_repository(&mut self, maintainer: Who) {
        self.every(12 * DAY, 61, maintainer, At::local(-730, 10, 0, 120));
    }

    /// Whether it is about a pull request.
    pub(crate) fn has_pull_request(&self) -> bool {
        self.pull.is_some()
    }

    /// The account opens a pull request of these commits that changes these files, looked at in this
    /// moment; `None` for an account that is gone.
    pub(crate) fn pull(
        &mut self,
        account: impl Into<Option<Account>>,
        commits: &[Told],
        paths: &[&'static str],
        at: At,
    ) {
        self.pull = Some(Opened {
            account: account.into(),
            commits: commits.to_vec(),
            paths: paths.to_vec(),
            at,
        });
    }
}

impl Retelling {
    pub(super) fn account(&self, account: Account) -> Account {
        let keys = account.keys.into_iter().map(|key| AccountKey {
            created: key.created.map(|created| self.instant(created)),
            added: key.added.map(|added| self.instant(added)),
            ..key
        });
        Account {
            name: account.name.as_deref().map(|name| self.name(name)),
            created: self.instant(account.created),
            keys: keys.collect(),
            ..account
        }
    }

    pub(super) fn pull_request(&self, history: &mut History, opened: &Opened) -> PullRequest {
        let author = opened.account.clone();
        let commits: Vec<CommitIndex> = opened
            .commits
            .iter()
            .map(|told| history.index_of(&id(0, *told)))
            .collect();
        let paths = opened.paths.iter().map(|path| ChangedPath {
            path: path.as_bytes().into(),
            kind: ChangeKind::Modified,
        });
        PullRequest {
            repository: RepositoryIndex(0),
            number: 7,
            author: author.map(|account| self.account(account)),
            commits,
            paths: paths.collect(),
            content: None,
            now: self.instant(opened.at.0),
        }
    }
}
