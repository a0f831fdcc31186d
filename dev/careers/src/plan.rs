//! A plan of git repositories: every commit with both its lines, its parents, its tree and its key.
//!
//! A value: the same community plans the same commits, and a changed plan is another value.

use std::fmt;

use crate::clock::At;
use crate::names::{Name, Script};

/// Everything that a community leaves in git.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Commits; parents stand before their children.
    pub(crate) commits: Vec<Commit>,
    pub(crate) repositories: Vec<Repository>,
    pub(crate) residents: Vec<Resident>,
    pub(crate) names: Vec<Name>,
    pub(crate) script: Script,
    /// The local parts of mailboxes, and logins.
    pub(crate) handles: Vec<String>,
}

/// A repository: its name and its refs, each with the position of its commit.
#[derive(Clone, Debug)]
pub(crate) struct Repository {
    pub(crate) name: String,
    pub(crate) refs: Vec<(String, usize)>,
}

/// One person, or one name of a persona, who is in the commits.
#[derive(Clone, Debug)]
pub struct Resident {
    /// Number of the household, from 0: several personas of one operator are one household.
    pub household: usize,
    /// Way of life or persona, by id.
    pub life: &'static str,
    /// Whether a persona's own work, and not an honest neighbour's of the same household.
    pub persona: bool,
    pub(crate) emails: Vec<Email>,
}

/// Who a line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// GitHub, which commits what its buttons make.
    GitHub,
    /// Somebody who names GitHub as the committer and cannot sign like it.
    NamesGitHub,
    /// A program with an account of its own, as commits name it.
    Program(&'static str),
    /// A name, by its position in the plan, at an address.
    Person { name: usize, email: Email },
}

/// An address; handles by their position in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Email {
    Mailbox {
        handle: usize,
    },
    /// GitHub's stand-in for a mailbox: account number and login.
    Account {
        id: u64,
        login: usize,
    },
}

/// Who and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) who: Who,
    pub(crate) at: At,
}

#[derive(Clone, Debug)]
pub(crate) struct Commit {
    pub(crate) author: Line,
    pub(crate) committer: Line,
    /// Positions of earlier commits.
    pub(crate) parents: Vec<usize>,
    /// Number of the tree: the same number is the same tree.
    pub(crate) tree: u64,
    /// Number of the SSH key that signs.
    pub(crate) key: Option<u64>,
    pub(crate) message: Message,
    /// Whether a client that rewrites stacks of commits left its headers.
    pub(crate) stacked: bool,
    /// Files of the tree whose names carry a second: that second of UTC, for each.
    pub(crate) stamped: Vec<i64>,
}

#[derive(Clone, Debug)]
pub(crate) enum Message {
    /// Work, with its trailers, and the number of the pull request that it was squashed from.
    Work {
        squashed: Option<usize>,
        trailers: Vec<Trailer>,
    },
    /// The merge of the pull request of this number.
    Merge {
        pull_request: usize,
        wording: Wording,
    },
}

/// A line at the end of a message.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Trailer {
    ReviewedBy(Who),
    SignedOffBy(Who),
    CoAuthoredBy(Who),
    /// Gerrit's name of the change.
    ChangeId,
}

/// How a platform words its merges.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wording {
    GitHub,
    GitLab,
    Forgejo,
}

impl Plan {
    /// Everybody who is in the commits.
    #[must_use]
    pub fn residents(&self) -> &[Resident] {
        &self.residents
    }

    /// How many commits there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.commits.len()
    }

    /// Whether nobody committed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.commits.is_empty()
    }

    /// The addresses under which commits name the resident.
    pub fn addresses(&self, resident: &Resident) -> impl Iterator<Item = String> {
        resident.emails.iter().map(|email| self.address(*email))
    }

    pub(crate) fn address(&self, email: Email) -> String {
        match email {
            Email::Mailbox { handle } => format!("{}@mail.example", self.handles[handle]),
            Email::Account { id, login } => {
                format!("{id}+{}@users.noreply.github.com", self.handles[login])
            }
        }
    }

    /// `Name <address>`.
    pub(crate) fn who(&self, who: Who) -> String {
        match who {
            Who::GitHub | Who::NamesGitHub => "GitHub <noreply@github.com>".to_owned(),
            Who::Program(written) => written.to_owned(),
            Who::Person { name, email } => {
                format!(
                    "{} <{}>",
                    self.names[name].written(self.script),
                    self.address(email)
                )
            }
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.unsigned_abs();
        write!(
            f,
            "{} {sign}{:02}{:02}",
            self.seconds,
            minutes / 60,
            minutes % 60
        )
    }
}
