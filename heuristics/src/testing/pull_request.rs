//! Pull requests in stories.

use super::{At, DAY, Position, Story, Variant, Who, id};
use countersign_facts::path::named_second;
use countersign_facts::{
    Account, AccountId, AccountKey, Address, ChangeKind, ChangedPath, CommitIndex, Elsewhere,
    History, KeyKind, PullRequest, PullRequestNumber, RepositoryIndex, SeenCommit, SeenName,
};

/// A pull request for the first repository.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    account: Option<Account>,
    commits: Vec<Position>,
    paths: Vec<&'static str>,
    at: At,
}

impl Opened {
    /// Its commits.
    pub(super) fn commits(&self) -> &[Position] {
        &self.commits
    }
}

/// An account without a profile name, addresses or keys.
pub(crate) fn account(id: u64, login: &str, created: At) -> Account {
    Account {
        id: AccountId::try_from(id).expect("a number that GitHub gives out"),
        login: login.to_owned(),
        name: None,
        mailboxes: Vec::new(),
        created: created.0,
        bot: false,
        keys: Vec::new(),
    }
}

/// What a story can say about an account.
pub(crate) trait AccountInStory {
    /// With a name on its profile.
    fn named(self, name: &str) -> Self;

    /// With an address known to be its own.
    fn mailbox(self, mailbox: &str) -> Self;

    /// With an OpenPGP key, made and added at these moments.
    fn pgp(self, id: &str, created: At, added: At) -> Self;

    /// With an SSH key, added at this moment.
    fn ssh(self, id: &str, added: At) -> Self;

    /// The account of a program.
    fn program(self) -> Self;
}

impl AccountInStory for Account {
    fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    fn mailbox(mut self, mailbox: &str) -> Self {
        self.mailboxes.push(mailbox.to_owned());
        self
    }

    fn pgp(mut self, id: &str, created: At, added: At) -> Self {
        self.keys.push(AccountKey {
            kind: KeyKind::OpenPgp,
            id: id.to_owned(),
            created: Some(created.0),
            added: Some(added.0),
        });
        self
    }

    fn ssh(mut self, id: &str, added: At) -> Self {
        self.keys.push(AccountKey {
            kind: KeyKind::Ssh,
            id: id.to_owned(),
            created: None,
            added: Some(added.0),
        });
        self
    }

    fn program(mut self) -> Self {
        self.bot = true;
        self
    }
}

impl Story {
    /// A repository that is two years old: a maintainer commits every twelve days until day zero.
    pub(crate) fn old_repository(&mut self, maintainer: Who) {
        self.every(12 * DAY, 61, maintainer, At::local(-730, 10, 0, 120));
    }

    /// Whether the story has a pull request.
    pub(crate) fn has_pull_request(&self) -> bool {
        self.pull.is_some()
    }

    /// The account opens a pull request with these commits, which changes these files and is examined at this moment.
    /// `None` is an account that was deleted.
    pub(crate) fn pull(
        &mut self,
        account: impl Into<Option<Account>>,
        commits: &[Position],
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

/// A name in another repository. The organisation is the part of the repository's name before the slash.
#[derive(Clone, Debug)]
pub(super) struct Recalled {
    who: Who,
    repository: &'static str,
    commits: Vec<At>,
    key: Option<&'static str>,
}

impl Story {
    /// The memory has these commits of another repository, `ORGANISATION/NAME`, all signed with the key of this id if
    /// one is given. The first repository belongs to the organisation `acme`.
    pub(crate) fn recall(
        &mut self,
        who: Who,
        repository: &'static str,
        commits: impl IntoIterator<Item = At>,
        key: Option<&'static str>,
    ) {
        self.recalled.push(Recalled {
            who,
            repository,
            commits: commits.into_iter().collect(),
            key,
        });
    }

    /// The memory has this many commits of another person with this name.
    pub(crate) fn recall_namesake(&mut self, name: &'static str, commits: usize) {
        self.namesakes.push((name, commits));
    }

    /// What the memory shows, in a variant of the story.
    pub(super) fn elsewhere(&self, variant: &Variant) -> Option<Elsewhere> {
        let seen = self.recalled.iter().map(|one| {
            let commits = one.commits.iter().map(|at| SeenCommit {
                authored: variant.instant(at.0),
                own: at.1 != 0,
            });
            let organisation = one.repository.split('/').next().unwrap_or_default();
            SeenName {
                address: Address::parse(&variant.address(one.who.1)),
                name: variant.name(one.who.0),
                organisation: organisation.to_owned(),
                repository: one.repository.to_owned(),
                commits: commits.collect(),
                keys: one.key.map(str::to_owned).into_iter().collect(),
            }
        });
        let others = self.namesakes.iter();
        let others = others.map(|(name, commits)| (variant.name(name).to_lowercase(), *commits));
        (!self.recalled.is_empty()).then(|| Elsewhere {
            organisation: "acme".to_owned(),
            seen: seen.collect(),
            others: others.collect(),
        })
    }
}

impl Variant {
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
            .map(|position| history.index_of(&id(0, *position)))
            .collect();
        let paths = opened.paths.iter().map(|path| ChangedPath {
            path: path.as_bytes().into(),
            // A migration is never changed.
            kind: match named_second(path.as_bytes()) {
                Some(_) => ChangeKind::Added,
                None => ChangeKind::Modified,
            },
        });
        PullRequest {
            repository: RepositoryIndex(0),
            number: PullRequestNumber::new(7),
            author: author.map(|account| self.account(account)),
            commits,
            paths: paths.collect(),
            content: None,
            elsewhere: None,
            now: self.instant(opened.at.0),
        }
    }
}
