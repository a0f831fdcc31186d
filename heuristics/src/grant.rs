//! A right that was given, beside the history of its repository: what a heuristic that looks at rights is
//! shown.

use std::collections::BTreeSet;

use crate::review::{has_other_account, linked};
use countersign_facts::Address;
use countersign_facts::{Account, Commit, Grant, Identity, RepositoryIndex};
use countersign_people::{Dossier, Population};
use countersign_people::{FullName, Person, PersonIndex};

/// Whoever has been about for so long is no newcomer, in seconds: `early-privilege` counts the same.
const NEWCOMER: i64 = 30 * DAY;
const DAY: i64 = 86_400;

/// A right that was given in a repository.
#[derive(Clone, Copy, Debug)]
pub struct GrantReview<'a> {
    population: &'a Population,
    grant: &'a Grant,
}

/// How long an account is known to have been about in a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// For long: the repository is its own, or a commit or a right of it is old enough.
    Known,
    /// Nothing of it is old, and something says that it is new: the words go on after "an account that".
    New(String),
    /// Nothing of it is old, and nothing says that it is new. Administrators need not commit.
    Unknown,
}

impl<'a> GrantReview<'a> {
    /// A right beside the history of its repository.
    #[must_use]
    pub fn new(population: &'a Population, grant: &'a Grant) -> Self {
        Self { population, grant }
    }

    /// The right.
    #[must_use]
    pub fn grant(&self) -> &'a Grant {
        self.grant
    }

    /// The population that holds the repository's history.
    #[must_use]
    pub fn population(&self) -> &'a Population {
        self.population
    }

    /// Commits in the repository that count as an account's own, made before the right was given, by the
    /// committer's clock.
    #[must_use]
    pub fn commits_of(&self, account: &Account) -> Vec<Commit<'a>> {
        let Grant { repository, at, .. } = *self.grant;
        commits_of(self.population, repository, account, at)
    }

    /// How many commits the repository had at an instant, Unix seconds.
    pub(crate) fn commits_before(&self, seconds: i64) -> usize {
        let commits = self.population.history().commits().filter(|commit| {
            commit.repository() == self.grant.repository
                && commit.has_readable_times()
                && commit.committed().seconds < seconds
        });
        commits.count()
    }

    /// Whether a commit of the account is old.
    pub(crate) fn has_worked_for_long(&self, account: &Account) -> bool {
        let commits = self.commits_of(account);
        let first = commits.first().map(|commit| commit.committed().seconds);
        first.is_some_and(|first| !self.is_recent(first))
    }

    /// How long whoever gave the right has been about.
    pub(crate) fn giver(&self) -> Standing {
        let giver = &self.grant.giver;
        let commits = self.commits_of(&giver.account);
        let first = commits.first().map(|commit| commit.committed().seconds);
        let since = [first, giver.given_access, giver.first_act];
        let is_old = |since: &i64| !self.is_recent(*since);
        if giver.owns_repository || since.iter().flatten().any(is_old) {
            return Standing::Known;
        }
        let mut signs = Vec::new();
        if let Some(first) = first {
            let ago = self.ago(first);
            signs.push(match commits.len() {
                1 => format!("made its only commit in this repository {ago}"),
                commits => format!("made the first of {commits} commits in this repository {ago}"),
            });
        }
        if let Some(given) = giver.given_access {
            signs.push(format!("was given access {}", self.ago(given)));
        }
        if self.is_recent(giver.account.created) {
            signs.push(format!("was created {}", self.ago(giver.account.created)));
        }
        if signs.is_empty() {
            return Standing::Unknown;
        }
        if first.is_none() {
            signs.insert(0, "has no commit in this repository".to_owned());
        }
        Standing::New(signs.join(" and "))
    }

    fn is_recent(&self, since: i64) -> bool {
        self.grant.at.saturating_sub(since) < NEWCOMER
    }

    fn ago(&self, since: i64) -> String {
        match self.grant.at.saturating_sub(since).max(0) / DAY {
            0 => "less than a day before".to_owned(),
            1 => "1 day before".to_owned(),
            days => format!("{days} days before"),
        }
    }
}

/// Commits in a repository that count as an account's own, made until an instant (Unix seconds), by the
/// committer's clock, in its order.
#[must_use]
pub fn commits_of<'a>(
    population: &'a Population,
    repository: RepositoryIndex,
    account: &Account,
    until: i64,
) -> Vec<Commit<'a>> {
    let people = people_of(population, account).into_iter();
    let mut commits: Vec<_> = people
        .flat_map(|person| population.dossier(person).authored())
        .filter(|commit| commit.repository() == repository && commit.committed().seconds <= until)
        .collect();
    commits.sort_by_key(|commit| (commit.committed().seconds, commit.id()));
    commits
}

/// People whose commits count as an account's own: those whom an address links to it, and those of no
/// other account who have the same full name as one of them or as its profile, or its login for a handle.
/// Wide on purpose: who may have been here for long is taken for somebody who has.
#[must_use]
pub fn people_of(population: &Population, account: &Account) -> BTreeSet<PersonIndex> {
    let linked: BTreeSet<_> = linked(population, account).into_iter().collect();
    let lines = |dossier: &Dossier<'_>| -> Vec<Identity<'_>> {
        let identities = population.history().identities();
        let own = dossier.person().identities.iter();
        own.map(|identity| identities.get(*identity)).collect()
    };
    let profile = account.name.as_deref().and_then(FullName::parse);
    let names: Vec<FullName> = linked
        .iter()
        .flat_map(|person| lines(&population.dossier(*person)))
        .filter_map(|line| FullName::parse(&line.name()))
        .chain(profile)
        .collect();
    let is_called_so = |line: &Identity<'_>| {
        let name = FullName::parse(&line.name());
        let has_name = name.is_some_and(|name| names.iter().any(|own| own.is_same_as(&name)));
        let address = Address::of(*line);
        let handle = address.handle();
        has_name || handle.is_some_and(|handle| handle.eq_ignore_ascii_case(&account.login))
    };
    let may_be = |dossier: &Dossier<'_>| {
        let person: &Person = dossier.person();
        linked.contains(&dossier.index())
            || (!has_other_account(person, account) && lines(dossier).iter().any(is_called_so))
    };
    let everybody = population.dossiers().filter(may_be);
    everybody.map(|dossier| dossier.index()).collect()
}
