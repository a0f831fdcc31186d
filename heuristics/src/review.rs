//! One person's part in one pull request: the input of heuristics that look at pull requests.

use std::collections::BTreeSet;

use crate::wording::days;
use countersign_facts::{
    Account, Address, Commit, CommitIndex, Identity, IdentityIndex, PullRequest,
};
use countersign_people::{Anchor, Dossier, Holder, Kinship, Person, PersonIndex, Population};

/// The people who take part in a pull request. Anyone can type an author line, but the platform has checked the account
/// that opened the pull request. The two count as different people until something links them.
#[derive(Debug)]
pub(crate) struct Parties {
    /// The commits of the pull request.
    commits: BTreeSet<CommitIndex>,
    /// The people who authored them, in the order of the population. Programs are left out.
    pub(crate) authors: Vec<PersonIndex>,
    /// The people whom an address links to the account that opened it.
    linked: Vec<PersonIndex>,
    /// The identities of the account: its profile, and the identities of the linked people.
    holder: Option<Holder>,
    /// The person who opened it, as far as [`Parties::find_opener`] knows.
    pub(crate) opener: Option<PersonIndex>,
    /// The people who may be the opener: the linked people, and authors who do not contradict the account.
    perhaps: BTreeSet<PersonIndex>,
}

impl Parties {
    pub(crate) fn new(population: &Population, pull: &PullRequest) -> Self {
        let authors: BTreeSet<PersonIndex> = human_commits(population, pull)
            .map(|(_, author)| author)
            .collect();
        let linked = pull
            .author
            .as_ref()
            .map(|account| linked(population, account))
            .unwrap_or_default();
        let holder = pull
            .author
            .as_ref()
            .map(|account| holder(population, account, &linked));
        let mut parties = Self {
            commits: pull.commits.iter().copied().collect(),
            authors: authors.into_iter().collect(),
            linked,
            holder,
            opener: None,
            perhaps: BTreeSet::new(),
        };
        let kinships = parties.kinships(population, pull);
        parties.opener = parties.find_opener(&kinships);
        let possible = kinships
            .into_iter()
            .filter(|(_, kinship)| *kinship != Kinship::Contradicted)
            .map(|(author, _)| author);
        parties.perhaps = parties.linked.iter().copied().chain(possible).collect();
        parties
    }

    /// How each author relates to the account. Anyone can type a name, so a person with another account never counts
    /// as this one.
    fn kinships(&self, population: &Population, pull: &PullRequest) -> Vec<(PersonIndex, Kinship)> {
        let mut lines: BTreeSet<(PersonIndex, IdentityIndex)> = BTreeSet::new();
        lines.extend(
            human_commits(population, pull).map(|(commit, author)| (author, commit.author_index())),
        );
        let of_line = |identity: IdentityIndex| {
            let line = population.history().identities().get(identity);
            let holder = self.holder.as_ref();
            holder.map_or(Kinship::Unknown, |holder| holder.kinship(line))
        };
        let kinship = |author: PersonIndex| {
            let person = population.dossier(author).person();
            let account = pull.author.as_ref();
            if account.is_some_and(|account| has_other_account(person, account)) {
                return Kinship::Contradicted;
            }
            let own = lines.iter().filter(|(person, _)| *person == author);
            let kinship = own.map(|(_, line)| of_line(*line)).min();
            kinship.unwrap_or(Kinship::Unknown)
        };
        let authors = self.authors.iter();
        authors.map(|author| (*author, kinship(*author))).collect()
    }

    /// The person who opened the pull request. In this order: an author who is linked to the account; the only author
    /// with the account's name or handle; a linked person; the only author, if the commits do not contradict the
    /// account.
    fn find_opener(&self, kinships: &[(PersonIndex, Kinship)]) -> Option<PersonIndex> {
        let mut linked = self.linked.iter();
        if let Some(author) = linked.find(|person| self.authors.contains(person)) {
            return Some(*author);
        }
        let mut akin = kinships
            .iter()
            .filter(|(_, kinship)| *kinship == Kinship::Linked);
        if let (Some((author, _)), None) = (akin.next(), akin.next()) {
            return Some(*author);
        }
        let only = match kinships {
            [(author, Kinship::Unknown)] => Some(*author),
            _ => None,
        };
        self.linked.first().copied().or(only)
    }
}

