//! A right that was granted, together with the history of its repository: the input of heuristics that look at
//! rights.

use std::collections::BTreeSet;

use crate::review::{has_other_account, linked};
use crate::wording::days;
use countersign_facts::{Account, Address, Commit, Grant, Identity, RepositoryIndex};
use countersign_people::{Dossier, FullName, Person, PersonIndex, Population};

/// Someone who is known for this long is not a newcomer, in seconds. `early-privilege` uses the same limit.
const NEWCOMER: i64 = 30 * DAY;
const DAY: i64 = 86_400;

/// A right that was granted in a repository, and the history of that repository.
#[derive(Clone, Copy, Debug)]
pub struct GrantReview<'a> {
    population: &'a Population,
    grant: &'a Grant,
}

/// How long an account has been known in a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// For long enough: it owns the repository, or one of its commits or rights is old enough.
    Known,
    /// No record of it is old, and at least one shows that it is new. The text continues "an account that".
    New(String),
    /// No record of it is old, and none shows that it is new. Administrators may never commit.
    Unknown,
}

impl<'a> GrantReview<'a> {
    /// A right together with the history of its repository.
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

    /// The commits in the repository that count as the account's own and were made before the right was granted, by
    /// committer date.
    #[must_use]
    pub fn commits_of(&self, account: &Account) -> Vec<Commit<'a>> {
        let Grant { repository, at, .. } = *self.grant;
        commits_of(self.population, repository, account, at)
    }

    /// How many commits of the repository are dated before an instant (Unix seconds).
    pub(crate) fn commits_before(&self, seconds: i64) -> usize {
        let commits = self.population.history().commits().filter(|commit| {
            commit.repository() == self.grant.repository
                && commit.has_readable_times()
                && commit.committed().seconds < seconds
        });
        commits.count()
    }

    /// Whether the account has an old commit in the repository.
    pub(crate) fn has_worked_for_long(&self, account: &Account) -> bool {
        let commits = self.commits_of(account);
        let first = commits.first().map(|commit| commit.committed().seconds);
        first.is_some_and(|first| !self.is_recent(first))
    }

    /// How long the account that granted the right has been known.
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
            0 => "less than a day earlier".to_owned(),
            number => format!("{} earlier", days(number.unsigned_abs())),
        }
    }
}

/// The commits in a repository that count as an account's own, up to an instant (Unix seconds), in the order of their
/// committer dates.
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

/// The people whose commits count as an account's own: people whom an address links to it; and people without another
/// account who share a full name with one of these or with the account's profile, or whose handle is its login.
///
/// This is generous on purpose: an account that may have been here for long is treated as one that has.
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
