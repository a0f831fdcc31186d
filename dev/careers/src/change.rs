//! The same careers told otherwise: what must change nothing about anybody.

use std::collections::BTreeSet;

use crate::clock::At;
use crate::dice::Dice;
use crate::names::Script;
use crate::plan::{Line, Plan, Repository};

impl Plan {
    /// Everybody lives so many minutes further east and does the same at the same local time, and so
    /// earlier. Clocks on UTC are machines', which do not move.
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
        }
        self
    }

    /// Every name in another script.
    #[must_use]
    pub fn written_in(mut self, script: Script) -> Self {
        self.script = script;
        self
    }

    /// Logins and the handles of mailboxes change hands: everybody gets another's.
    #[must_use]
    pub fn with_logins_permuted(mut self, seed: u64) -> Self {
        Dice::new(seed, 0).shuffle(&mut self.handles);
        self
    }

    /// All repositories as one, refs and all.
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

    /// Every repository as two: each second ref lies in the other, with all that it leads to.
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

    /// A fork beside every repository: its history as it was when half of it was written.
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