/// The commits of the pull request that people authored, with their authors. Test merges and commits with unreadable
/// dates are left out, as everywhere.
fn human_commits<'a>(
    population: &'a Population,
    pull: &'a PullRequest,
) -> impl Iterator<Item = (Commit<'a>, PersonIndex)> {
    let people = population.people();
    pull.commits.iter().filter_map(move |index| {
        let commit = population.history().get(*index)?;
        let author = people.of(commit.author_index())?;
        let counts = commit.has_readable_times()
            && !commit.clock_source().is_nobodys()
            && !people.all()[author.0 as usize].automation;
        counts.then_some((commit, author))
    })
}

/// The people who use the account's number, its old noreply address without a number, or one of its addresses.
pub(crate) fn linked(population: &Population, account: &Account) -> Vec<PersonIndex> {
    let old_form = format!("{}@users.noreply.github.com", account.login.to_lowercase());
    let own: BTreeSet<Anchor> = account
        .mailboxes
        .iter()
        .filter_map(|mailbox| match Address::parse(mailbox) {
            Address::Mailbox(mailbox) => Some(Anchor::Mailbox(mailbox)),
            Address::Account { .. } | Address::Automation | Address::Shared => None,
        })
        .chain([Anchor::Account(account.id.unsigned())])
        .collect();
    let is_linked = |person: &Person| {
        person.anchors.iter().any(|anchor| own.contains(anchor))
            // A login that became free can belong to someone else now. The number shows whose it was.
            || (person.anchors.contains(&Anchor::Mailbox(old_form.clone()))
                && !has_other_account(person, account))
    };
    population
        .dossiers()
        .filter(|dossier| is_linked(dossier.person()))
        .map(|dossier| dossier.index())
        .collect()
}

/// Whether the person is known to have an account other than this one.
pub(crate) fn has_other_account(person: &Person, account: &Account) -> bool {
    person
        .anchors
        .iter()
        .any(|anchor| matches!(anchor, Anchor::Account(id) if *id != account.id.unsigned()))
}

/// The identities of the account: its profile, and the identities of the people linked to it.
fn holder(population: &Population, account: &Account, linked: &[PersonIndex]) -> Holder {
    let name = account.name.as_ref().unwrap_or(&account.login);
    let profile = format!(
        "{} <{}+{}@users.noreply.github.com>",
        name.replace(['<', '>'], ""),
        account.id,
        account.login
    );
    let people = population.people().all();
    let known = linked
        .iter()
        .flat_map(|person| &people[person.0 as usize].identities)
        .map(|identity| population.history().identities().get(*identity));
    Holder::new(known.chain([Identity::of_bytes(profile.as_bytes())]))
}

/// One person's part in a pull request, as an author or as the account that opened it.
#[derive(Clone, Copy, Debug)]
pub struct Review<'a> {
    population: &'a Population,
    pull_request: &'a PullRequest,
    parties: &'a Parties,
    person: Option<PersonIndex>,
}

impl<'a> Review<'a> {
    pub(crate) fn new(
        population: &'a Population,
        pull_request: &'a PullRequest,
        parties: &'a Parties,
        person: Option<PersonIndex>,
    ) -> Self {
        Self {
            population,
            pull_request,
            parties,
            person,
        }
    }

