//! Variants of a plan that must not change what is found about anyone.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::{At, DAY};
use crate::names::Script;
use crate::plan::{Email, Line, Plan, Repository, Who};
use crate::random::Random;

impl Plan {
    /// Moves everybody's home east by `minutes`. Everybody does the same at the same local time, and so
    /// earlier by as much. Clocks on UTC are servers', which do not move.
    #[must_use]
    pub fn moved_east(mut self, minutes: i32) -> Self {
        let moved = |line: &mut Line| {
            let At { seconds, offset } = line.at;
            line.at = At {
                seconds: seconds - i64::from(minutes) * 60,
                offset: if offset == 0 { 0 } else { offset + minutes },
            };
        };
        for commit in &mut self.commits {
            moved(&mut commit.author);
            moved(&mut commit.committer);
            for stamp in &mut commit.stamped {
                *stamp -= i64::from(minutes) * 60;
            }
        }
        self
    }

    /// Positions of the residents who have a clock that [`Plan::moved_east`] puts on UTC.
    #[must_use]
    pub fn residents_put_on_utc(&self, minutes: i32) -> BTreeSet<usize> {
        let lines = self
            .commits
            .iter()
            .flat_map(|commit| [commit.author, commit.committer]);
        let emails: BTreeSet<_> = lines
            .filter(|line| line.at.offset != 0 && line.at.offset + minutes == 0)
            .filter_map(|line| match line.who {
                Who::Person { email, .. } => Some(email),
                Who::GitHub | Who::NamesGitHub | Who::Program(_) => None,
            })
            .collect();
        let residents = self.residents.iter().enumerate();
        residents
            .filter(|(_, resident)| resident.emails.iter().any(|email| emails.contains(email)))
            .map(|(position, _)| position)
            .collect()
    }

    /// Names GitHub as the committer of what the authors committed themselves, without GitHub's signature. With `only`,
    /// an account's or mailbox's address, of that author alone.
    #[must_use]
    pub fn naming_github(mut self, only: Option<&str>) -> Self {
        let chosen: Vec<_> = self
            .commits
            .iter()
            .map(|commit| match (commit.author.who, commit.committer.who) {
                (Who::Person { email, .. }, Who::Person { email: other, .. }) => {
                    email == other && only.is_none_or(|only| self.address(email) == only)
                }
                _ => false,
            })
            .collect();
        for (commit, _) in self
            .commits
            .iter_mut()
            .zip(chosen)
            .filter(|(_, chosen)| *chosen)
        {
            commit.committer.who = Who::NamesGitHub;
        }
        self
    }

    /// Lets everything happen `weeks` weeks later, on the same offsets.
    #[must_use]
    pub fn later(mut self, weeks: i64) -> Self {
        for commit in &mut self.commits {
            commit.author.at.seconds += weeks * 7 * DAY;
            commit.committer.at.seconds += weeks * 7 * DAY;
            for stamp in &mut commit.stamped {
                *stamp += weeks * 7 * DAY;
            }
        }
        self
    }

    /// Writes every name in another script.
    #[must_use]
    pub fn written_in(mut self, script: Script) -> Self {
        self.script = script;
        self
    }

    /// Deals out logins and the handles of mailboxes anew: everybody gets another person's.
    #[must_use]
    pub fn with_logins_permuted(mut self, seed: u64) -> Self {
        Random::new(seed, 0).shuffle(&mut self.handles);
        self
    }

    /// Gives residents the names of others: of each pair, the second gets the first's newest name. So two people
    /// look like one with two addresses.
    #[must_use]
    pub fn with_namesakes(mut self, pairs: &[(usize, usize)]) -> Self {
        let mut names: BTreeMap<Email, usize> = BTreeMap::new();
        for (one, other) in pairs {
            let emails = &self.residents[*one].emails;
            let lines = self.commits.iter().map(|commit| commit.author.who);
            let newest = lines.rev().find_map(|who| match who {
                Who::Person { name, email } => emails.contains(&email).then_some(name),
                Who::GitHub | Who::NamesGitHub | Who::Program(_) => None,
            });
            if let Some(name) = newest {
                let others = self.residents[*other].emails.iter();
                names.extend(others.map(|email| (*email, name)));
            }
        }
        let lines = self
            .commits
            .iter_mut()
            .flat_map(|commit| [&mut commit.author, &mut commit.committer]);
        for line in lines {
            if let Who::Person { name, email } = &mut line.who
                && let Some(given) = names.get(email)
            {
                *name = *given;
            }
        }
        self
    }

    /// Merges all repositories into one, with all their refs.
    #[must_use]
    pub fn merged(mut self) -> Self {
        let refs = self
            .repositories
            .drain(..)
            .enumerate()
            .flat_map(|(number, repository)| {
                let renamed = move |(name, commit): (String, usize)| {
                    let name = name.strip_prefix("refs/").unwrap_or(&name).to_owned();
                    (format!("refs/remotes/project-{number}/{name}"), commit)
                };
                repository.refs.into_iter().map(renamed)
            });
        let refs = refs.collect();
        self.repositories = vec![Repository {
            name: "everything".to_owned(),
            refs,
        }];
        self
    }

    /// Splits every repository into two. Each gets every second ref, with the history of those refs.
    #[must_use]
    pub fn split(mut self) -> Self {
        self.repositories = std::mem::take(&mut self.repositories)
            .into_iter()
            .flat_map(|repository| {
                let half = |odd: usize| {
                    let refs = repository.refs.iter().enumerate();
                    let own = refs.filter(|(position, _)| position % 2 == odd);
                    Repository {
                        name: format!("{}-{odd}", repository.name),
                        refs: own.map(|(_, one)| one.clone()).collect(),
                    }
                };
                [half(0), half(1)]
            })
            .filter(|repository| !repository.refs.is_empty())
            .collect();
        self
    }

    /// Adds a fork of every repository, made when half of its commits were written.
    #[must_use]
    pub fn with_forks(mut self) -> Self {
        let forks = self.repositories.iter().filter_map(|original| {
            let commits: BTreeSet<usize> = self.reachable(original).into_iter().collect();
            let middle = *commits.iter().nth(commits.len() / 2)?;
            Some(Repository {
                name: format!("fork-of-{}", original.name),
                refs: vec![("refs/heads/main".to_owned(), middle)],
            })
        });
        let forks = forks.collect::<Vec<_>>();
        self.repositories.extend(forks);
        self
    }
}