    /// The pull request.
    #[must_use]
    pub fn pull_request(&self) -> &'a PullRequest {
        self.pull_request
    }

    /// The population that holds the repository's history and the pull request's commits.
    #[must_use]
    pub fn population(&self) -> &'a Population {
        self.population
    }

    /// The person whom the answer is about; `None` for an opener without known commits.
    #[must_use]
    pub fn person(&self) -> Option<Dossier<'a>> {
        self.person.map(|person| self.population.dossier(person))
    }

    /// Whether the answer is about the person who opened the pull request.
    #[must_use]
    pub fn is_opener(&self) -> bool {
        self.person == self.parties.opener
    }

    /// The account that opened the pull request, if the answer is about its holder and the account is not a program.
    #[must_use]
    pub fn account(&self) -> Option<&'a Account> {
        let account = self.pull_request.author.as_ref();
        account.filter(|account| self.is_opener() && !account.bot)
    }

    /// How an author line relates to the opener's account and its known commits; `None` if the account was deleted.
    pub(crate) fn kinship(&self, line: Identity<'_>) -> Option<Kinship> {
        let holder = self.parties.holder.as_ref();
        holder.map(|holder| holder.kinship(line))
    }

    /// The commits of the pull request that people authored, in its order, with their authors.
    pub fn commits(&self) -> impl Iterator<Item = (Commit<'a>, PersonIndex)> + use<'a> {
        human_commits(self.population, self.pull_request)
    }

    /// The people whom an address links to the account that opened the pull request: its number, its old noreply
    /// address without a number, or another address known to be its own.
    pub fn linked(&self) -> impl Iterator<Item = Dossier<'a>> + use<'a> {
        let population = self.population;
        let linked = self.parties.linked.iter();
        linked.map(move |person| population.dossier(*person))
    }

    /// How long and how much the opener is known to have worked on the repository. Authors who do not contradict the
    /// account count as the opener, so that doubt leads to silence.
    pub(crate) fn tenure(&self) -> Tenure<'a> {
        let people = self.parties.perhaps.iter();
        let commits: Vec<_> = people.flat_map(|person| self.earlier(*person)).collect();
        Tenure::new(&commits, self.pull_request.now)
    }

    /// How many commits of the repository outside the pull request are dated before an instant (Unix seconds).
    pub(crate) fn commits_before(&self, seconds: i64) -> usize {
        let history = self.population.history();
        let commits = history.commits().filter(|commit| {
            commit.repository() == self.pull_request.repository
                && commit.has_readable_times()
                && commit.committed().seconds < seconds
                && !self.parties.commits.contains(&commit.index())
        });
        commits.count()
    }

    /// The commits that the person authored in the repository outside the pull request, by author date.
    pub fn earlier(&self, person: PersonIndex) -> impl Iterator<Item = Commit<'a>> + use<'a> {
        let Self {
            pull_request,
            parties,
            ..
        } = *self;
        self.population
            .dossier(person)
            .authored()
            .filter(move |commit| {
                commit.repository() == pull_request.repository
                    && !parties.commits.contains(&commit.index())
            })
    }
}

/// A person's work on a repository outside one pull request.
#[derive(Clone, Copy)]
pub(crate) struct Tenure<'a> {
    /// The number of commits.
    pub(crate) commits: usize,
    /// The first commit, by committer date.
    pub(crate) first: Option<Commit<'a>>,
    now: i64,
}

impl<'a> Tenure<'a> {
    /// The tenure of someone who has made these commits at `now` (Unix seconds).
    pub(crate) fn new(commits: &[Commit<'a>], now: i64) -> Self {
        let by_time = |commit: &&Commit<'_>| (commit.committed().seconds, commit.id());
        Self {
            commits: commits.len(),
            first: commits.iter().min_by_key(by_time).copied(),
            now,
        }
    }

    /// Whole days since the first commit; 0 if there is none.
    pub(crate) fn days(&self) -> u64 {
        let first = self.first.map(|commit| commit.committed().seconds);
        let seconds = first.map_or(0, |first| self.now.saturating_sub(first));
        u64::try_from(seconds / 86_400).unwrap_or_default()
    }

    /// The words that continue "the account that opened it": "has no other commit in this repository", "made the first
    /// of 3 other commits in this repository 12 days ago".
    pub(crate) fn words(&self) -> String {
        let days = days(self.days());
        match self.commits {
            0 => "has no other commit in this repository".to_owned(),
            1 => format!("made one other commit in this repository, {days} ago"),
            commits => {
                format!("made the first of {commits} other commits in this repository {days} ago")
            }
        }
    }
}

#[cfg(test)]
mod tests;
